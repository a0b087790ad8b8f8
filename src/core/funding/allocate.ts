import type { CheckedFormula, PublishedTarget } from '../formula/checked.ts'
import type { Flexibility } from '../formula/definition.ts'
import { divide, isZero, type Rational, subtract, sum } from '../numbers/rational.ts'
import { CENTS, type Rounding, round } from '../numbers/rounding.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import {
  type AdjustmentLine,
  type AppliedAdjustment,
  adjustmentLines,
} from './adjustments/apply-adjustments.ts'
import { type Computation, compute } from './compute.ts'
import { Failure, type Result } from './failure.ts'
import { failureProblems } from './failure-problems.ts'
import type { RunData } from './run-data.ts'

/** One line's money at one school, rounded as the line says. */
export interface LineAmount {
  readonly id: string
  readonly amount: Rational
}

/** A figure at one school: shown and compared, and never added into money. */
export interface FigureAmount {
  readonly id: string
  readonly amount: Rational
}

export interface SchoolAllocation {
  readonly id: string
  readonly name: string
  readonly pupils: Rational
  /** The sum of the rounded lines, always. */
  readonly total: Rational
  /** Rounded half-up to cents; missing at a school without pupils. */
  readonly perPupil?: Rational
  readonly lines: readonly LineAmount[]
  readonly figures: readonly FigureAmount[]
}

/** A line of the result: one of the formula, or what an adjustment left in one fund and flexibility. */
export interface ResultLine {
  readonly id: string
  readonly label: string
  readonly fund: string
  readonly flexibility: Flexibility
  readonly recurs: 'recurring' | 'one-time'
  readonly ends?: string
  readonly rounding?: Rounding
  /** The adjustment that left it. */
  readonly adjustment?: string
}

/** What every school gets: whole, or not at all. */
export interface Allocation {
  readonly formula: CheckedFormula
  /** Every school has an amount in each of them, in this order. */
  readonly lines: readonly ResultLine[]
  readonly schools: readonly SchoolAllocation[]
  /** Ids of the schools to show; all of them are in `schools` and in every total. */
  readonly shown: ReadonlySet<string>
  readonly applied: readonly AppliedAdjustment[]
  readonly total: Rational
}

/** Runs a formula over the schools of `now` and keeps the computation, which explains each amount. */
export function allocate(
  formula: CheckedFormula,
  data: RunData,
): Outcome<{ readonly allocation: Allocation; readonly computation: Computation }> {
  const computation = compute(formula, data)
  const { adjusted } = computation
  if (adjusted === undefined) return failed(failureProblems(computation.failures, data))
  const failures = [...computation.failures]
  const added = adjustmentLines(formula, adjusted.ledger)
  const schools = data.schools.flatMap((school, index): SchoolAllocation[] => {
    const numberOf = (result: Result): Rational | undefined => numberIn(result, failures)
    const pupils = numberOf(computation.value(formula.pupils, index))
    const own = formula.lines.map(({ id }) => ({ id, amount: numberOf(computation.line(id, index, true)) }))
    const lines = [...own, ...added.map(({ id, amounts }) => ({ id, amount: amounts[index] }))]
    const figures = formula.figures.map(({ id, amount, rounding }) => {
      const exact = numberOf(computation.value(amount, index))
      return { id, amount: exact && round(exact, rounding) }
    })
    if (pupils === undefined || !lines.every(isKnown) || !figures.every(isKnown)) return []
    const total = sum(lines.map((line) => line.amount))
    return [{ id: school.id, name: school.name, pupils, total, ...perPupil(total, pupils), lines, figures }]
  })
  const isShown = data.schools.map((_, index) => {
    const result = formula.restrict === undefined ? true : computation.value(formula.restrict, index)
    if (result instanceof Failure) failures.push(result)
    return result === true
  })
  const problems = [
    ...computation.problems,
    ...failureProblems(failures, data),
    ...assumedCells(formula, data),
  ]
  return outcome([...problems, ...schoolsWithoutPupils(schools)], () => {
    const total = sum(schools.map((school) => school.total))
    const lines = [...formula.lines, ...added.map(asResultLine)]
    const shown = new Set(schools.filter((_, i) => isShown[i]).map(({ id }) => id))
    return { allocation: { formula, lines, schools, shown, applied: adjusted.applied, total }, computation }
  })
}

/** Every fund with what its lines come to, and what is left of its pool if it has one. */
export function fundTotals({ formula, lines, schools }: Allocation): {
  readonly id: string
  readonly total: Rational
  readonly pool?: Rational
  readonly residual?: Rational
}[] {
  return formula.funds.map(({ id }) => {
    const ids = new Set(lines.filter((line) => line.fund === id).map((line) => line.id))
    const amounts = schools.flatMap((school) => school.lines.filter((line) => ids.has(line.id)))
    const total = sum(amounts.map(({ amount }) => amount))
    const pools = formula.pools.filter((pool) => pool.fund === id)
    if (pools.length === 0) return { id, total }
    const pool = sum(pools.map(({ amount }) => amount))
    return { id, total, pool, residual: subtract(pool, total) }
  })
}

/** The amount of a line, a figure or the total at one school. */
export function amountOf(school: SchoolAllocation, target: PublishedTarget): Rational {
  if (target.kind === 'total') return school.total
  const list = target.kind === 'line' ? school.lines : school.figures
  const found = list.find((each) => each.id === target.id)
  if (found === undefined) throw new Error(`${target.kind} ${target.id} was checked to exist`)
  return found.amount
}

function isKnown(entry: { id: string; amount: Rational | undefined }): entry is LineAmount {
  return entry.amount !== undefined
}

function asResultLine({ id, label, adjustment, fund, flexibility }: AdjustmentLine): ResultLine {
  return { id, label, adjustment, fund, flexibility, recurs: 'recurring' }
}

function numberIn(result: Result, failures: Failure[]): Rational | undefined {
  if (result instanceof Failure) failures.push(result)
  return typeof result === 'object' && !(result instanceof Failure) ? result : undefined
}

function perPupil(total: Rational, pupils: Rational): { perPupil?: Rational } {
  return isZero(pupils) ? {} : { perPupil: round(divide(total, pupils), CENTS) }
}

/** A warning for each need whose empty cells count as what the formula states. */
function assumedCells(formula: CheckedFormula, data: RunData): Problem[] {
  return [...formula.reads].flatMap(([dataset, names]) =>
    [...names].flatMap((name) => {
      const need = formula.needs.get(name)
      const empty = data.schools.filter((_, index) => data.cell({ dataset, name }, index).value === undefined)
      if (need?.whenMissing === undefined || empty.length === 0) return []
      const count = `${empty.length} empty cell${empty.length === 1 ? '' : 's'}`
      return [
        problem('CELL_ASSUMED', {
          at: { kind: 'document', pointer: `${need.pointer}/missing` },
          message: `${count} of ${name} in the dataset ${dataset} counted as the formula states for empty ones`,
          found: empty.map(({ id }) => id).join(', '),
        }),
      ]
    }),
  )
}

function schoolsWithoutPupils(schools: readonly SchoolAllocation[]): Problem[] {
  const without = schools.filter(({ pupils }) => isZero(pupils)).map(({ id }) => id)
  if (without.length === 0) return []
  return [
    problem('PUPILS_ZERO', {
      at: { kind: 'cell', dataset: 'now', ...(without[0] !== undefined && { school: without[0] }) },
      message: `${without.length} school${without.length === 1 ? ' has' : 's have'} no pupils, and so no amount per pupil`,
      found: without.join(', '),
    }),
  ]
}
