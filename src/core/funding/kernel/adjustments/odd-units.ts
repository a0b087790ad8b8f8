import type { Quotas, Stretch } from './quotas.ts'

/** How many units are left over, and the sum of the weights, which every rest is below. */
interface Left {
  readonly count: number
  readonly weights: number
}

/** Gives the units left over to the largest rests of a stretch, one each; of equal rests to the first. */
export type PlaceOddUnits = (quotas: Quotas, stretch: Stretch, left: Left) => void

const MOST_BUCKETS = 4096

/**
 * Makes room for stretches of at most `length`, to be used again and again. Rests are counted into buckets from the
 * least to the greatest; only in the bucket that gets some of the units is it looked at who is first.
 */
export function oddUnits(length: number): PlaceOddUnits {
  const buckets = Math.max(1, Math.min(MOST_BUCKETS, length))
  // One more than there are, for a rest that is rounded up to the end of the last.
  const sizes = new Int32Array(buckets + 1)
  const inside = new Int32Array(length)
  const sorted = new Float64Array(length)
  return ({ parts, rests }, { from, to }, { count, weights }) => {
    if (count === 0) return
    const scale = buckets / weights
    sizes.fill(0)
    for (let i = from; i < to; i += 1) {
      const bucket = ((rests[i] ?? 0) * scale) | 0
      sizes[bucket] = (sizes[bucket] ?? 0) + 1
    }
    let left = count
    let chosen = buckets
    while (chosen > 0 && (sizes[chosen] ?? 0) < left) {
      left -= sizes[chosen] ?? 0
      chosen -= 1
    }
    let size = 0
    for (let i = from; i < to; i += 1) {
      const bucket = ((rests[i] ?? 0) * scale) | 0
      // Signs in place of branches, which would be foretold wrongly every other time.
      parts[i] = (parts[i] ?? 0) + ((chosen - bucket) >>> 31)
      inside[size] = i
      size += ((bucket ^ chosen) - 1) >>> 31
    }
    if (left > 0) placeAmong({ parts, rests }, left, { inside, size, sorted })
  }
}

/** The places of some rests in their order, and room to sort these. */
interface Inside {
  readonly inside: Int32Array
  readonly size: number
  readonly sorted: Float64Array
}

function placeAmong(
  { parts, rests }: Pick<Quotas, 'parts' | 'rests'>,
  left: number,
  { inside, size, sorted }: Inside,
): void {
  for (let i = 0; i < size; i += 1) sorted[i] = rests[inside[i] ?? 0] ?? 0
  if (size > FEW) sorted.subarray(0, size).sort()
  else sortFew(sorted, size)
  const threshold = sorted[size - left] ?? 0
  let ties = left
  for (let i = size - left; i < size; i += 1) if ((sorted[i] ?? 0) > threshold) ties -= 1
  for (let i = 0; i < size; i += 1) {
    const place = inside[i] ?? 0
    const rest = rests[place] ?? 0
    if (rest < threshold || (rest === threshold && ties === 0)) continue
    parts[place] = (parts[place] ?? 0) + 1
    if (rest === threshold) ties -= 1
  }
}

// A call of the engine's own sort costs more than these few comparisons.
const FEW = 32

function sortFew(values: Float64Array, size: number): void {
  for (let i = 1; i < size; i += 1) {
    const value = values[i] ?? 0
    let place = i
    for (; place > 0 && (values[place - 1] ?? 0) > value; place -= 1) values[place] = values[place - 1] ?? 0
    values[place] = value
  }
}
