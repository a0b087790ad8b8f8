import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { bundleScenario } from '../../src/app/bundle-scenario.ts'
import { checkScenario } from '../../src/app/check-scenario.ts'
import type { Files } from '../../src/app/files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { root } from '../support/committed-scenarios.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallWhatIfs } from './small-what-ifs.ts'

/** A good scenario with every file it reads, by path; the first is the scenario itself. */
export interface FileSet {
  readonly path: string
  readonly files: Readonly<Record<string, string>>
}

/** A file set with what it gives, if it is run. */
interface RunSet extends FileSet {
  readonly result: RunResult | undefined
}

/** Sets from which mutants are made: of small ones most, of large ones now and then. */
export interface Library {
  readonly small: readonly FileSet[]
  /** Of the small ones, those that change, solve, vary or follow another. */
  readonly whatIfs: readonly FileSet[]
  readonly medium: readonly FileSet[]
  readonly large: readonly FileSet[]
  /** What those that are run give, by path. */
  readonly results: ReadonlyMap<string, RunResult>
}

/** The committed scenarios with what they read, small what-ifs on them, and small ones written out as bundles in JSON. */
export async function readLibrary(): Promise<Library> {
  const all = { ...committedFiles(), ...smallWhatIfs }
  const paths = Object.keys(all).filter((path) => path.endsWith('.yaml') && !TOO_LARGE.test(path))
  const sets = await Promise.all(paths.map(async (path) => setOf(path, all)))
  const isLarge = ({ path }: FileSet): boolean => /\/(?:demonstration|san-francisco|new-jersey)\//.test(path)
  const isMedium = ({ path }: FileSet): boolean => /\/(?:washington-dc|california)\//.test(path)
  const small = sets.filter((each) => !isLarge(each) && !isMedium(each))
  const bundles = await Promise.all(small.filter((_, i) => i % 3 === 0).map(bundleOf))
  const inJson = bundles.filter((each) => each !== undefined)
  const results = [...sets, ...inJson].map(({ path, result }) => [path, result] as const)
  return {
    results: new Map(results.filter((each): each is [string, RunResult] => each[1] !== undefined)),
    small: [...small, ...inJson],
    whatIfs: small.filter(({ path }) => Object.hasOwn(smallWhatIfs, path)),
    medium: sets.filter(isMedium),
    large: sets.filter(isLarge),
  }
}

/** Brazil's networks alone are more than all else together. */
const TOO_LARGE = /\/brazil\//

function committedFiles(): Record<string, string> {
  const paths = readdirSync(`${root}scenarios`, { recursive: true, encoding: 'utf8' })
    .map((path) => `scenarios/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:yaml|csv)$/.test(path) && !TOO_LARGE.test(path))
    .toSorted((a, b) => (a < b ? -1 : 1))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(root + path, 'utf8')]))
}

async function setOf(path: string, all: Readonly<Record<string, string>>): Promise<RunSet> {
  const read = new Set([path])
  const files = memoryFiles(all)
  const noting: Files = {
    read: async (named, beside) => {
      read.add(beside === undefined ? named : posix.join(posix.dirname(beside), named))
      return files.read(named, beside)
    },
  }
  const { result, problems } = await checkScenario(path, noting)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(`${path} is no good file: ${errors[0]?.message ?? ''}`)
  const own = Object.fromEntries([...read].map((each) => [each, all[each] ?? '']))
  return { path, files: own, result }
}

async function bundleOf({ path, files }: FileSet, number: number): Promise<RunSet | undefined> {
  const isPretty = number % 2 === 0
  const { bundle } = await bundleScenario(path, memoryFiles(files), { isPretty })
  const name = path.replace(/\.yaml$/, '.json')
  return bundle && { path: name, files: { [name]: bundle.text }, result: bundle.result }
}
