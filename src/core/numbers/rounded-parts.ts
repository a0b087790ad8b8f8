import { compareCodePoints } from '../text/code-points.ts'
import { add, compare, divide, multiply, type Rational, subtract, sum, whole, zero } from './rational.ts'

/** A part of a sum, positive or negative. */
export interface Part {
  readonly id: string
  readonly amount: Rational
}

/**
 * Rounds parts to whole units so that they still add up to their sum, which is a whole number of units: each loses
 * what it has beyond its last whole unit, and the units that are then missing go to the largest remainders, ties by
 * id in code-point order. Parts of the opposite sign are rounded to the opposite.
 */
export function roundedParts(parts: readonly Part[], unit: Rational): Rational[] {
  const counted = parts.map(({ id, amount }, place) => {
    const units = divide(amount, unit)
    const kept = units.n / units.d
    return { id, place, kept, remainder: subtract(units, whole(kept)) }
  })
  const missing = sum(counted.map(({ remainder }) => remainder))
  if (missing.d !== 1n) throw new Error('the parts add up to a whole number of units')
  const sign = missing.n < 0n ? -1n : 1n
  const byRemainder = counted.toSorted(
    (a, b) => Number(-sign) * compare(a.remainder, b.remainder) || compareCodePoints(a.id, b.id),
  )
  const lifted = new Set(byRemainder.slice(0, Number(sign * missing.n)).map(({ place }) => place))
  return counted.map(({ kept, place }) =>
    multiply(add(whole(kept), lifted.has(place) ? whole(sign) : zero), unit),
  )
}
