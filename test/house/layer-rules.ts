import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'

interface Layer {
  /** Other layers whose modules this one may import, by value or by type. */
  readonly sees: readonly string[]
  /** Installed packages it may import, as paths under node_modules. */
  readonly packages: readonly string[]
  readonly node: boolean
}

/** What `src` may import. A folder that is not listed here belongs to nobody, and the gate says so. */
const layers: Readonly<Record<string, Layer>> = {
  core: { sees: [], packages: ['decimal.js'], node: false },
  contract: {
    sees: ['core'],
    packages: ['zod', 'yaml', 'jsonc-parser', '@noble/hashes', 'hucre'],
    node: false,
  },
  app: { sees: ['contract', 'core'], packages: [], node: false },
  store: {
    sees: ['app', 'contract', 'core'],
    packages: ['kysely', 'pg', 'pg-boss', 'pg-copy-streams'],
    node: true,
  },
  office: { sees: ['app', 'contract', 'core', 'store'], packages: ['fflate'], node: true },
  http: {
    sees: ['app', 'contract', 'core'],
    packages: [
      'fastify',
      '@fastify/compress',
      '@fastify/cookie',
      '@fastify/csrf-protection',
      '@fastify/helmet',
      '@fastify/swagger',
      'prom-client',
    ],
    node: true,
  },
  // Pages on paper: what needs a typeface and a disk to read it from.
  paper: {
    sees: ['contract', 'core'],
    packages: ['@expo-google-fonts/arimo', 'fontkit', 'pdfkit'],
    node: true,
  },
  worker: { sees: ['app', 'contract', 'core', 'paper'], packages: [], node: true },
  jobs: { sees: ['app', 'contract', 'core', 'office', 'store'], packages: [], node: true },
  // One command starts the service; the others can ask one.
  cli: {
    sees: ['app', 'client', 'contract', 'core', 'http', 'jobs', 'office', 'paper', 'store', 'worker'],
    packages: ['string-width'],
    node: true,
  },
  client: { sees: ['contract', 'core'], packages: [], node: false },
  web: { sees: ['client', 'contract', 'core'], packages: [], node: false },
}

/** What each folder of the core may import from the others. */
const coreFolders: Readonly<Record<string, readonly string[]>> = {
  text: [],
  numbers: ['text'],
  problems: ['text'],
  formula: ['numbers', 'problems', 'text'],
  data: ['formula', 'numbers', 'problems', 'text'],
  columns: ['formula', 'numbers', 'text'],
  funding: ['columns', 'data', 'formula', 'numbers', 'problems', 'text'],
  ledger: ['funding', 'numbers', 'problems', 'text'],
}

/** decimal.js rounds to 20 digits unless told otherwise: one file tells it, and only that file has it. */
const decimalOwner = 'src/core/numbers/decimal.ts'

/** A module that stands in for another where Node runs it; `imports` of package.json names both. */
const nodeTwin = 'src/contract/canonical/sha256-node.ts'

export interface Survey {
  /** TypeScript files under src that the cruiser read. */
  readonly modules: readonly string[]
  /** One sentence each: the rule broken, the file, what it imports. */
  readonly findings: readonly string[]
}

/** Reads the imports of `<root>/src`, those of types too, and holds them against the rules. */
export async function surveyLayers(root: string): Promise<Survey> {
  const { output } = await cruise(
    ['src'],
    {
      baseDir: root,
      validate: true,
      ruleSet: ruleSet(),
      tsPreCompilationDeps: true,
      doNotFollow: { path: '(^|/)node_modules/' },
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  )
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text, not with a result')
  const modules = sourcePaths(output)
  return {
    modules: modules.filter((path) => path.endsWith('.ts')),
    findings: [...modules.flatMap(findUnplaced), ...output.summary.violations.map(describe)],
  }
}

function sourcePaths(result: ICruiseResult): string[] {
  return result.modules.map((module) => module.source).filter((path) => path.startsWith('src/'))
}

function findUnplaced(path: string): string[] {
  const [, layer = '', folder = ''] = path.split('/')
  if (!(layer in layers)) return [`no-such-layer: ${path}`]
  if (layer === 'core' && !(folder in coreFolders)) return [`no-such-core-folder: ${path}`]
  return []
}

function describe(violation: ICruiseResult['summary']['violations'][number]): string {
  return `${violation.rule.name}: ${violation.from} -> ${violation.to}`
}

function ruleSet(): IFlattenedRuleSet {
  return {
    forbidden: [
      { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
      { name: 'must-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
      { name: 'not-from-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|\\.ci)/' } },
      {
        name: 'one-owner-of-decimal',
        severity: 'error',
        from: { path: '^src/', pathNot: `^${escaped(decimalOwner)}$` },
        to: { path: packagePath(['decimal.js']) },
      },
      ...Object.entries(layers).flatMap(([name, layer]) => layerRules(name, layer)),
      ...Object.entries(coreFolders).map(([name, sees]) => ({
        name: `core-${name}-sees`,
        severity: 'error' as const,
        from: { path: `^src/core/${name}/` },
        to: { path: '^src/core/', pathNot: `^src/core/(${[name, ...sees].join('|')})/` },
      })),
    ],
  }
}

function layerRules(name: string, layer: Layer): NonNullable<IFlattenedRuleSet['forbidden']> {
  const from = { path: `^src/${name}/` }
  const severity = 'error' as const
  return [
    {
      name: `${name}-sees`,
      severity,
      from,
      to: { path: '^src/', pathNot: `^src/(${[name, ...layer.sees].join('|')})/` },
    },
    {
      name: `${name}-packages`,
      severity,
      from,
      to: {
        path: '(^|/)node_modules/',
        ...(layer.packages.length > 0 && { pathNot: packagePath(layer.packages) }),
      },
    },
    ...(layer.node
      ? []
      : [
          {
            name: `${name}-without-node`,
            severity,
            from: { ...from, pathNot: `^${escaped(nodeTwin)}$` },
            to: { dependencyTypes: ['core' as const] },
          },
        ]),
  ]
}

function packagePath(packages: readonly string[]): string {
  return `(^|/)node_modules/(${packages.map(escaped).join('|')})/`
}

function escaped(path: string): string {
  return path.replaceAll('.', '\\.')
}
