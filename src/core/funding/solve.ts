import type { CheckedAdjustment, CheckedFormula, CheckedParameter, Formulated } from '../formula/checked.ts'
import { exactText, fixedText } from '../numbers/decimal.ts'
import { compare, fraction, type Rational, subtract, zero } from '../numbers/rational.ts'
import { failed, type Outcome, outcome, problem } from '../problems/problem.ts'
import { allocate, fundTotals } from './allocate.ts'
import type { RunData } from './run-data.ts'
import { courseOf, joinedTrend, lineCourse, type Trend } from './trend.ts'

export interface SolveTask {
  readonly parameter: string
  /** What the run may come to at the most. */
  readonly target: Rational
  /** Decimal places of the value that is looked for. */
  readonly places: number
  /** The fund whose total counts; all money unless stated. */
  readonly fund: string | undefined
  readonly pointer: string
}

/** The greatest value at some places whose total does not exceed the target, and the proof that it is. */
export interface Solution {
  readonly formula: CheckedFormula
  readonly value: Rational
  readonly total: Rational
  /** What the value leaves of the target. */
  readonly residual: Rational
  /** The next value up, and the total above the target that it gives. */
  readonly next: { readonly value: Rational; readonly total: Rational }
}

/** How a parameter that was solved for says where it comes from. */
export const SOLVED = 'solved for, so that the total is met'

/** No parameter of money per anything is ever larger. */
const MOST_DIGITS = 15

/** Finds the greatest value of a parameter whose run does not cost more than the target. */
export function solve(formula: CheckedFormula, data: RunData, task: SolveTask): Outcome<Solution> {
  const at = { kind: 'document', pointer: task.pointer } as const
  const parameter = formula.parameters.get(task.parameter)
  if (parameter?.value.kind !== 'number') {
    const message = `"${task.parameter}" is not a parameter with one number`
    return failed([problem('SOLVE_PARAMETER', { at, message, found: task.parameter })])
  }
  const trend = totalTrend(task, { formula, data })
  if (trend !== 'rises') {
    const message =
      trend === 'constant'
        ? `the total does not depend on ${task.parameter}: a pool scales it, or no line uses it`
        : `the total cannot be shown to rise with ${task.parameter} at every value`
    return failed([problem('SOLVE_NOT_MONOTONE', { at, message, found: task.parameter })])
  }
  const scale = 10n ** BigInt(task.places)
  const formulaAt = (units: bigint): CheckedFormula => withValue(formula, parameter, fraction(units, scale))
  const totalAt = (units: bigint): Outcome<Rational> => totalOf(formulaAt(units), data, task.fund)
  const bracket = bracketed(totalAt, task, scale)
  if (bracket.kind === 'failed') return bracket
  const { low, total, next } = bracket.value
  return outcome([], () => {
    const value = { n: low, d: scale }
    const residual = subtract(task.target, total)
    return {
      formula: formulaAt(low),
      value,
      total,
      residual,
      next: { value: { n: low + 1n, d: scale }, total: next },
    }
  })
}

/** Doubles until the total is above the target, then halves the gap until two neighbours enclose it. */
function bracketed(
  totalAt: (units: bigint) => Outcome<Rational>,
  task: SolveTask,
  scale: bigint,
): Outcome<{ low: bigint; total: Rational; next: Rational }> {
  const start = totalAt(0n)
  if (start.kind === 'failed') return start
  if (compare(start.value, task.target) > 0)
    return outOfReach(task, `even at zero the run comes to ${fixedText(start.value)}`)
  let low = 0n
  let total = start.value
  let high = scale
  for (;;) {
    const reached = totalAt(high)
    if (reached.kind === 'failed') return reached
    if (compare(reached.value, task.target) > 0)
      return halved({ low, high, total, next: reached.value, target: task.target }, totalAt)
    low = high
    total = reached.value
    high *= 2n
    if (high > scale * 10n ** BigInt(MOST_DIGITS))
      return outOfReach(task, `no value up to ${exactText({ n: high, d: scale })} reaches it`)
  }
}

