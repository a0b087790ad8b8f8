import { type SweepBaseline, variantResult } from '../contract/report/sweep-result.ts'
import type { SweepVariant } from '../contract/report/sweep-schema.ts'
import { variantValues, withParameters } from '../core/formula/vary.ts'
import { type Allocation, allocate } from '../core/funding/allocate.ts'
import type { Computation } from '../core/funding/computation.ts'
import { needsInOrder } from '../core/funding/need-order.ts'
import { tieOut } from '../core/funding/tie-out.ts'
import type { Rational } from '../core/numbers/rational.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import { escapePointer } from '../core/text/json-pointer.ts'
import { type BalancedScenario, solveScenario } from './balance-scenario.ts'
import type { ReadySweep } from './ready-sweep.ts'

/** A variant that was run: what it came to, unless problems prevented it. Warnings come with either. */
export interface RanVariant {
  /** Counted from 0. */
  readonly variant: number
  readonly run: VariantRun | undefined
  readonly problems: readonly Problem[]
}

interface VariantRun {
  readonly balanced: BalancedScenario
  readonly allocation: Allocation
  readonly computation: Computation
}

/** What is kept of a variant: its result, unless there is none, and its problems. It is the same as JSON. */
export interface VariantOutcome {
  readonly result?: SweepVariant | undefined
  readonly problems: readonly Problem[]
}

/** Runs one variant of a sweep, by itself. */
export function runVariant({ scenario, data, plan, stated }: ReadySweep, variant: number): RanVariant {
  const { parameters } = plan.variation
  const values = variantValues(plan.variation, variant)
  const set = parameters.map(({ name }, i) => ({ name, value: values[i] ?? '' }))
  const formula = withParameters(scenario.formula, scenario.parts.formula, set)
  const balanced = solveScenario({ ...scenario, formula }, data, stated)
  if (balanced.kind === 'failed') return { variant, run: undefined, problems: balanced.problems }
  const { solution } = balanced.value
  const both = parameters.find(({ name }) => name === solution?.parameter)
  const allocated = allocate(balanced.value.formula, data)
  const found = allocated.kind === 'failed' ? allocated.problems : allocated.warnings
  const problems = [...balanced.warnings, ...found, ...(both ? [solvedAnyway(both.name)] : [])]
  const run = allocated.kind === 'failed' ? undefined : { balanced: balanced.value, ...allocated.value }
  return { variant, run, problems }
}

/** Writes down what is kept of a variant; without a baseline, which is where the first has failed, its problems. */
export function variantOutcome(
  ready: ReadySweep,
  { variant, run, problems }: RanVariant,
  baseline: SweepBaseline | undefined,
): VariantOutcome {
  if (run === undefined || baseline === undefined) return { problems }
  const { scenario, plan, stated, withRows } = ready
  const { balanced, allocation } = run
  const declared = scenario.file.scenario?.budget
  const result = variantResult({
    variant,
    values: variantValues(plan.variation, variant),
    allocation,
    baseline,
    budget: { declared, baseline: stated, solution: balanced.solution },
    tieOuts: tieOut(allocation, scenario.controls),
    needs: needsOf(ready, run),
    withRows,
  })
  return { result, problems }
}

/** What the quartiles of a variant go by, school by school, where statistics are taken by it. */
export function needsOf(
  { plan, data }: ReadySweep,
  run: VariantRun,
): ReadonlyMap<string, Rational> | undefined {
  return plan.poverty && needsInOrder(plan.poverty, { ...run, formula: run.allocation.formula, data })
}

// Whatever the value, it would be put aside for the one that is solved for.
function solvedAnyway(name: string): Problem {
  return problem('VARY_PARAMETER', {
    at: { kind: 'document', pointer: `/vary/${escapePointer(name)}`, isKey: true },
    message: `${name} is solved for in every variant`,
    found: name,
    suggestion: 'vary another parameter, or do not solve for this one',
  })
}
