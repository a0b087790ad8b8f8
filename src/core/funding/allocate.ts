import type { CheckedFormula, PublishedTarget } from '../formula/checked.ts'
import type { Flexibility } from '../formula/definition.ts'
import { isZero, type Rational, subtract, sum, zero } from '../numbers/rational.ts'
import type { Rounding } from '../numbers/rounding.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import {
  type AdjustmentLine,
  type AppliedAdjustment,
  adjustmentLines,
} from './adjustments/apply-adjustments.ts'
import type { Computation } from './computation.ts'
import { compute } from './compute.ts'
import { Failure, type Result } from './failure.ts'
import { failureProblems } from './failure-problems.ts'
import type { RunData } from './run-data.ts'
import { type SchoolAllocation, type SchoolColumns, schoolAllocation } from './school-allocation.ts'
import type { ValueColumn } from './value-column.ts'

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
  /** What each of them comes to over all schools. */
  readonly lineTotals: ReadonlyMap<string, Rational>
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
  const added = adjustmentLines(formula, adjusted.ledger)
  const lines = [...formula.lines, ...added.map(asResultLine)]
  const columns: SchoolColumns = {
    total: (school) => adjusted.ledger.subtotal(school),
    lines: [
      ...formula.lines.map(({ id }) => ({ id, amounts: computation.amounts(id) })),
      ...added.map(({ id, amounts }) => ({ id, amounts })),
    ],
    figures: formula.figures.map((figure) => ({ ...figure, column: computation.column(figure.amount) })),
    pupils: formula.pupils && computation.column(formula.pupils),
  }
  const restrict = formula.restrict && computation.column(formula.restrict)
  const failures = [...computation.failures, ...failuresIn(columns, restrict, data)]
  const problems = [
    ...computation.problems,
    ...failureProblems(failures, data),
    ...assumedCells(formula, data),
    ...(failures.length === 0 ? schoolsWithoutPupils(columns, data) : []),
  ]
  return outcome(problems, () => {
    const schools = data.schools.map((school, index) => schoolAllocation(school, index, columns))
    const total = sum(columns.lines.map(({ amounts }) => amounts.total))
    const isShown = (index: number): boolean => restrict === undefined || restrict.at(index) === true
    const shown = new Set(schools.filter((_, index) => isShown(index)).map(({ id }) => id))
    const lineTotals = new Map(columns.lines.map(({ id, amounts }) => [id, amounts.total]))
    const { applied } = adjusted
    return { allocation: { formula, lines, lineTotals, schools, shown, applied, total }, computation }
  })
}

/** Every failure of what a school's row shows, beyond its lines. */
function failuresIn(
  { figures, pupils }: SchoolColumns,
  restrict: ValueColumn | undefined,
  { schools }: RunData,
): Failure[] {
  const columns = [pupils, ...figures.map(({ column }) => column), restrict]
  const lost = columns.filter((column) => column?.hasFailed === true)
  return schools.flatMap((_, school) =>
    lost.map((column) => column?.at(school)).filter((result) => result instanceof Failure),
  )
}

/** Every fund with what its lines come to, and what is left of its pool if it has one. */
export function fundTotals({ formula, lines, lineTotals }: Allocation): {
  readonly id: string
  readonly total: Rational
  readonly pool?: Rational
  readonly residual?: Rational
}[] {
  return formula.funds.map(({ id }) => {
    const own = lines.filter((line) => line.fund === id)
    const total = sum(own.map((line) => lineTotals.get(line.id) ?? zero))
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

function asResultLine({ id, label, adjustment, fund, flexibility }: AdjustmentLine): ResultLine {
  return { id, label, adjustment, fund, flexibility, recurs: 'recurring' }
}

/** A warning for each need whose empty cells count as what the formula states. */
function assumedCells(formula: CheckedFormula, data: RunData): Problem[] {
  return [...formula.reads].flatMap(([dataset, names]) =>
    [...names].flatMap((name) => {
      const need = formula.needs.get(name)
      if (need?.whenMissing === undefined) return []
      const empty = data.schools.filter((_, index) => data.cell({ dataset, name }, index).value === undefined)
      if (empty.length === 0) return []
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

function schoolsWithoutPupils({ pupils }: SchoolColumns, { schools }: RunData): Problem[] {
  const without = schools.flatMap(({ id }, index) =>
    pupils !== undefined && isNone(pupils.at(index)) ? [id] : [],
  )
  if (without.length === 0) return []
  return [
    problem('PUPILS_ZERO', {
      at: { kind: 'cell', dataset: 'now', ...(without[0] !== undefined && { school: without[0] }) },
      message: `${without.length} school${without.length === 1 ? ' has' : 's have'} no pupils, and so no amount per pupil`,
      found: without.join(', '),
    }),
  ]
}

function isNone(result: Result): boolean {
  return typeof result === 'object' && !(result instanceof Failure) && isZero(result)
}
