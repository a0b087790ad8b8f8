import type { CheckedFormula } from '../formula/checked.ts'
import { readNumberAt } from '../formula/read-number.ts'
import { absolute, compare, type Rational, subtract, sum, zero } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import { type Allocation, fundTotals } from './allocate.ts'

/** A total that the run must meet, as the file states it. */
export interface ControlDefinition {
  /** `total`, `fund.ID` or `line.ID`. */
  readonly of: string
  readonly amount: string
  readonly tolerance?: string | undefined
  readonly source?: string | undefined
}

export interface Control {
  readonly of: string
  readonly amount: Rational
  readonly tolerance: Rational
  readonly source?: string
}

export interface TieOut {
  readonly control: Control
  readonly computed: Rational
  /** Computed less control. */
  readonly difference: Rational
  readonly holds: boolean
}

/** Reads control totals, or reports those that belong to nothing in the formula. */
export function readControls(
  definitions: readonly ControlDefinition[],
  { pointer, formula, problems }: { pointer: string; formula: CheckedFormula; problems: Problem[] },
): Control[] {
  const targets = [
    'total',
    ...formula.funds.map(({ id }) => `fund.${id}`),
    ...formula.lines.map(({ id }) => `line.${id}`),
  ]
  return definitions.flatMap((definition, i) => {
    const place = `${pointer}/${i}`
    if (!targets.includes(definition.of)) {
      const meant = nearest(definition.of, targets)
      problems.push(
        problem('CONTROL_UNKNOWN', {
          at: { kind: 'document', pointer: `${place}/of` },
          message: `no fund or line is called "${definition.of}"`,
          found: definition.of,
          expected: 'total, fund.ID or line.ID',
          suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
        }),
      )
    }
    const amount = readNumberAt(definition.amount, `${place}/amount`, problems)
    const tolerance = readNumberAt(definition.tolerance ?? '0', `${place}/tolerance`, problems)
    if (amount === undefined || tolerance === undefined) return []
    const { of, source } = definition
    return [{ of, amount, tolerance, ...(source !== undefined && { source }) }]
  })
}

/** Holds a run's totals against its controls. */
export function tieOut(allocation: Allocation, controls: readonly Control[]): TieOut[] {
  const funds = new Map(fundTotals(allocation).map(({ id, total }) => [id, total]))
  return controls.map((control) => {
    const computed = totalOf(allocation, funds, control.of)
    const difference = subtract(computed, control.amount)
    return { control, computed, difference, holds: compare(absolute(difference), control.tolerance) <= 0 }
  })
}

function totalOf(allocation: Allocation, funds: ReadonlyMap<string, Rational>, of: string): Rational {
  if (of === 'total') return allocation.total
  if (of.startsWith('fund.')) return funds.get(of.slice('fund.'.length)) ?? zero
  const id = of.slice('line.'.length)
  return sum(
    allocation.schools.flatMap(({ lines }) =>
      lines.filter((line) => line.id === id).map((line) => line.amount),
    ),
  )
}
