import type { CheckedFormula, Formulated, Value } from '../formula/checked.ts'
import type { Type } from '../formula/types.ts'
import type { Computation } from './computation.ts'
import { Failure } from './failure.ts'
import type { RunData } from './run-data.ts'

export interface ValuedRun {
  readonly formula: CheckedFormula
  readonly data: RunData
  readonly computation: Computation
}

/** What each school has of one need, measure or column; a school without a value is not in it. */
export interface SchoolValues {
  readonly type: Type
  /** The texts that a need may have, in the order in which the formula names them. */
  readonly order: readonly string[]
  readonly values: ReadonlyMap<string, Value>
}

/** The values of a need or measure of the formula, or of a column that the dataset describes beside them. */
export function schoolValues(name: string, run: ValuedRun): SchoolValues | undefined {
  const { formula, data, computation } = run
  const need = formula.needs.get(name)
  const order = need?.oneOf ?? []
  const formulated = formulatedOf(name, formula)
  const column = data.datasets.get('now')?.columns.get(name)
  const type = formulated?.expression.type ?? column?.type
  if (type === undefined) return undefined
  const valueAt = (index: number): Value | undefined => {
    if (formulated === undefined) return column?.values[index]
    const result = computation.value(formulated, index)
    return result instanceof Failure ? undefined : result
  }
  const values = data.schools.flatMap(({ id }, index): [string, Value][] => {
    const value = valueAt(index)
    return value === undefined ? [] : [[id, value]]
  })
  return { type, order, values: new Map(values) }
}

/** The names that schools can be grouped by: those of texts, yes or no, and numbers. */
export function valueNames({ formula, data }: ValuedRun): readonly string[] {
  const columns = data.datasets.get('now')?.columns.keys() ?? []
  return [...new Set([...formula.needs.keys(), ...formula.measures.keys(), ...columns])]
}

function formulatedOf(name: string, formula: CheckedFormula): Formulated | undefined {
  const measure = formula.measures.get(name)
  if (measure !== undefined) return measure
  const need = formula.needs.get(name)
  if (need === undefined) return undefined
  const { dataset, type, pointer } = need
  const span = { start: 0, end: name.length }
  return { text: name, pointer, expression: { kind: 'input', dataset, name, type, span } }
}
