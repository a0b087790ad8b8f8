import type { CheckedFormula } from '../formula/checked.ts'
import { type Type, typeText } from '../formula/types.ts'
import { PURE, sameUnit } from '../formula/units.ts'
import { divide, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import type { Allocation } from './allocate.ts'
import { schoolValues, type ValuedRun } from './school-values.ts'

/** What schools are put in order of: a number, or of a count of some students the share that they are of all. */
export interface NeedOrder {
  readonly name: string
  readonly isShare: boolean
}

/** A run that came to a result, as far as statistics of its schools look at it. */
export interface FinishedValues extends ValuedRun {
  readonly allocation: Allocation
}

/** Finds the need or measure that counts students in poverty, or is their share, or reports why it is neither. */
export function readNeedOrder(
  name: string,
  pointer: string,
  { formula, problems }: { formula: CheckedFormula; problems: Problem[] },
): NeedOrder | undefined {
  const at = { kind: 'document', pointer } as const
  const type = formula.needs.get(name)?.type ?? formula.measures.get(name)?.expression.type
  if (type === undefined) {
    const names = [...formula.needs.keys(), ...formula.measures.keys()]
    const meant = nearest(name, names)
    const suggestion = meant === undefined ? undefined : `did you mean ${meant}?`
    const message = `no need or measure is called "${name}"`
    problems.push(problem('NAME_UNKNOWN', { at, message, found: name, suggestion }))
    return undefined
  }
  if (formula.pupils === undefined) {
    problems.push(noStudents(at))
    return undefined
  }
  if (isCount(type) || isIn(type, PURE)) return needOrder(name, type, formula)
  problems.push(
    problem('UNIT_MISMATCH', {
      at,
      message: `${name} is neither a count of students nor a share of them`,
      found: typeText(type),
      expected: 'pupil, or a pure number',
    }),
  )
  return undefined
}

/** Quartiles are of students, so that a formula that counts none has no quartiles. */
export function noStudents(at: Problem['at']): Problem {
  return problem('PUPILS_NOT_COUNTED', {
    at,
    message: 'a quartile is a quarter of the students, and the formula counts none',
    expected: 'pupils: in the formula, with the need or measure that counts them',
  })
}

/** The order by a number of one name; the count of all students is not a share of itself. */
export function needOrder(name: string, type: Type, { pupils }: CheckedFormula): NeedOrder {
  const all = pupils?.expression
  const isOfAll = (all?.kind === 'input' || all?.kind === 'measure') && all.name === name
  return { name, isShare: isCount(type) && !isOfAll }
}

/** What each school of a run is put in order of; one without students, or without a value, is in none. */
export function needsInOrder(order: NeedOrder, run: FinishedValues): ReadonlyMap<string, Rational> {
  const values = schoolValues(order.name, run)?.values
  const numbers = run.allocation.schools.flatMap(({ id, pupils }): [string, Rational][] => {
    const value = values?.get(id)
    if (typeof value !== 'object' || pupils === undefined || pupils.n <= 0n) return []
    return [[id, order.isShare ? divide(value, pupils) : value]]
  })
  return new Map(numbers)
}

function isCount(type: Type): boolean {
  return isIn(type, new Map([['pupil', 1]]))
}

function isIn(type: Type, unit: typeof PURE): boolean {
  return type.kind === 'number' && type.unit !== 'bare' && sameUnit(type.unit, unit)
}
