import type { ScaleToPool } from '../../formula/checked.ts'
import { compare, divide, multiply, type Rational, subtract } from '../../numbers/rational.ts'
import { type Adjusting, amountOver, type Bound, numberAt } from './adjusting.ts'
import type { HeldLines } from './held-lines.ts'

/** The least and the most of a school's scaled money: as stated, and so that kept floors and caps still hold. */
export function poolBounds(
  adjustment: ScaleToPool,
  adjusting: Adjusting,
  school: number,
): { least?: Rational; most?: Rational } {
  const stated = (side: 'least' | 'most'): Rational[] => {
    const limit = adjustment[side]
    return limit === undefined ? [] : [numberAt(adjusting, limit, school)]
  }
  const kept = (side: 'least' | 'most'): Rational[] =>
    keptBounds(adjustment, adjusting).flatMap((bound) =>
      bound.side === side ? keptLimit(adjustment, bound, { adjusting, school }) : [],
    )
  const [floors, caps] = [
    [...stated('least'), ...kept('least')],
    [...stated('most'), ...kept('most')],
  ]
  const [least] = floors.sort((a, b) => compare(b, a))
  const [most] = caps.sort(compare)
  return { ...(least !== undefined && { least }), ...(most !== undefined && { most }) }
}

/** What kept floors and caps ask of some of the scaled lines; one on all of them is met by their sum. */
export function heldLines(adjustment: ScaleToPool, adjusting: Adjusting, school: number): HeldLines[] {
  return keptBounds(adjustment, adjusting).flatMap((bound) => {
    const limit = bound.limits[school]
    const ids = bound.over.filter((id) => adjustment.over.includes(id))
    if (limit === undefined || ids.length === 0 || ids.length === adjustment.over.length) return []
    return [
      { ids, side: bound.side, limit: subtract(limit, standing(adjustment, bound, { adjusting, school })) },
    ]
  })
}

function keptBounds({ keep }: ScaleToPool, { bounds }: Adjusting): Bound[] {
  return keep.map((id) => bounds.get(id)).filter((bound) => bound !== undefined)
}

interface Here {
  readonly adjusting: Adjusting
  readonly school: number
}

/**
 * A kept bound is on its own lines, and the pool scales others too: the lines they share come to `f × shared`,
 * the rest stands, so the bound on the factor is `(limit − rest) ÷ shared`.
 */
function keptLimit(adjustment: ScaleToPool, bound: Bound, here: Here): Rational[] {
  const { adjusting, school } = here
  const limit = bound.limits[school]
  const shared = amountOver(
    adjusting,
    bound.over.filter((id) => adjustment.over.includes(id)),
    school,
  )
  if (limit === undefined || shared.n <= 0n) return []
  const least = divide(subtract(limit, standing(adjustment, bound, here)), shared)
  return [multiply(amountOver(adjusting, adjustment.over, school), least)]
}

/** What a bound's lines have that the pool does not scale. */
function standing({ over }: ScaleToPool, bound: Bound, { adjusting, school }: Here): Rational {
  return amountOver(
    adjusting,
    bound.over.filter((id) => !over.includes(id)),
    school,
  )
}
