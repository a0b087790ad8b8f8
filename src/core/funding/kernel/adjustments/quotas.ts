/** Up to this total, and this sum of weights, `quotas` is exact: see there. */
export const MOST_DIVIDED = 2 ** 49

/** A total to be divided by weight: both whole, the total not negative, the weights in all more than nothing. */
export interface Level {
  readonly total: number
  readonly weights: number
  /** `total / weights` as the nearest float and what it misses by, the first also in two halves. */
  readonly upper: number
  readonly lower: number
  readonly head: number
  readonly tail: number
}

/** Where whole parts are put, and what each has beyond them in units of one over the sum of the weights. */
export interface Quotas {
  readonly weights: Float64Array
  readonly parts: Float64Array
  readonly rests: Float64Array
}

export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Splits a float into two halves of 26 bits, whose products are exact: Dekker (1971). */
const SPLITTER = 2 ** 27 + 1

export function levelOf(total: number, weights: number): Level {
  const upper = total / weights
  const head = headOf(upper)
  const tail = upper - head
  const weightsHead = headOf(weights)
  const weightsTail = weights - weightsHead
  const product = upper * weights
  const missed = head * weightsHead - product + head * weightsTail + tail * weightsHead + tail * weightsTail
  // What a rounded quotient leaves of its dividend is always a float.
  const lower = (total - product - missed) / weights
  return { total, weights, upper, lower, head, tail }
}

/**
 * The whole part of every `total × weight ÷ weights` and the exact rest of that division; gives the sum of the parts.
 *
 * The level is known to within 2^-105 of itself, and its product with a weight, below 2^49, is kept in two floats, so
 * that the part beyond the last whole unit is off by less than 2^-51. Rests are whole numbers below 2^49: times the
 * sum of the weights it is off by less than a quarter, and the nearest whole number is the rest.
 */
export function quotas(level: Level, { weights, parts, rests }: Quotas, { from, to }: Stretch): number {
  const { weights: by, upper, lower, head, tail } = level
  if (level.total > MOST_DIVIDED || by > MOST_DIVIDED)
    return wideQuotas(level, { weights, parts, rests }, { from, to })
  let sum = 0
  for (let i = from; i < to; i += 1) {
    const weight = weights[i] ?? 0
    const scaled = SPLITTER * weight
    const weightHead = scaled - (scaled - weight)
    const weightTail = weight - weightHead
    const product = weight * upper
    const missed = weightHead * head - product + weightHead * tail + weightTail * head + weightTail * tail
    const floor = Math.floor(product)
    const rest = Math.floor((product - floor + (missed + weight * lower)) * by + 0.5)
    const off = rest < 0 ? -1 : rest >= by ? 1 : 0
    parts[i] = floor + off
    rests[i] = rest - off * by
    sum += floor + off
  }
  return sum
}

/** The same by BigInt, where the floats are not proven. */
function wideQuotas(level: Level, { weights, parts, rests }: Quotas, { from, to }: Stretch): number {
  const [total, by] = [BigInt(level.total), BigInt(level.weights)]
  let sum = 0
  for (let i = from; i < to; i += 1) {
    const dividend = total * BigInt(weights[i] ?? 0)
    parts[i] = Number(dividend / by)
    rests[i] = Number(dividend % by)
    sum += parts[i] ?? 0
  }
  return sum
}

/** The first 26 bits of a float. */
function headOf(a: number): number {
  const scaled = SPLITTER * a
  return scaled - (scaled - a)
}
