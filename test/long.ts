import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Runs every test that has a long form, in that form, one file at a time: they measure, and share a machine badly. */

const root = fileURLToPath(new URL('..', import.meta.url))
const tests = join(root, 'test')
const SWITCH = 'LEEWAY_LONG'
/** Of one file. */
const MOST_SECONDS = 7_200

const sources = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('node_modules') && name !== 'long.ts')
  .map((name) => join(tests, name))
const imports = new Map(sources.map((path) => [path, importsOf(path)]))
const long = sources.filter((path) => path.endsWith('.test.ts') && asks(path, new Set()))

const asked = process.argv.slice(2)
const files = long
  .map((path) => relative(root, path).replaceAll('\\', '/'))
  .filter((path) => asked.length === 0 || asked.some((part) => path.includes(part)))
if (files.length === 0) throw new Error('no test with a long form has such a name')
process.stdout.write(`${files.length} files with a long form:\n${files.join('\n')}\n`)
const { status } = spawnSync(
  process.execPath,
  [tap(), '--jobs=1', `--timeout=${MOST_SECONDS}`, '--reporter=tap', ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, [SWITCH]: '1' } },
)
process.exitCode = status ?? 1

/** Whether a test, or what it imports from the tests, looks at the switch. */
function asks(path: string, seen: Set<string>): boolean {
  if (seen.has(path)) return false
  seen.add(path)
  const found = imports.get(path)
  return found !== undefined && (found.looks || found.of.some((each) => asks(each, seen)))
}

function importsOf(path: string): { readonly looks: boolean; readonly of: readonly string[] } {
  const text = readFileSync(path, 'utf8')
  const of = [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, name = '']) => resolve(dirname(path), name))
  return { looks: text.includes(`process.env['${SWITCH}']`), of }
}

/** The program of the test runner, which npm has installed. */
function tap(): string {
  const require = createRequire(import.meta.url)
  const path = require.resolve('tap/package.json')
  const { bin }: { bin: { readonly tap: string } } = JSON.parse(readFileSync(path, 'utf8'))
  return join(dirname(path), bin.tap)
}
