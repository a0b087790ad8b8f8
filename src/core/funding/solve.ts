import type { CheckedFormula, CheckedParameter } from '../formula/checked.ts'
import { exactText, fixedText } from '../numbers/decimal.ts'
import { fraction, type Rational, subtract, zero } from '../numbers/rational.ts'
import { done, failed, type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import { allocate, fundTotals } from './allocate.ts'
import { greatestValue, type Reached, type Search } from './greatest-value.ts'
import type { RunData } from './run-data.ts'
import { type TotalTrend, totalTrend } from './total-trend.ts'

export interface SolveTask {
  readonly parameter: string
  /** What the run may come to at the most. */
  readonly target: Rational
  /** Decimal places of the value that is looked for. */
  readonly places: number
  /** The fund whose total counts; all money unless stated. */
  readonly fund: string | undefined
  readonly pointers: {
    /** Where the parameter is named. */
    readonly parameter: string
    /** Where it is asked that the total rises with it. */
    readonly rises: string
    /** Where the target is stated. */
    readonly target: string
  }
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
  const parameter = formula.parameters.get(task.parameter)
  if (parameter?.value.kind !== 'number') return failed([notOneNumber(task, formula)])
  const total = totalTrend(task, { formula, data })
  if (total.trend !== 'rises') return failed([notRising(task, total)])
  const scale = 10n ** BigInt(task.places)
  const formulaAt = (steps: bigint): CheckedFormula => withValue(formula, parameter, fraction(steps, scale))
  const totalAt = (steps: bigint): Outcome<Rational> => totalOf(formulaAt(steps), data, task.fund)
  const { n, d } = parameter.value.value
  const search = searched(task, totalAt, { scale, present: n < 0n ? 0n : (n * scale) / d })
  if (search.kind === 'failed') return search
  if (search.value.kind !== 'found') return failed([outOfReach(task, search.value, scale)])
  const { value, next } = search.value
  const asValue = ({ steps }: Reached): Rational => ({ n: steps, d: scale })
  return done({
    formula: formulaAt(value.steps),
    value: asValue(value),
    total: value.total,
    residual: subtract(task.target, value.total),
    next: { value: asValue(next), total: next.total },
  })
}

/** Looks from what the parameter is now, and from zero where a run on the way from there has no result. */
function searched(
  { target }: SolveTask,
  totalAt: (steps: bigint) => Outcome<Rational>,
  { scale, present }: { scale: bigint; present: bigint },
): Outcome<Search> {
  const most = scale * 10n ** BigInt(MOST_DIGITS)
  const from = (start: bigint): Outcome<Search> =>
    greatestValue(target, totalAt, { start, most, stride: scale })
  const near = from(present < most ? present : most)
  if (near.kind === 'done' || present === 0n) return near
  const far = from(0n)
  return far.kind === 'done' ? far : near
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

function notOneNumber({ parameter, pointers }: SolveTask, { parameters }: CheckedFormula): Problem {
  const numbers = [...parameters.values()].filter(({ value }) => value.kind === 'number')
  const meant = nearest(
    parameter,
    numbers.map(({ name }) => name),
  )
  return problem('SOLVE_PARAMETER', {
    at: { kind: 'document', pointer: pointers.parameter },
    message: `"${parameter}" is not a parameter with one number`,
    found: parameter,
    suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
  })
}

function notRising({ parameter, pointers }: SolveTask, { trend, doubtful }: TotalTrend): Problem {
  const at = { kind: 'document', pointer: pointers.rises } as const
  if (trend === 'constant') {
    const message = `the total does not depend on ${parameter}: a pool scales it, or no line uses it`
    return problem('SOLVE_NOT_MONOTONE', { at, message, found: parameter })
  }
  return problem('SOLVE_NOT_MONOTONE', {
    at,
    message: `the total cannot be shown to rise with ${parameter} at every value`,
    found: doubtful.join(', '),
  })
}

function outOfReach(
  { pointers, parameter, target }: SolveTask,
  { kind, end }: Exclude<Search, { kind: 'found' }>,
  scale: bigint,
): Problem {
  const words =
    kind === 'too-much'
      ? `even at zero the run comes to ${fixedText(end.total)}`
      : `no value up to ${exactText(fraction(end.steps, scale))} reaches it`
  return problem('SOLVE_OUT_OF_REACH', {
    at: { kind: 'document', pointer: pointers.target },
    message: `no value of ${parameter} meets the total: ${words}`,
    expected: fixedText(target),
  })
}
