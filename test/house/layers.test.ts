import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { surveyLayers } from './layer-rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

t.test('imports in src point only the way the layers allow', async (t) => {
  const { findings } = await surveyLayers(root)
  t.strictSame(findings, [])
})

t.test('the survey read every TypeScript file of src', async (t) => {
  // With only TypeScript 7 installed the cruiser reads no .ts file, finds nothing and passes.
  const { modules } = await surveyLayers(root)
  const onDisk = typescriptFiles(root)
  t.ok(onDisk.length > 0, 'src has TypeScript files')
  t.strictSame([...modules].sort(byText), onDisk)
})

t.test('a planted import against the layers is found', async (t) => {
  const planted: readonly Planted[] = [
    { rule: 'core-sees', files: { 'core/data/a.ts': see('../../contract/b.ts'), 'contract/b.ts': leaf } },
    {
      rule: 'core-sees',
      files: {
        'core/data/a.ts': `import type { B } from '../../contract/b.ts'\nexport type A = B`,
        'contract/b.ts': 'export interface B { readonly b: 1 }',
      },
    },
    { rule: 'contract-sees', files: { 'contract/a.ts': see('../app/b.ts'), 'app/b.ts': leaf } },
    { rule: 'app-sees', files: { 'app/a.ts': see('../store/b.ts'), 'store/b.ts': leaf } },
    { rule: 'cli-sees', files: { 'cli/a.ts': see('../web/b.ts'), 'web/b.ts': leaf } },
    { rule: 'web-sees', files: { 'web/a.ts': see('../app/b.ts'), 'app/b.ts': leaf } },
    { rule: 'core-without-node', files: { 'core/data/a.ts': see('node:fs') } },
    { rule: 'contract-without-node', files: { 'contract/a.ts': see('node:path') } },
    { rule: 'app-without-node', files: { 'app/a.ts': see('node:fs/promises') } },
    { rule: 'core-packages', files: { 'core/data/a.ts': see('zod') } },
    { rule: 'contract-packages', files: { 'contract/a.ts': see('csv-parse/sync') } },
    { rule: 'app-packages', files: { 'app/a.ts': see('yaml') } },
    { rule: 'one-owner-of-decimal', files: { 'core/numbers/a.ts': see('decimal.js') } },
    { rule: 'must-resolve', files: { 'core/data/a.ts': see('./nowhere.ts') } },
    { rule: 'no-cycles', files: { 'app/a.ts': see('./b.ts'), 'app/b.ts': see('./a.ts') } },
    {
      rule: 'core-numbers-sees',
      files: { 'core/numbers/a.ts': see('../problems/b.ts'), 'core/problems/b.ts': leaf },
    },
    {
      rule: 'core-problems-sees',
      files: { 'core/problems/a.ts': see('../numbers/b.ts'), 'core/numbers/b.ts': leaf },
    },
    {
      rule: 'core-formula-sees',
      files: { 'core/formula/a.ts': see('../data/b.ts'), 'core/data/b.ts': leaf },
    },
    {
      rule: 'core-data-sees',
      files: { 'core/data/a.ts': see('../funding/b.ts'), 'core/funding/b.ts': leaf },
    },
    { rule: 'no-such-layer', files: { 'elsewhere/a.ts': leaf } },
    { rule: 'no-such-core-folder', files: { 'core/a.ts': leaf } },
  ]
  for (const { rule, files } of planted) {
    const { findings } = await surveyLayers(t.testdir({ src: asTree(files) }))
    t.match(
      findings,
      [new RegExp(`^${rule}: `)],
      `${rule} speaks, and nothing else does: ${findings.join('; ')}`,
    )
  }
})

t.test('imports along the layers are allowed', async (t) => {
  const files = {
    'core/numbers/decimal.ts': see('decimal.js'),
    'contract/digest.ts': see('@noble/hashes/sha2.js'),
    'core/funding/pool.ts': see('../numbers/decimal.ts'),
    'contract/scenario.ts': `${see('zod')}${see('yaml')}${see('jsonc-parser')}${see('../core/funding/pool.ts')}`,
    'app/run.ts': see('../contract/scenario.ts'),
    'cli/main.ts': `${see('node:process')}${see('../app/run.ts')}`,
  }
  const { findings, modules } = await surveyLayers(t.testdir({ src: asTree(files) }))
  t.strictSame(findings, [])
  t.equal(modules.length, Object.keys(files).length)
})

interface Planted {
  readonly rule: string
  /** Path under src to source text. */
  readonly files: Readonly<Record<string, string>>
}

type Tree = { [name: string]: string | Tree }

const leaf = 'export const leaf = 1\n'

function see(target: string): string {
  return `import '${target}'\n`
}

function asTree(files: Readonly<Record<string, string>>): Tree {
  const tree: Tree = {}
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split('/')
    const file = folders.pop() ?? path
    let at = tree
    for (const folder of folders) {
      const next = at[folder] ?? {}
      if (typeof next === 'string') throw new Error(`${folder} is a file already`)
      at[folder] = next
      at = next
    }
    at[file] = text
  }
  return tree
}

function typescriptFiles(base: string): string[] {
  return readdirSync(`${base}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .sort(byText)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
