import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { SweepBaseline } from '../contract/report/sweep-result.ts'
import type { SweepResult } from '../contract/report/sweep-schema.ts'
import type { Baseline } from './balance-scenario.ts'
import { beginSweep } from './begun-sweep.ts'
import type { Files } from './files.ts'
import { loadScenario } from './load-scenario.ts'
import type { ReadySweep } from './ready-sweep.ts'
import { earlierRuns } from './run-scenario.ts'
import { runVariant, type VariantOutcome, variantOutcome } from './run-variant.ts'
import { variantsInOrder } from './variants-in-order.ts'

export interface SweepWish {
  /** School rows for every variant. */
  readonly withRows: boolean
  /** Told how many variants are done, after each or after several, and answers whether to go on. */
  step(done: number, of: number): Promise<boolean>
  /** Runs the variants after the first; in this thread and one after another unless stated. */
  readonly runVariants?: RunVariants
}

/**
 * Runs variants wherever and in whatever order it likes, and hands each in once; the result is the same. It ends when
 * all are handed in or no more is wanted.
 */
export type RunVariants = (rest: RestOfSweep, take: TakeVariants) => Promise<void>

/** Takes the outcomes of variants that follow each other, from one on, and answers whether more is wanted. */
export type TakeVariants = (from: number, outcomes: readonly VariantOutcome[]) => Promise<boolean>

/** The variants that are still to be run. */
export interface RestOfSweep {
  /** Counted from 0. */
  readonly from: number
  /** The end, exclusive. */
  readonly to: number
  /** Runs one of them in this thread. */
  readonly run: RunVariant
  /** What another thread needs to run them too. */
  readonly share: SweepShare
}

export type RunVariant = (variant: number) => VariantOutcome

/** A sweep as plain values, for another thread that reads the same files. */
export interface SweepShare {
  readonly path: string
  readonly withRows: boolean
  readonly stated: Baseline | undefined
  /** What variants are held against; unknown where the first has failed, and there will be no result. */
  readonly against: SweepBaseline | undefined
}

/** A sweep is whole or there is none; `isStopped` when it was told not to go on. */
export interface SweepOutcome {
  readonly sweep: SweepResult | undefined
  readonly problems: readonly LocatedProblem[]
  readonly isStopped: boolean
}

/** Loads a scenario once and runs every variant of it, keeping of each only what is reported. */
export async function sweepScenario(path: string, files: Files, wish: SweepWish): Promise<SweepOutcome> {
  const begun = await beginSweep(path, files, wish)
  if (begun.kind === 'failed') return { sweep: undefined, problems: begun.problems, isStopped: false }
  const { variation, stated, against, run } = begun
  const swept = variantsInOrder(variation)
  let done = 0
  let isStopped = false
  const take: TakeVariants = async (from, outcomes) => {
    if (isStopped || swept.isSettled()) return false
    swept.put(from, outcomes)
    done += outcomes.length
    if (!(await wish.step(done, variation.count))) isStopped = true
    return !isStopped && !swept.isSettled()
  }
  if (await take(0, [run(0)])) {
    const share = { path, withRows: wish.withRows, stated, against }
    const runVariants = wish.runVariants ?? oneAfterAnother
    await runVariants({ from: 1, to: variation.count, run, share }, take)
  }
  if (isStopped) return { sweep: undefined, problems: [], isStopped }
  if (!swept.isSettled()) throw new Error('a variant of the sweep has come to no outcome')
  return { ...begun.finish(swept), isStopped }
}

/** Loads again, from the same files, a sweep that another thread has begun, and gives what runs its variants. */
export async function joinSweep(share: SweepShare, files: Files): Promise<RunVariant> {
  const { path, withRows, stated, against } = share
  const { scenario } = await loadScenario(path, files, earlierRuns(path, files))
  if (scenario?.sweep === undefined || scenario.data === undefined)
    throw new Error(`${path} was swept before, and cannot be now`)
  const ready: ReadySweep = { scenario, data: scenario.data, plan: scenario.sweep, stated, withRows }
  return (variant) => variantOutcome(ready, runVariant(ready, variant), against)
}

const oneAfterAnother: RunVariants = async ({ from, to, run }, take) => {
  for (let variant = from; variant < to; variant += 1) {
    if (!(await take(variant, [run(variant)]))) return
  }
}
