import type { SweepVariant } from '../contract/report/sweep-schema.ts'
import type { Variation } from '../core/formula/vary.ts'
import type { VariantOutcome } from './run-variant.ts'
import { createVariantProblems, type VariantProblem } from './variant-problems.ts'

/** Outcomes of a sweep put together in the order of the variants, whatever the order they come in. */
export interface VariantsInOrder {
  /** Takes the outcomes of variants that follow each other, from the one named on, counted from 0. */
  put(from: number, outcomes: readonly VariantOutcome[]): void
  /** Whether nothing more is needed: all variants are there, or so many have failed that the others need not be. */
  isSettled(): boolean
  readonly variants: readonly SweepVariant[]
  problems(): readonly VariantProblem[]
}

/** All of a sweep, unless another variant is the first that is waited for. */
export function variantsInOrder(variation: Variation, first = 0): VariantsInOrder {
  const found = createVariantProblems(variation)
  const variants: SweepVariant[] = []
  const waiting = new Map<number, readonly VariantOutcome[]>()
  let next = first
  const isSettled = (): boolean => found.isHopeless() || next >= variation.count
  return {
    put(from, outcomes) {
      waiting.set(from, outcomes)
      for (let range = waiting.get(next); range !== undefined && !isSettled(); range = waiting.get(next)) {
        waiting.delete(next)
        for (const { result, problems } of range) {
          // What comes after the last failure that was waited for is unknown to a sweep in one thread.
          if (isSettled()) break
          found.note(problems, next)
          if (result !== undefined) variants.push(result)
          next += 1
        }
      }
    },
    isSettled,
    variants,
    problems: () => found.all(),
  }
}
