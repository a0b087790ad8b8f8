import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type SweepBaseline, sweepResult } from '../contract/report/sweep-result.ts'
import type { SweepResult } from '../contract/report/sweep-schema.ts'
import type { Variation } from '../core/formula/vary.ts'
import type { Allocation } from '../core/funding/allocate.ts'
import { hasErrors } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { type ReadySweep, readSweepScenario, type SweepBase, totalsOf } from './ready-sweep.ts'
import { needsOf, runVariant, type VariantOutcome, variantOutcome } from './run-variant.ts'
import type { VariantsInOrder } from './variants-in-order.ts'

/** A scenario that varies something, loaded, with its base and its first variant run. */
export interface BegunSweep {
  readonly kind: 'begun'
  readonly variation: Variation
  /** Schools, and lines and adjustments of the formula: what one variant takes to compute goes by their product. */
  readonly size: { readonly schools: number; readonly lines: number }
  /** What the scenario is held against, as a self-contained document states it. */
  readonly stated: ReadySweep['stated']
  /** What variants are held against; unknown where the first has failed, and there will be no result. */
  readonly against: SweepBaseline | undefined
  /** Runs a variant, counted from 0. */
  readonly run: (variant: number) => VariantOutcome
  /** What all variants together come to, or why there is no result. */
  readonly finish: (swept: VariantsInOrder) => FinishedOutcome
}

interface FinishedOutcome {
  readonly sweep: SweepResult | undefined
  readonly problems: readonly LocatedProblem[]
}

type SweepBeginning = BegunSweep | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }

/** Begins a sweep, whoever runs its variants and wherever: its result is the same. */
export async function beginSweep(
  path: string,
  files: Files,
  wish: { readonly withRows: boolean },
): Promise<SweepBeginning> {
  const reading = await readSweepScenario(path, files, wish)
  if (reading.kind === 'failed') return reading
  const { ready, base, met, locate } = reading
  const { scenario, data, plan, stated } = ready
  const { variation, poverty } = plan
  const { outcome, against, facts } = firstVariant(ready, base)
  return {
    kind: 'begun',
    variation,
    size: {
      schools: data.schools.length,
      lines: scenario.formula.lines.length + scenario.formula.adjustments.length,
    },
    stated,
    against,
    run: (variant) => (variant === 0 ? outcome : variantOutcome(ready, runVariant(ready, variant), against)),
    finish(swept) {
      const noted = swept.problems()
      const problems = [...met, ...noted.map((each) => each.problem)]
      const located = problems.map(locate)
      if (hasErrors(problems) || against === undefined || facts === undefined)
        return { sweep: undefined, problems: located }
      const sweep = sweepResult({
        ...facts,
        against: { ...against, base },
        parts: scenario.parts,
        formula: scenario.formula,
        stated,
        variation,
        poverty,
        variants: swept.variants,
        warnings: [...met.map((each) => ({ problem: each, variants: variation.count })), ...noted],
      })
      return { sweep, problems: located }
    },
  }
}

/** What all variants share, known once the first has run. */
interface FirstVariant {
  readonly outcome: VariantOutcome
  readonly against: SweepBaseline | undefined
  readonly facts: { readonly solve: object | undefined; readonly leftOut: readonly string[] } | undefined
}

function firstVariant(ready: ReadySweep, base: SweepBase | undefined): FirstVariant {
  const ran = runVariant(ready, 0)
  const { run } = ran
  if (run === undefined) return { outcome: { problems: ran.problems }, against: undefined, facts: undefined }
  const against = base ?? totalsOf(run.allocation)
  const needs = needsOf(ready, run)
  const leftOut = needs === undefined ? [] : idsWithout(needs, run.allocation)
  const facts = { solve: run.balanced.solve, leftOut }
  return { outcome: variantOutcome(ready, ran, against), against, facts }
}

function idsWithout(needs: ReadonlyMap<string, unknown>, { schools }: Allocation): string[] {
  return schools.filter(({ id }) => !needs.has(id)).map(({ id }) => id)
}
