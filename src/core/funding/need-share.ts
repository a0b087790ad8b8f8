import type { CheckedFormula, Formulated } from '../formula/checked.ts'
import { ratioOf, type Type, typeText } from '../formula/types.ts'
import { PURE, sameUnit } from '../formula/units.ts'
import { divide, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import type { SchoolAllocation } from './allocate.ts'
import type { Computation } from './compute.ts'

/** A need or measure that gives a school's share of students, or the students that the share is of. */
export interface NeedShare {
  readonly name: string
  readonly value: Formulated
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
  if (isCount || isIn(type, PURE)) return { name, value: valueOf(name, { formula, pointer, type }), isCount }
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
  { value, isCount }: NeedShare,
  { schools, computation }: { schools: readonly SchoolAllocation[]; computation: Computation },
): ReadonlyMap<string, Rational> {
  const shares = schools.flatMap(({ id, pupils }, index): [string, Rational][] => {
    if (pupils.n <= 0n) return []
    const found = computation.value(value, index)
    if (typeof found !== 'object' || !('n' in found)) return []
    return [[id, isCount ? divide(found, pupils) : found]]
  })
  return new Map(shares)
}

function isIn(type: Type, unit: typeof PURE): boolean {
  return type.kind === 'number' && type.unit !== 'bare' && sameUnit(type.unit, unit)
}

function valueOf(
  name: string,
  { formula, pointer, type }: { formula: CheckedFormula; pointer: string; type: Type },
): Formulated {
  const span = { start: 0, end: name.length }
  const node = formula.needs.has(name)
    ? ({ kind: 'input', dataset: 'now', name } as const)
    : ({ kind: 'measure', name } as const)
  return { text: name, pointer, expression: { ...node, type: type ?? ratioOf(PURE), span } }
}
