import { decimal } from '../../../core/numbers/decimal.ts'
import {
  absolute,
  compare,
  fraction,
  type Rational,
  subtract,
  whole,
} from '../../../core/numbers/rational.ts'
import type { Part } from '../../../core/numbers/rounded-parts.ts'
import { roundedQuotient } from '../../../core/numbers/rounding.ts'
import { compareCodePoints } from '../../../core/text/code-points.ts'

/** An amount in whole dollars, halves away from zero. */
export function wholeOf(amount: string): bigint {
  const { n, d } = decimal(amount)
  return roundedQuotient(n, d, 'half_up')
}

/**
 * Whole units that add up to a total that is printed beside them, by largest remainder, ties by id. The total is the
 * rounded sum of the parts, or the difference of two rounded sums, so it may be a unit off. A part of nothing stays
 * nothing: it would be a change that nobody can explain.
 */
export function wholeParts(parts: readonly Part[], total: bigint): bigint[] {
  const counted = parts.map(({ id, amount }, place) => {
    const units = floor(amount)
    return { id, place, amount, units, remainder: subtract(amount, whole(units)) }
  })
  const units = counted.map((each) => each.units)
  const missing = total - units.reduce((sum, each) => sum + each, 0n)
  if (missing === 0n) return units
  const takers = counted
    .filter(({ amount }) => amount.n !== 0n)
    .toSorted(
      (a, b) =>
        compare(b.remainder, a.remainder) ||
        compare(absolute(b.amount), absolute(a.amount)) ||
        compareCodePoints(a.id, b.id),
    )
  if (takers.length === 0) throw new Error('parts of nothing add up to nothing')
  const [size, sign] = missing < 0n ? [-missing, -1n] : [missing, 1n]
  const each = size / BigInt(takers.length)
  const odd = Number(size % BigInt(takers.length))
  for (const [i, { place }] of takers.entries())
    units[place] = (units[place] ?? 0n) + sign * (each + (i < odd ? 1n : 0n))
  return units
}

/** The same of amounts as our documents write them, by id. */
export function wholeAmounts(
  parts: readonly { readonly id: string; readonly amount: string }[],
  total: bigint,
): bigint[] {
  return wholeParts(
    parts.map(({ id, amount }) => ({ id, amount: decimal(amount) })),
    total,
  )
}

/** Shares of a total in tenths of a percent that add up to 100 %; nothing of nothing. */
export function tenthsOfPercent(parts: readonly { readonly id: string; readonly whole: bigint }[]): bigint[] {
  const total = parts.reduce((sum, part) => sum + part.whole, 0n)
  if (total === 0n) return parts.map(() => 0n)
  return wholeParts(
    parts.map((part) => ({ id: part.id, amount: fraction(part.whole * 1000n, total) })),
    1000n,
  )
}

function floor({ n, d }: Rational): bigint {
  return roundedQuotient(n, d, 'floor')
}
