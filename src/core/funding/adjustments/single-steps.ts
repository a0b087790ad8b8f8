import type { CheckedAdjustment, Formulated } from '../../formula/checked.ts'
import { fixedText } from '../../numbers/decimal.ts'
import {
  absolute,
  add,
  compare,
  equal,
  isZero,
  multiply,
  one,
  type Rational,
  subtract,
  sum,
  zero,
} from '../../numbers/rational.ts'
import { round } from '../../numbers/rounding.ts'
import { problem } from '../../problems/problem.ts'
import { nearest } from '../../text/nearest.ts'
import { type Adjusted, type Adjusting, amountOver, appliesAt, forSchools, numberAt } from './adjusting.ts'

type Of<Kind extends CheckedAdjustment['kind']> = Extract<CheckedAdjustment, { kind: Kind }>

/** Pays a share of the formula, or of the way to it from another amount; the share itself is never rounded. */
export function phaseIn(adjustment: Of<'phase_in'>, adjusting: Adjusting): Adjusted {
  const changes = forSchools(adjusting, (school) => {
    if (!appliesAt(adjusting, adjustment, school)) return zero
    const formula = amountOver(adjusting, adjustment.over, school)
    const from = adjustment.from === undefined ? zero : numberAt(adjusting, adjustment.from, school)
    const share = numberAt(adjusting, adjustment.share, school)
    const paid = add(from, multiply(share, subtract(formula, from)))
    return subtract(round(paid, adjustment.rounding), formula)
  })
  return { changes }
}

/** Pays for pupils who came and takes back for those who did not, for part of the year, out of a reserve. */
export function recount(adjustment: Of<'recount'>, adjusting: Adjusting): Adjusted {
  const changes = forSchools(adjusting, (school) => {
    if (!appliesAt(adjusting, adjustment, school)) return zero
    const pupils = countedChange(adjustment, adjusting, school)
    // Where nobody is paid for, a rate may be missing.
    if (isZero(pupils)) return zero
    const rate = numberAt(adjusting, pupils.n < 0n ? adjustment.loss : adjustment.gain, school)
    const fraction =
      adjustment.fraction === undefined ? one : numberAt(adjusting, adjustment.fraction, school)
    return round(multiply(multiply(pupils, rate), fraction), adjustment.rounding)
  })
  if (adjustment.reserve === undefined) return { changes }
  const reserve = oneReserve(adjustment.id, adjustment.reserve, adjusting)
  const left = subtract(reserve, sum(changes))
  if (left.n < 0n) {
    adjusting.problems.push(
      problem('ADJUSTMENT_INFEASIBLE', {
        at: { kind: 'document', pointer: adjustment.reserve.pointer },
        message: `${adjustment.id}: the reserve is short by ${fixedText(absolute(left))}`,
        expected: `at least ${fixedText(sum(changes))}`,
      }),
    )
  }
  return { changes, left }
}

/** Replaces average by actual salaries, or the other way about. */
export function salaryBasis(adjustment: Of<'salary_basis'>, adjusting: Adjusting): Adjusted {
  const changes = forSchools(adjusting, (school) => {
    if (!appliesAt(adjusting, adjustment, school)) return zero
    const { actual, average, rounding } = adjustment
    return round(
      subtract(numberAt(adjusting, actual, school), numberAt(adjusting, average, school)),
      rounding,
    )
  })
  return { changes }
}

/** One school, one amount, one reason. */
export function override(adjustment: Of<'override'>, adjusting: Adjusting): Adjusted {
  const ids = adjusting.data.schools.map(({ id }) => id)
  const index = ids.indexOf(adjustment.school)
  if (index < 0) {
    const meant = nearest(adjustment.school, ids)
    adjusting.problems.push(
      problem('SCHOOL_UNKNOWN', {
        at: { kind: 'document', pointer: `${adjustment.pointer}/school` },
        message: `no school of this run has the id "${adjustment.school}"`,
        found: adjustment.school,
        suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
      }),
    )
  }
  const changes = forSchools(adjusting, (school) =>
    school === index && appliesAt(adjusting, adjustment, school)
      ? round(numberAt(adjusting, adjustment.amount, school), adjustment.rounding)
      : zero,
  )
  return { changes }
}

/** The reserve, which has to be one amount for all schools. */
function oneReserve(id: string, reserve: Formulated, adjusting: Adjusting): Rational {
  const [first = zero, ...others] = forSchools(adjusting, (school) => numberAt(adjusting, reserve, school))
  if (!others.every((each) => equal(each, first))) {
    adjusting.problems.push(
      problem('ADJUSTMENT_TOTAL', {
        at: { kind: 'document', pointer: reserve.pointer },
        message: `${id}: the reserve is one amount for all schools`,
      }),
    )
  }
  return first
}

/** The pupils that count: none within the tolerance; past it those beyond, or all. */
function countedChange(
  { projected, actual, tolerance, counts }: Of<'recount'>,
  adjusting: Adjusting,
  school: number,
): Rational {
  const change = subtract(numberAt(adjusting, actual, school), numberAt(adjusting, projected, school))
  const allowed = tolerance === undefined ? zero : numberAt(adjusting, tolerance, school)
  if (compare(absolute(change), allowed) <= 0) return zero
  if (counts === 'all') return change
  return change.n < 0n ? add(change, allowed) : subtract(change, allowed)
}
