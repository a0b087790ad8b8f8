import { add, compare, divide, isZero, multiply, type Rational, subtract, zero } from './rational.ts'

/** A part of a sum that is shared by weight, held between two bounds. */
export interface Claim {
  /** Not negative. */
  readonly weight: Rational
  readonly least?: Rational
  readonly most?: Rational
}

export type FillLevel =
  | { readonly kind: 'level'; readonly level: Rational }
  | { readonly kind: 'too-little'; readonly leastTotal: Rational }
  | { readonly kind: 'too-much'; readonly mostTotal: Rational }

/**
 * The level `f` at which the claims, each `f × weight` held between its bounds, add up to `total`.
 * Exact: the sum is piecewise linear in `f`, so the breakpoints of the bounds find it.
 * Answers with the nearest sum that can be reached when no level will do. `total` is not negative.
 */
export function fillLevel(claims: readonly Claim[], total: Rational): FillLevel {
  const sumAtZero = sumAt(claims, zero)
  if (compare(sumAtZero, total) > 0) return { kind: 'too-little', leastTotal: sumAtZero }
  const levels = claims.flatMap(boundLevels).sort(compare)
  const reaching = firstReaching(claims, levels, total)
  const before = levels[reaching - 1] ?? zero
  const missing = subtract(total, sumAt(claims, before))
  if (isZero(missing)) return { kind: 'level', level: before }
  // Between two breakpoints the sum rises in a straight line, by the weights that no bound holds there.
  const rise = movingWeight(claims, before)
  if (isZero(rise)) return { kind: 'too-much', mostTotal: sumAt(claims, before) }
  return { kind: 'level', level: add(before, divide(missing, rise)) }
}

/** One claim at a level: `level × weight`, held between its bounds. */
export function heldAt(claim: Claim, level: Rational): Rational {
  const amount = multiply(level, claim.weight)
  if (claim.least !== undefined && compare(amount, claim.least) < 0) return claim.least
  if (claim.most !== undefined && compare(amount, claim.most) > 0) return claim.most
  return amount
}

function boundLevels(claim: Claim): Rational[] {
  if (claim.weight.n === 0n) return []
  return [claim.least, claim.most]
    .filter((bound) => bound !== undefined)
    .map((bound) => divide(bound, claim.weight))
}

function sumAt(claims: readonly Claim[], level: Rational): Rational {
  return claims.reduce((sum, claim) => add(sum, heldAt(claim, level)), zero)
}

/** The index of the first level whose sum reaches the total, by halving: the sum never falls as the level rises. */
function firstReaching(claims: readonly Claim[], levels: readonly Rational[], total: Rational): number {
  let low = 0
  let high = levels.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(sumAt(claims, levels[middle] ?? zero), total) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The weight of the claims that move just above a level: past their least and below their most. */
function movingWeight(claims: readonly Claim[], level: Rational): Rational {
  return claims.reduce((sum, claim) => {
    const amount = multiply(level, claim.weight)
    const held =
      (claim.least !== undefined && compare(amount, claim.least) < 0) ||
      (claim.most !== undefined && compare(amount, claim.most) >= 0)
    return held ? sum : add(sum, claim.weight)
  }, zero)
}
