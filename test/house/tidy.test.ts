import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { findBadName, findForeignPlaces, findLockAddresses } from './file-rules.ts'
import { findInSource, mostLines, type Source } from './source-rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const paths = ownFiles()

t.test('every source file keeps the house rules', async (t) => {
  const sources = paths.filter((path) => /^src\/.*\.m?ts$|^src\/.*\.mjs$/.test(path)).map(read)
  t.ok(sources.length > 0, 'src has source files')
  t.strictSame(sources.flatMap(findInSource), [])
})

t.test('every file name in src and test tells what is inside', async (t) => {
  t.strictSame(paths.filter((path) => /^(?:src|test)\/.*\.m?[jt]s$/.test(path)).flatMap(findBadName), [])
})

t.test('no file names a registry or a place on one machine', async (t) => {
  const sources = paths.map(read).filter(({ text }) => !text.includes('\0'))
  t.strictSame(
    sources.flatMap(({ path, text }) => findForeignPlaces(path, text)),
    [],
  )
})

t.test('the locks hold no address, and every platform', async (t) => {
  for (const folder of ['.', 'test/bench']) {
    t.strictSame(findLockAddresses(read(`${folder}/package-lock.json`).text), [], folder)
    const answer = execFileSync(process.execPath, ['.ci/complete-lock.mjs', '--check', folder], {
      cwd: root,
      encoding: 'utf8',
    })
    t.equal(answer, 'The lock is complete.\n', folder)
  }
})

t.test('what the core may not say is found', async (t) => {
  const planted = [
    'const now = Date.now()',
    'const now = new Date()',
    'const chance = Math.random()',
    'process.exit(1)',
    "console.log('x')",
    'setTimeout(run, 1)',
    "fetch('x')",
    "eval('1')",
    "new Function('return 1')",
    "new Intl.NumberFormat('en')",
    'const text = amount.toLocaleString()',
    'const order = a.localeCompare(b)',
    "const amount = parseFloat('1')",
    "const amount = Number.parseFloat('1')",
    "const fs = require('fs')",
    'const all = globalThis',
  ]
  for (const text of planted) t.equal(findIn('src/core/data/a.ts', text).length, 1, text)
  for (const text of [
    "const text = 'new Date()' // Date.now()",
    'row.process = { fetch: 1 }',
    'const x = Math.max(1, 2)',
  ])
    t.strictSame(findIn('src/core/data/a.ts', text), [], text)
  t.strictSame(findIn('src/cli/a.ts', 'process.exit(new Date().getDay())'), [])
})

t.test('what no browser knows is found in the contract and the use cases', async (t) => {
  for (const path of ['src/contract/a.ts', 'src/app/a.ts']) {
    t.strictSame(findIn(path, '\nconst x = process.env'), [`${path}:2: process is not for this layer`])
    t.equal(findIn(path, "const x = Buffer.from('')").length, 1)
  }
})

t.test('a pattern that repeats up to the end from every place is found', async (t) => {
  for (const pattern of ['/\\s+$/', '/0*$/', '/(a|b)+$/u', '/([0-9]{2,})$/'])
    t.equal(findIn('src/cli/a.ts', `const x = text.replace(${pattern}, '')`).length, 1, pattern)
  for (const pattern of ['/^\\s+$/', '/\\s+/', '/[.]$/', '/\\+\\$/'])
    t.strictSame(findIn('src/cli/a.ts', `const x = text.replace(${pattern}, '')`), [], pattern)
})

t.test('a default export is found', async (t) => {
  t.equal(findIn('src/app/a.ts', 'export default 1').length, 1)
  t.equal(findIn('src/app/a.ts', 'export default function run() {}').length, 1)
  t.equal(findIn('src/app/a.ts', 'const a = 1\nexport { a as default }').length, 1)
  t.strictSame(findIn('src/app/a.ts', 'switch (1) { default: }'), [])
})

t.test('a file past its lines is found', async (t) => {
  const line = 'export const a = 1\n'
  t.strictSame(findIn('src/app/a.ts', line.repeat(mostLines.file)), [])
  t.equal(findIn('src/app/a.ts', line.repeat(mostLines.file + 1)).length, 1)
})

t.test('a function past its lines is found, a table is not', async (t) => {
  const inside = (lines: number): string => '\n  run()'.repeat(lines - 2)
  t.strictSame(findIn('src/app/a.ts', `function a() {${inside(mostLines.function)}\n}`), [])
  t.equal(findIn('src/app/a.ts', `function a() {${inside(mostLines.function + 1)}\n}`).length, 1)
  t.equal(findIn('src/app/a.ts', `const a = () => {${inside(mostLines.function + 1)}\n}`).length, 1)
  const rows = '\n  { code: 1 },'.repeat(mostLines.function)
  t.strictSame(findIn('src/app/a.ts', `const rows = [${rows}\n]`), [])
  t.strictSame(findIn('src/app/a.ts', `function rows() { return [${rows}\n] }`), [])
  t.strictSame(findIn('src/app/a.ts', `const rows = () => ([${rows}\n])`), [])
})

t.test('unfinished work is found', async (t) => {
  t.equal(findIn('src/app/a.ts', `// ${'TO'}${'DO'}: later`).length, 1)
})

t.test('a file name that tells nothing is found', async (t) => {
  for (const path of ['src/core/utils.ts', 'src/app/index.ts', 'src/app/holdHarmless.ts', 'src/App/pool.ts'])
    t.equal(findBadName(path).length, 1, path)
  for (const path of [
    'src/core/numbers/hold-harmless.ts',
    'test/core/hold-harmless.test.ts',
    'src/cli/leeway.mjs',
  ])
    t.strictSame(findBadName(path), [], path)
})

t.test('a registry and a place on one machine are found', async (t) => {
  const host = ['registry', 'example', 'org'].join('.')
  const place = ['', 'home', 'ann', 'x'].join('/')
  const drive = ['C:', 'Data'].join('\\')
  for (const text of [`https://${host}/x`, `see ${place}`, `at:${place}`, `file://${place}`, `in '${drive}'`])
    t.equal(findForeignPlaces('a.md', `\n${text}`).length, 1, text)
  for (const text of [
    'https://example.org/home/page',
    'the registry. Example',
    './tmp/x',
    'src/work/x',
    'A:\\n',
  ])
    t.strictSame(findForeignPlaces('a.md', text), [], text)
})

t.test('an address in the lock is found', async (t) => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } }
  t.strictSame(findLockAddresses(JSON.stringify(lock)), [])
  t.equal(
    findLockAddresses(JSON.stringify({ packages: { a: { resolved: 'https://example.org' } } })).length,
    1,
  )
})

function findIn(path: string, text: string): string[] {
  return findInSource({ path, text })
}

/** Tracked files, and those a commit would add: the gate must speak before the commit. */
function ownFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(`${root}/${path}`))
}

function read(path: string): Source {
  return { path, text: readFileSync(`${root}/${path}`, 'utf8') }
}
