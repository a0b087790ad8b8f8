import { createHash } from 'node:crypto'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { PROBLEM_CODES } from '../../src/core/problems/codes.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { leaksOf } from './conserved.ts'
import type { Mutant } from './mutant.ts'
import { otherUses } from './other-uses.ts'
import type { Subject } from './subject.ts'

/** What has come of good files and mutants so far. */
export interface Known {
  /** A digest of the result by the hash of its inputs. */
  readonly results: Map<string, string>
  /** Hashes of the inputs of the good files, by path. */
  readonly originals: ReadonlyMap<string, string>
}

export function knownOf(good: ReadonlyMap<string, RunResult>): Known {
  return {
    results: new Map([...good.values()].map((each) => [each.leeway.inputs, digestOf(JSON.stringify(each))])),
    originals: new Map([...good].map(([path, { leeway }]) => [path, leeway.inputs])),
  }
}

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** What was met in a mutant, and what is wrong with how it was taken. */
export interface Verdict {
  readonly met: readonly string[]
  readonly faults: readonly string[]
}

/** Processor time that one use of one mutant may take. */
const MOST_SECONDS = 2

/** Checks and runs a mutant, and every tenth one in all other ways, and tells what does not hold. */
export async function judge(mutant: Mutant, subject: Subject, known: Known): Promise<Verdict> {
  const met = mutant.mutations.map((name) => `mutation: ${name}`)
  const faults: string[] = []
  const timed = async <T>(what: string, use: () => Promise<T>): Promise<T | undefined> => {
    const before = process.threadCpuUsage()
    try {
      return await use()
    } catch (thrown) {
      faults.push(`${what} threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`)
      return undefined
    } finally {
      const { user, system } = process.threadCpuUsage(before)
      const seconds = (user + system) / 1e6
      if (seconds > MOST_SECONDS) faults.push(`${what} took ${seconds.toFixed(1)} s of processor time`)
    }
  }
  await timed('a check or a run', async () => checkAndRun(mutant, { subject, known, met, faults }))
  const isTenth = mutant.number % 10 === 0
  for (const [name, use] of Object.entries(otherUses)) {
    // What varies parameters can only be swept.
    if (isTenth || (name === 'sweep' && met.includes('code: VARY_SWEEP'))) {
      const told = await timed(name, async () => use(mutant))
      if (told === undefined) continue
      met.push(`${name}: ${told.isWhole ? 'whole' : 'problems'}`)
      faults.push(
        ...told.faults,
        ...problemFaults(told, mutant, { isPlaced: isPlaced(name) }).map((each) => `${name}: ${each}`),
      )
    }
  }
  const polluted = pollution()
  if (polluted.length > 0) faults.push(`every object has changed: ${polluted.join(', ')}`)
  return { met, faults }
}

/** Those that ask for more than the file have problems of what was asked for, which stand in no file. */
function isPlaced(use: string): boolean {
  return ['bundle', 'sweep', 'format'].includes(use)
}

interface Judging {
  readonly subject: Subject
  readonly known: Known
  readonly met: string[]
  readonly faults: string[]
}

async function checkAndRun(mutant: Mutant, { subject, known, met, faults }: Judging): Promise<void> {
  const { path } = mutant.original
  const files = memoryFiles(mutant.files)
  const check = await subject.check(path, files)
  const { run, problems } = await subject.run(path, files)
  const isWhole = run !== undefined
  faults.push(
    ...problemFaults({ isWhole, problems }, mutant, { isPlaced: true }),
    ...problemFaults({ isWhole: check.summary !== undefined, problems: check.problems }, mutant, {
      isPlaced: true,
    }),
  )
  met.push(...new Set(problems.map(({ code }) => `code: ${code}`)), isWhole ? 'it ran' : 'it was refused')
  const bytes = JSON.stringify(run?.result)
  // A file that is swept is not run, and a check takes the file's own values.
  const isSwept = problems.some(({ code }) => code === 'VARY_SWEEP')
  if (!isSwept && bytes !== JSON.stringify(check.result))
    faults.push('a check gives another result than a run')
  if (isWhole && JSON.stringify(problems) !== JSON.stringify(check.problems))
    faults.push('a check has other warnings than a run')
  if (run === undefined) return
  faults.push(...leaksOf(run))
  const { inputs } = run.result.leeway
  const digest = digestOf(bytes)
  const before = known.results.get(inputs)
  if (before !== undefined && before !== digest) faults.push('the same inputs gave other bytes')
  if (before !== undefined) met.push('it says what was run before')
  if (inputs === known.originals.get(path)) met.push('it says what its original says')
  else met.push('it says something else than its original')
  known.results.set(inputs, digest)
}

interface Told {
  readonly isWhole: boolean
  readonly problems: readonly LocatedProblem[]
}

/** What is wrong with the problems of a mutant: none where there is no result, an unknown code, no place. */
function problemFaults(
  { isWhole, problems }: Told,
  { files }: Mutant,
  { isPlaced }: { readonly isPlaced: boolean },
): string[] {
  const hasError = problems.some(({ severity }) => severity === 'error')
  const faults = problems.flatMap((each) => {
    const told = JSON.stringify({ ...each, where: { ...each.where, excerpt: undefined } })
    const wrong = [
      !Object.hasOwn(PROBLEM_CODES, each.code) && 'a code that is not in the catalogue',
      each.message.trim() === '' && 'no message',
      /\bundefined\b|\bNaN\b|\[object /.test(each.message) && !isWritten(files) && 'a word of the machine',
      isPlaced && placeFault(each, files),
    ]
    return wrong.flatMap((what) => (typeof what === 'string' ? [`${what}: ${told}`] : []))
  })
  if (isWhole && hasError) faults.push('there is a result beside errors')
  if (!isWhole && !hasError) faults.push('there is neither a result nor an error')
  return faults
}

/** Whether the machine's word was the author's: mutants are made of such words too. */
function isWritten(files: Mutant['files']): boolean {
  return Object.values(files).some((content) => {
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
    return /undefined|NaN/.test(text)
  })
}

function placeFault({ where }: LocatedProblem, files: Mutant['files']): string | undefined {
  const { file, line, column, excerpt } = where
  if (file === undefined) return 'no file'
  const content = Object.hasOwn(files, file) ? files[file] : undefined
  if (content === undefined) return line === undefined ? undefined : 'a line of a file that is not there'
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  const lines = text.split('\n')
  if (line !== undefined && (line < 1 || line > lines.length)) return 'a line that is not there'
  const written = lines[(line ?? 1) - 1] ?? ''
  if (column !== undefined && (column < 1 || column > written.length + 2)) return 'a column that is not there'
  if (
    excerpt !== undefined &&
    !(excerpt.from >= 0 && excerpt.from <= excerpt.to && excerpt.to <= excerpt.text.length)
  )
    return 'a stretch that is not there'
  return undefined
}

const BUILT_IN = [Object, Array, Function, String, Number, Map, Set].map((each) => each.prototype)
const asBuilt = BUILT_IN.map(namesIn)

function namesIn(prototype: object): readonly string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(
    ([name, { value }]) => `${name} ${typeof value}`,
  )
}

/** What the built-in objects have now, and had not when this file was loaded. */
function pollution(): string[] {
  return BUILT_IN.flatMap((each, i) => {
    const before = new Set(asBuilt[i])
    return namesIn(each).filter((name) => !before.has(name))
  })
}
