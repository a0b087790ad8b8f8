import { keptMask } from '../../../columns/kept.ts'
import { type Mask, maskAt } from '../../../columns/masks.ts'
import { comparisonOf } from '../../../columns/number-arithmetic.ts'
import type { ScaleToPool } from '../../../formula/checked.ts'
import type { Rounding } from '../../../numbers/rounding.ts'
import { type ColumnAdjusting, isIn, numberOf, roundedCents } from './column-adjusting.ts'
import { NotForColumns } from './not-for-columns.ts'

/** The least and the most that each school may have of scaled money, in whole cents. */
export interface PoolLimits {
  readonly least: Float64Array
  readonly most: Float64Array
}

/**
 * What a pool states, and what the floors and caps that it keeps leave it; meaningless where nothing is scaled. A
 * least above a most is an error, and kept lines that are some of the scaled ones take the reference to settle.
 */
export function poolLimits(
  adjustment: ScaleToPool,
  scaled: Uint8Array,
  adjusting: ColumnAdjusting,
): PoolLimits {
  const { schools } = adjusting.shop
  const stated = statedLimits(adjustment, scaled, adjusting)
  const kept = keptLimits(adjustment, adjusting)
  const [least, most] = [new Float64Array(schools), new Float64Array(schools)]
  for (let school = 0; school < schools; school += 1) {
    if (!isIn(scaled, school)) continue
    const statedLeast = stated.least?.[school] ?? 0
    const statedMost = stated.most?.[school] ?? Infinity
    const keptLeast = kept.least[school] ?? 0
    const keptMost = kept.most[school] ?? Infinity
    const low = Math.max(statedLeast, keptLeast, 0)
    const high = Math.min(statedMost, keptMost)
    // Of what is stated only the exact amounts can tell: both may lie within one cent.
    const isCrossed =
      maskAt(stated.isCrossed, school, 0) || high < Math.max(keptLeast, 0) || keptMost < statedLeast
    if (isCrossed) throw new NotForColumns('a least above a most')
    least[school] = low
    most[school] = Math.max(low, high)
  }
  return { least, most }
}

const UP: Rounding = { kind: 'places', places: 2, mode: 'ceiling' }
const DOWN: Rounding = { kind: 'places', places: 2, mode: 'floor' }

interface StatedLimits {
  readonly least: Float64Array | undefined
  readonly most: Float64Array | undefined
  readonly isCrossed: Mask
}

function statedLimits(
  { least, most }: ScaleToPool,
  where: Uint8Array,
  adjusting: ColumnAdjusting,
): StatedLimits {
  const { shop } = adjusting
  const [low, high] = [least && numberOf(least, adjusting), most && numberOf(most, adjusting)]
  const isCrossed =
    low === undefined || high === undefined
      ? false
      : keptMask(comparisonOf([high, low], '<', shop).holds, shop)
  shop.run()
  return {
    least: low && roundedCents(low, { rounding: UP, where }, adjusting),
    most: high && roundedCents(high, { rounding: DOWN, where }, adjusting),
    isCrossed,
  }
}

/** The scaled money within which kept floors and caps hold: what they ask for beyond what their other lines have. */
function keptLimits(
  { keep, over }: ScaleToPool,
  { bounds, ledger, shop: { schools } }: ColumnAdjusting,
): PoolLimits {
  const least = new Float64Array(schools)
  const most = new Float64Array(schools).fill(Infinity)
  for (const id of keep) {
    const bound = bounds.get(id)
    if (bound === undefined) continue
    const shared = bound.over.filter((line) => over.includes(line))
    if (shared.length === 0) continue
    if (shared.length < over.length) throw new NotForColumns('kept lines that are some of the scaled ones')
    const standing = ledger.centsOver(bound.over.filter((line) => !over.includes(line)))
    for (let school = 0; school < schools; school += 1) {
      const limit = (bound.limits[school] ?? Number.NaN) - (standing[school] ?? 0)
      if (Number.isNaN(limit)) continue
      if (bound.side === 'least') least[school] = Math.max(least[school] ?? 0, limit)
      else most[school] = Math.min(most[school] ?? Infinity, limit)
    }
  }
  return { least, most }
}
