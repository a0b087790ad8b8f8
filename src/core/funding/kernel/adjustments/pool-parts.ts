import { apportion, type Share } from '../../../numbers/apportion.ts'
import { divide, fraction, multiply, type Rational, whole, zero } from '../../../numbers/rational.ts'
import { NotForColumns } from './not-for-columns.ts'
import { oddUnits } from './odd-units.ts'
import { type PoolShares, poolLevel } from './pool-level.ts'
import { levelOf, quotas } from './quotas.ts'

/** Weights as whole numbers of one unit, or any. */
export type Weights =
  | { readonly kind: 'whole'; readonly values: Float64Array; readonly unit: Rational }
  | { readonly kind: 'any'; readonly values: readonly Rational[] }

/** One pool: its total in cents, and its members in the order in which the last cents go to equal ones. */
export interface Pool extends Omit<PoolShares, 'weights'> {
  /** Asked for only where it takes the reference. */
  readonly ids: () => readonly string[]
  readonly weights: Weights
}

export interface PoolParts {
  readonly parts: Float64Array
  /** Cents for each weight of one where no bound holds it. */
  readonly level: Rational
}

/** Every member's part in whole cents, the last ones by largest remainder, just as `apportion` gives them. */
export function poolParts(pool: Pool): PoolParts {
  const { weights, least } = pool
  if (weights.kind === 'any') return apportioned(pool)
  const found = poolLevel({ ...pool, weights: weights.values })
  switch (found.kind) {
    case 'level': {
      const level = divide(fraction(BigInt(found.total), BigInt(found.weights)), weights.unit)
      return { parts: partsAt(found, weights.values), level }
    }
    case 'all-at-least':
      return { parts: least, level: zero }
    case 'infeasible':
      throw new NotForColumns('a pool cannot be met')
    case 'open':
      return apportioned(pool)
    default:
      return found satisfies never
  }
}

function partsAt(
  {
    total,
    weights: sum,
    held,
  }: { readonly total: number; readonly weights: number; readonly held: Float64Array },
  weights: Float64Array,
): Float64Array {
  const stretch = { from: 0, to: weights.length }
  const count = weights.length
  const room = {
    weights: new Float64Array(count),
    parts: new Float64Array(count),
    rests: new Float64Array(count),
  }
  for (let i = 0; i < count; i += 1) if (Number.isNaN(held[i])) room.weights[i] = weights[i] ?? 0
  const sumOfParts = quotas(levelOf(total, sum), room, stretch)
  oddUnits(count)(room, stretch, { count: total - sumOfParts, weights: sum })
  for (let i = 0; i < held.length; i += 1) {
    const bound = held[i] ?? 0
    if (!Number.isNaN(bound)) room.parts[i] = bound
  }
  return room.parts
}

/** The reference's own way, for a pool that floats do not settle. */
function apportioned({ total, ids: named, weights, least, most }: Pool): PoolParts {
  const ids = named()
  const shares = ids.map((id, i): Share => {
    const high = most[i] ?? Infinity
    return {
      id,
      weight: weightAt(weights, i),
      least: BigInt(least[i] ?? 0),
      ...(high !== Infinity && { most: BigInt(high) }),
    }
  })
  const found = apportion(BigInt(total), shares)
  if (found.kind === 'infeasible') throw new NotForColumns('a pool cannot be met')
  return { parts: Float64Array.from(ids, (id) => Number(found.parts.get(id) ?? 0n)), level: found.level }
}

function weightAt(weights: Weights, i: number): Rational {
  if (weights.kind === 'any') return weights.values[i] ?? zero
  return multiply(whole(BigInt(weights.values[i] ?? 0)), weights.unit)
}
