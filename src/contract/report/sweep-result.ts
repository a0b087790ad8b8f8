import type { CheckedFormula } from '../../core/formula/checked.ts'
import { unitText } from '../../core/formula/units.ts'
import type { Variation } from '../../core/formula/vary.ts'
import { type Allocation, fundTotals } from '../../core/funding/allocate.ts'
import type { NeedOrder } from '../../core/funding/need-order.ts'
import { byNeedQuartile, movesBetween, perStudent } from '../../core/funding/statistics.ts'
import type { TieOut } from '../../core/funding/tie-out.ts'
import { decimal, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { type Rational, subtract, sum } from '../../core/numbers/rational.ts'
import { CENTS, round } from '../../core/numbers/rounding.ts'
import type { Problem } from '../../core/problems/problem.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import { type CanonicalParts, canonicalDocument } from '../canonical/canonical-document.ts'
import { documentHash } from '../canonical/canonical-json.ts'
import { type BudgetOutcome, budgetResult } from './budget-result.ts'
import { DEMONSTRATION_NOTICE, ENGINE_VERSION } from './engine.ts'
import { exactOrNull, orNull } from './money-results.ts'
import { identity } from './run-result.ts'
import type { SweepResult, SweepVariant } from './sweep-schema.ts'

/** What every variant is held against; a base that is known by its total alone has no schools. */
export interface SweepBaseline {
  readonly total: Rational
  readonly schools: ReadonlyMap<string, Rational> | undefined
}

export interface FinishedSweep {
  readonly parts: CanonicalParts
  readonly formula: CheckedFormula
  /** What the scenario is held against, as a self-contained document states it. */
  readonly stated: object | undefined
  readonly solve: object | undefined
  readonly against: SweepBaseline & {
    readonly base: { readonly id: string; readonly name: string } | undefined
  }
  readonly variation: Variation
  /** The measure behind the quartiles, and the schools it says nothing of. */
  readonly poverty: NeedOrder | undefined
  readonly leftOut: readonly string[]
  readonly variants: readonly SweepVariant[]
  readonly warnings: readonly { readonly problem: Problem; readonly variants: number }[]
}

/** Writes a finished sweep down as the wire has it. */
export function sweepResult(sweep: FinishedSweep): SweepResult {
  const { parts, formula, against, variation, poverty, leftOut, variants, warnings } = sweep
  const { scenario } = parts.file
  const document = {
    ...canonicalDocument({ ...parts, solve: sweep.solve, baseline: sweep.stated }),
    vary: canonicalVariation(variation),
    statistics: { poverty: poverty?.name },
  }
  const own = identity(parts.file, formula)
  return {
    leeway: { engine: ENGINE_VERSION, inputs: documentHash(document) },
    scenario: {
      ...own,
      year: formula.year.label,
      currency: formula.currency,
      ...(scenario?.demonstration === 'true' && { demonstration: DEMONSTRATION_NOTICE }),
    },
    against: {
      kind: against.base === undefined ? 'first-variant' : 'base',
      id: (against.base ?? own).id,
      name: (against.base ?? own).name,
      total: fixedText(against.total),
    },
    declared: scenario?.budget ?? null,
    parameters: variation.parameters.map(({ name, values }) => ({
      name,
      unit: unitOf(name, formula),
      values: [...values],
    })),
    zip: variation.isZipped,
    poverty:
      poverty === undefined
        ? null
        : { measure: poverty.name, perPupil: poverty.isShare, leftOut: [...leftOut] },
    variants: [...variants],
    warnings: warnings
      .map(({ problem: { code, message }, variants: count }) => ({ code, message, variants: count }))
      .sort((a, b) => compareCodePoints(JSON.stringify(a), JSON.stringify(b))),
  }
}

export interface FinishedVariant {
  /** Counted from 0. */
  readonly variant: number
  readonly values: readonly string[]
  readonly allocation: Allocation
  readonly baseline: SweepBaseline
  readonly budget: BudgetOutcome
  readonly tieOuts: readonly TieOut[]
  /** What each school's quartile goes by, where statistics are taken by it. */
  readonly needs: ReadonlyMap<string, Rational> | undefined
  readonly withRows: boolean
}

/** Writes one variant of a sweep down as the wire has it; nothing of the run itself is kept. */
export function variantResult({
  variant,
  values,
  allocation,
  baseline,
  budget,
  tieOuts,
  needs,
  withRows,
}: FinishedVariant): SweepVariant {
  const { schools, total } = allocation
  const held = budgetResult(budget, allocation)
  const residuals = fundTotals(allocation).flatMap(({ residual }) =>
    residual === undefined ? [] : [residual],
  )
  const failed = tieOuts.filter(({ holds }) => !holds)
  const quartiles = needs && byNeedQuartile(schools, needs)
  return {
    variant: variant + 1,
    values: [...values],
    total: fixedText(total),
    change: fixedText(subtract(total, baseline.total)),
    solved: held?.solved ? solvedResult(held.solved) : null,
    residual: residuals.length === 0 ? null : fixedText(sum(residuals)),
    holds: held?.holds ?? true,
    failed: failed.map(({ control, computed, difference }) => ({
      of: control.of,
      computed: fixedText(computed),
      control: fixedText(control.amount),
      difference: fixedText(difference),
    })),
    ...moveResults(allocation, baseline),
    perPupil: perStudentResult(allocation),
    quartiles:
      quartiles?.map((each) => ({
        schools: each.schools,
        pupils: exactText(each.pupils),
        perPupil: each.perStudent === undefined ? null : cents(each.perStudent),
      })) ?? null,
    ...(withRows && { schools: schoolResults(allocation, baseline) }),
  }
}

/** The values of a sweep in the form that its hash is taken of; their order is part of it. */
function canonicalVariation({ parameters, isZipped }: Variation): object {
  return {
    zip: isZipped,
    parameters: parameters.map(({ name, values }) => ({
      name,
      values: values.map((value) => exactText(decimal(value))),
    })),
  }
}

/** Unit of a parameter, or of the one that a name such as `rate.ES` is an entry of. */
function unitOf(name: string, { parameters }: CheckedFormula): string {
  const own = [...parameters.values()]
    .filter((each) => name === each.name || name.startsWith(`${each.name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0]
  return own === undefined ? '' : unitText(own.unit)
}

function solvedResult({
  parameter,
  value,
  residual,
}: NonNullable<NonNullable<ReturnType<typeof budgetResult>>['solved']>): SweepVariant['solved'] {
  return { parameter, value, residual }
}

function moveResults(
  { schools }: Allocation,
  baseline: SweepBaseline,
): Pick<SweepVariant, 'increases' | 'decreases' | 'unchanged'> {
  if (baseline.schools === undefined) return { increases: null, decreases: null, unchanged: null }
  const totals = new Map(schools.map(({ id, total }) => [id, total]))
  const { increases, decreases, unchanged } = movesBetween(baseline.schools, totals)
  const written = (move: typeof increases) => ({ schools: move.schools, amount: fixedText(move.amount) })
  return { increases: written(increases), decreases: written(decreases), unchanged }
}

function perStudentResult({ schools }: Allocation): SweepVariant['perPupil'] {
  const found = perStudent(schools)
  if (found === undefined) return null
  return { least: cents(found.least), median: cents(found.median), greatest: cents(found.greatest) }
}

function schoolResults(
  { schools, shown }: Allocation,
  baseline: SweepBaseline,
): NonNullable<SweepVariant['schools']> {
  return schools
    .filter(({ id }) => shown.has(id))
    .map(({ id, name, pupils, total, perPupil }) => {
      const before = baseline.schools?.get(id)
      const change = before === undefined ? total : subtract(total, before)
      return {
        id,
        name,
        pupils: exactOrNull(pupils),
        total: fixedText(total),
        change: baseline.schools === undefined ? null : fixedText(change),
        perPupil: orNull(perPupil),
      }
    })
}

function cents(amount: Rational): string {
  return fixedText(round(amount, CENTS))
}
