import { compareCodePoints } from '../text/code-points.ts'
import { type Claim, fillLevel, heldAt } from './fill-level.ts'
import { compare, negate, type Rational, subtract, whole } from './rational.ts'

/** A school's part in a sum that must be met to the last unit. */
export interface Share {
  readonly id: string
  /** Not negative. */
  readonly weight: Rational
  /** Whole units this share gets at the least, and at the most. */
  readonly least?: bigint
  readonly most?: bigint
}

export type Apportionment =
  | {
      readonly kind: 'apportioned'
      readonly parts: ReadonlyMap<string, bigint>
      /** What one unit of weight gets where no bound holds it. */
      readonly level: Rational
    }
  | { readonly kind: 'infeasible'; readonly nearest: bigint; readonly binding: readonly string[] }

/**
 * Divides `total` whole units (cents, pupils) by weight: everyone gets the whole part of their quota, and
 * the units left over go to the largest remainders, ties by id in code-point order.
 *
 * The parts always add up to `total`. The method is not monotone: a larger total can cost a share one unit.
 * When the bounds cannot meet the total, the answer names the nearest total and the shares that bind.
 */
export function apportion(total: bigint, shares: readonly Share[]): Apportionment {
  if (total < 0n) return mirrored(total, shares)
  const claims = shares.map(toClaim)
  const filled = fillLevel(claims, whole(total))
  if (filled.kind !== 'level') {
    const nearest = filled.kind === 'too-little' ? filled.leastTotal : filled.mostTotal
    const bound = filled.kind === 'too-little' ? 'least' : 'most'
    return { kind: 'infeasible', nearest: nearest.n / nearest.d, binding: bindingIds(shares, bound) }
  }
  const quotas = shares.map((share, i) => ({
    id: share.id,
    quota: heldAt(claims[i] ?? toClaim(share), filled.level),
  }))
  return { kind: 'apportioned', parts: placeRemainders(total, quotas), level: filled.level }
}

function placeRemainders(
  total: bigint,
  quotas: readonly { id: string; quota: Rational }[],
): Map<string, bigint> {
  const parts = new Map<string, bigint>()
  let left = total
  for (const { id, quota } of quotas) {
    const part = quota.n / quota.d
    parts.set(id, part)
    left -= part
  }
  const byRemainder = quotas
    .map(({ id, quota }) => ({ id, remainder: subtract(quota, whole(quota.n / quota.d)) }))
    .sort((a, b) => compare(b.remainder, a.remainder) || compareCodePoints(a.id, b.id))
  for (const { id } of byRemainder.slice(0, Number(left))) parts.set(id, (parts.get(id) ?? 0n) + 1n)
  return parts
}

// A sum to be taken away is placed as its opposite, so that who gives the odd cent follows the same rule.
function mirrored(total: bigint, shares: readonly Share[]): Apportionment {
  const opposite = shares.map(({ id, weight, least, most }) => ({
    id,
    weight,
    ...(most !== undefined && { least: -most }),
    ...(least !== undefined && { most: -least }),
  }))
  const result = apportion(-total, opposite)
  if (result.kind === 'infeasible') return { ...result, nearest: -result.nearest }
  const parts = new Map([...result.parts].map(([id, part]) => [id, -part]))
  return { kind: 'apportioned', parts, level: negate(result.level) }
}

function toClaim(share: Share): Claim {
  return {
    weight: share.weight,
    ...(share.least !== undefined && { least: whole(share.least) }),
    ...(share.most !== undefined && { most: whole(share.most) }),
  }
}

/** Who stands in the way: a least above nothing, or a most that its weight would carry it past. */
function bindingIds(shares: readonly Share[], bound: 'least' | 'most'): string[] {
  const binding = shares.filter(({ weight, least, most }) =>
    bound === 'least'
      ? least !== undefined && least > 0n
      : most !== undefined && (weight.n !== 0n || most < 0n),
  )
  return binding.map((share) => share.id).sort(compareCodePoints)
}
