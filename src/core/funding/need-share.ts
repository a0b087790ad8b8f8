import type { CheckedFormula } from '../formula/checked.ts'
import { type Type, typeText } from '../formula/types.ts'
import { PURE, sameUnit } from '../formula/units.ts'
import { divide, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import type { Allocation } from './allocate.ts'
import type { Computation } from './compute.ts'
import type { RunData } from './run-data.ts'
import { schoolValues } from './school-values.ts'

/** A need or measure that gives a school's share of students, or the students that the share is of. */
export interface NeedShare {
  readonly name: string
  /** A count of students, to be divided by all of them. */
  readonly isCount: boolean
}

/** Finds the need or measure of that name, or reports why it gives no share of students. */
export function readNeedShare(
  name: string,
  pointer: string,
  { formula, problems }: { formula: CheckedFormula; problems: Problem[] },
): NeedShare | undefined {
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
  const isCount = isIn(type, new Map([['pupil', 1]]))
  if (isCount || isIn(type, PURE)) return { name, isCount }
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

/** Each school's share; a school without students, or without a value, has none. */
export function needShares(
  { name, isCount }: NeedShare,
  { allocation, computation, data }: { allocation: Allocation; computation: Computation; data: RunData },
): ReadonlyMap<string, Rational> {
  const found = schoolValues(name, { formula: allocation.formula, data, computation })?.values
  const shares = allocation.schools.flatMap(({ id, pupils }): [string, Rational][] => {
    const value = found?.get(id)
    if (typeof value !== 'object' || pupils.n <= 0n) return []
    return [[id, isCount ? divide(value, pupils) : value]]
  })
  return new Map(shares)
}

function isIn(type: Type, unit: typeof PURE): boolean {
  return type.kind === 'number' && type.unit !== 'bare' && sameUnit(type.unit, unit)
}
