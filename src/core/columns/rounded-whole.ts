import { type RoundingMode, roundedQuotient } from '../numbers/rounding.ts'
import {
  divideBySlot,
  divideLimbs,
  divideNarrow,
  halfUp,
  halfUpByFactor,
  halfUpByNearest,
} from './divided.ts'
import { scaleToLimbs } from './two-limbs.ts'
import {
  commonDivisor,
  constantWhole,
  type NarrowWhole,
  type Range,
  rangeOf,
  reach,
  type Whole,
  WIDE_LIMIT,
} from './whole.ts'
import { isNarrow, mapBig, solid } from './whole-arithmetic.ts'
import type { Slot, Workshop } from './workshop.ts'

/** A quotient that is rounded once; `into` is where it should be written if it is narrow. */
export interface Division {
  readonly dividend: Whole
  /** Greater than zero at every school. */
  readonly divisor: Whole
  readonly mode: RoundingMode
  readonly into?: Slot | undefined
}

export function roundedWhole(division: Division, shop: Workshop): Whole {
  const { dividend, divisor, mode } = division
  if (divisor.kind !== 'constant') return dividedByColumn(division, shop)
  if (dividend.kind === 'constant') return constantWhole(roundedQuotient(dividend.value, divisor.value, mode))
  if (dividend.kind === 'narrow') return dividedNarrow(division, dividend, divisor.value, shop)
  const range = quotientRange(rangeOf(dividend), divisor.value, mode)
  if (dividend.kind === 'wide' && fitsLimbs(range, divisor.value, shop)) {
    const slot = division.into ?? shop.numbers()
    shop.steps.push(divideLimbs(slot, dividend, { divisor: Number(divisor.value), mode }))
    return { kind: 'narrow', slot, times: 1n, ...range }
  }
  return divideBig(division, range, shop)
}

function dividedNarrow(
  { mode, into, ...division }: Division,
  dividend: NarrowWhole,
  divisor: bigint,
  shop: Workshop,
): Whole {
  const shared = commonDivisor(dividend.times, divisor)
  const [times, by] = [dividend.times / shared, divisor / shared]
  const reduced: NarrowWhole = { ...dividend, times }
  if (by === 1n) return reduced
  const whole = rangeOf(reduced)
  const range = quotientRange(whole, by, mode)
  const from = { slot: dividend.slot, times: Number(times) }
  // Half a divisor is added before the division, so that it has to fit as well.
  if (isNarrow({ low: 0n, high: reach(whole) + 2n * by }, shop)) {
    const slot = into ?? shop.numbers()
    const result = { kind: 'narrow', slot, times: 1n, ...range } as const
    if (mode === 'half_up' && isSmall(whole, by)) shop.steps.push(halfUpByFactor(slot, from, Number(by)))
    else if (mode === 'half_up' && by % 2n === 0n) shop.steps.push(halfUp(slot, from, Number(by)))
    else shop.steps.push(divideNarrow(slot, from, { divisor: Number(by), mode }))
    return result
  }
  const canScale = isNarrow({ low: times, high: times }, shop) && reach(whole) < WIDE_LIMIT
  if (canScale && fitsLimbs(range, by, shop)) {
    if (mode === 'half_up' && whole.low >= 0n && range.high < 2n ** 48n) {
      const slot = into ?? shop.numbers()
      const size = { divisor: Number(by), greatest: Number(range.high) }
      shop.steps.push(halfUpByNearest(slot, from, size))
      return { kind: 'narrow', slot, times: 1n, ...range }
    }
    const limbs = { upper: shop.numbers(), lower: shop.numbers() }
    shop.steps.push(scaleToLimbs(limbs, dividend.slot, Number(times)))
    const slot = into ?? shop.numbers()
    shop.steps.push(divideLimbs(slot, limbs, { divisor: Number(by), mode }))
    return { kind: 'narrow', slot, times: 1n, ...range }
  }
  return divideBig({ ...division, mode, dividend: reduced, divisor: constantWhole(by) }, range, shop)
}

function isSmall(dividend: Range, divisor: bigint): boolean {
  return dividend.low >= 0n && 12n * (dividend.high + divisor) < 2n ** 53n
}

/** Whether `divideLimbs` is exact: quotient × divisor is a float when the odd part of the divisor leaves it room. */
function fitsLimbs(quotient: Range, divisor: bigint, shop: Workshop): boolean {
  const odd = divisor / (divisor & -divisor)
  const most = reach(quotient) + 1n
  return divisor < 2n ** 50n && most < 2n ** 51n && isNarrow({ low: 0n, high: most * odd }, shop)
}

function dividedByColumn(division: Division, shop: Workshop): Whole {
  const { mode, into } = division
  const shared = commonDivisor(waitingOf(division.dividend), waitingOf(division.divisor))
  const divisor = solid(over(division.divisor, shared), shop)
  const dividend = solid(over(division.dividend, shared), shop)
  const [above, below] = [rangeOf(dividend), rangeOf(divisor)]
  const range = hullOfQuotients(above, below, mode)
  const room = { low: 0n, high: reach(above) + 2n * below.high }
  if (dividend.kind === 'narrow' && divisor.kind === 'narrow' && isNarrow(room, shop)) {
    const slot = into ?? shop.numbers()
    shop.steps.push(divideBySlot(slot, { slot: dividend.slot, times: 1 }, { divisor: divisor.slot, mode }))
    return { kind: 'narrow', slot, times: 1n, ...range }
  }
  return divideBig({ dividend, divisor, mode }, range, shop)
}

/** What a whole waits to be multiplied with, which both sides of a division may share. */
function waitingOf(whole: Whole): bigint {
  if (whole.kind === 'constant') return whole.value
  return whole.kind === 'narrow' ? whole.times : 1n
}

function over(whole: Whole, shared: bigint): Whole {
  if (shared <= 1n) return whole
  if (whole.kind === 'constant') return constantWhole(whole.value / shared)
  return whole.kind === 'narrow' ? { ...whole, times: whole.times / shared } : whole
}

function divideBig({ dividend, divisor, mode }: Division, range: Range, shop: Workshop): Whole {
  const big = mapBig([dividend, divisor], range, {
    shop,
    of: ([n = 0n, d = 1n]) => roundedQuotient(n, d, mode),
  })
  if (!isNarrow(range, shop)) return big
  const slot = shop.numbers()
  shop.steps.push((_, count) => {
    for (let i = 0; i < count; i += 1) slot.values[i] = Number(big.slot.values[i] ?? 0n)
  })
  return { kind: 'narrow', slot, times: 1n, ...range }
}

function quotientRange({ low, high }: Range, divisor: bigint, mode: RoundingMode): Range {
  return { low: roundedQuotient(low, divisor, mode), high: roundedQuotient(high, divisor, mode) }
}

/** A negative dividend is least over the least divisor, a positive one greatest. */
function hullOfQuotients(dividend: Range, divisor: Range, mode: RoundingMode): Range {
  const low = roundedQuotient(dividend.low, dividend.low < 0n ? divisor.low : divisor.high, mode)
  const high = roundedQuotient(dividend.high, dividend.high < 0n ? divisor.high : divisor.low, mode)
  return { low, high }
}