function halved(
  gap: { low: bigint; high: bigint; total: Rational; next: Rational; target: Rational },
  totalAt: (units: bigint) => Outcome<Rational>,
): Outcome<{ low: bigint; total: Rational; next: Rational }> {
  let { low, high, total, next } = gap
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    const reached = totalAt(middle)
    if (reached.kind === 'failed') return reached
    if (compare(reached.value, gap.target) > 0) {
      high = middle
      next = reached.value
    } else {
      low = middle
      total = reached.value
    }
  }
  return outcome([], () => ({ low, total, next }))
}

function totalOf(formula: CheckedFormula, data: RunData, fund: string | undefined): Outcome<Rational> {
  const run = allocate(formula, data)
  if (run.kind === 'failed') return run
  const { allocation } = run.value
  const total =
    fund === undefined ? allocation.total : fundTotals(allocation).find(({ id }) => id === fund)?.total
  return outcome([], () => total ?? zero)
}

function withValue(formula: CheckedFormula, parameter: CheckedParameter, value: Rational): CheckedFormula {
  const provenance = { kind: 'derived', words: SOLVED } as const
  const solved: CheckedParameter = { ...parameter, provenance, value: { kind: 'number', value } }
  return { ...formula, parameters: new Map(formula.parameters).set(parameter.name, solved) }
}

/** How the total moves with the parameter, adjustments and all. */
function totalTrend(task: SolveTask, run: { formula: CheckedFormula; data: RunData }): Trend {
  const { formula } = run
  const lines = formula.lines.filter((line) => task.fund === undefined || line.fund === task.fund)
  const trends = lines.map(({ id }) => lineCourse(id, { parameter: task.parameter, ...run }).trend)
  const adjustments = formula.adjustments.map((each) => adjustmentTrend(each, { task, run }))
  if (adjustments.includes('constant-total')) return 'constant'
  return joinedTrend([...trends, ...adjustments.filter((each) => each !== 'constant-total')])
}

/**
 * A floor, a cap or a share of what rises itself rises, as long as its own terms stand still. A pool that is
 * scaled to a total leaves nothing to solve for.
 */
function adjustmentTrend(
  adjustment: CheckedAdjustment,
  { task, run }: { task: SolveTask; run: { formula: CheckedFormula; data: RunData } },
): Trend | 'constant-total' {
  if (adjustment.kind === 'scale_to_pool') return 'constant-total'
  // What an adjustment takes from one fund it may give to another, so a single fund's total can fall.
  const funds = new Set(
    run.formula.lines.filter(({ id }) => adjustment.over.includes(id)).map(({ fund }) => fund),
  )
  if (task.fund !== undefined && funds.has(task.fund) && funds.size > 1) return 'unknown'
  const per = 'per' in adjustment && !isFormulated(adjustment.per) ? Object.values(adjustment.per ?? {}) : []
  const terms = [...Object.values(adjustment), ...per].filter((field): field is Formulated =>
    isFormulated(field),
  )
  const courses = terms.map((term) => courseOf(term, task.parameter, run))
  const isStill = courses.every(({ trend }) => trend === 'constant')
  if (adjustment.kind === 'phase_in') {
    return isStill && courseOf(adjustment.share, task.parameter, run).sign === 'zero-or-more'
      ? 'constant'
      : 'unknown'
  }
  return isStill ? 'constant' : 'unknown'
}

function isFormulated(field: unknown): field is Formulated {
  return typeof field === 'object' && field !== null && 'expression' in field
}

function outOfReach({ pointer, parameter, target }: SolveTask, words: string): Outcome<never> {
  return failed([
    problem('SOLVE_OUT_OF_REACH', {
      at: { kind: 'document', pointer },
      message: `no value of ${parameter} meets the total: ${words}`,
      expected: fixedText(target),
    }),
  ])
}
