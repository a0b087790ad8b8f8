import type { Library } from './file-sets.ts'
import { judge, knownOf } from './judge.ts'
import { differenceOf, type Mutant, mutantOf } from './mutant.ts'
import { canShow, type PlantedFault, withFault } from './planted-faults.ts'
import { LEEWAY } from './subject.ts'

/** Which mutants are tried, and what on. */
export interface TrialTask {
  readonly seed: number
  /** Numbers of the first mutant, and of the first that is not tried. */
  readonly from: number
  readonly to: number
  /** After so many mutants that are not taken well no more are tried; 20 unless stated. */
  readonly mostFaults?: number
  readonly planted?: PlantedFault | undefined
  /** Holds the number of the mutant that is at work, for who waits for it. */
  readonly atWork?: Int32Array
}

export interface TrialReport {
  readonly tried: number
  /** How often each thing was met: a code, a mutation, an ending. */
  readonly met: ReadonlyMap<string, number>
  /** What does not hold, and how to try it again. */
  readonly faults: readonly string[]
}

/** More faults than anybody mends before the next trial. */
const MOST_FAULTS = 20

/** Tries mutants one after another. */
export async function tryMutants(
  { seed, from, to, planted, atWork, mostFaults = MOST_FAULTS }: TrialTask,
  library: Library,
): Promise<TrialReport> {
  const subject = planted === undefined ? LEEWAY : withFault(planted)
  const known = knownOf(library.results)
  const met = new Map<string, number>()
  const faults: string[] = []
  let number = from
  for (; number < to && faults.length < mostFaults; number += 1) {
    if (atWork !== undefined) Atomics.store(atWork, 0, number)
    const mutant = mutantOf(library, seed, number)
    if (planted !== undefined && !canShow(planted, mutant)) continue
    const verdict = await judge(mutant, subject, known)
    for (const each of verdict.met) met.set(each, (met.get(each) ?? 0) + 1)
    if (verdict.faults.length > 0) faults.push(`${shown(mutant)}\n  ${verdict.faults.join('\n  ')}`)
  }
  return { tried: number - from, met, faults }
}

function shown(mutant: Mutant): string {
  const { seed, number, original, spoiled, mutations } = mutant
  const of = spoiled === original.path ? spoiled : `${spoiled}, which ${original.path} reads`
  return `SEED=${seed} MUTANT=${number}: ${of}: ${mutations.join(', ')}: ${differenceOf(mutant)}`
}
