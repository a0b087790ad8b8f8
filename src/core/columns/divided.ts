import type { RoundingMode } from '../numbers/rounding.ts'
import { type Limbs, upperHalf } from './two-limbs.ts'
import type { Slot, Step } from './workshop.ts'

/** A slot times one whole float. */
export interface Scaled {
  readonly slot: Slot
  readonly times: number
}

/**
 * `a × times / divisor`, rounded half away from zero; the divisor is even. A float's quotient can only round up
 * past a whole number when the dividend is 2^53 or more, and the range proof has kept it below.
 */
export function halfUp(out: Slot, { slot, times }: Scaled, divisor: number): Step {
  const half = divisor / 2
  return (start, count) => {
    const [to, x] = [out.values, slot.values]
    const p = slot.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const v = (x[p + i] ?? 0) * times
      to[o + i] = v < 0 ? 0 - Math.floor((half - v) / divisor) : Math.floor((v + half) / divisor)
    }
  }
}

/**
 * As `halfUp`, where nothing is below zero and 12 × (dividend + divisor) stays below 2^53; the divisor may be odd.
 * One product with the inexact factor is enough: quotient + ½ lies on a grid of 1 / (2 × divisor), and is moved a
 * quarter of the divisor's inverse up, off the grid. Factor, product and sum are rounded once each, by less than
 * (3 × quotient + 3) × 2^-53 together, which is less than that quarter; so the floor is the exact one.
 */
export function halfUpByFactor(out: Slot, { slot, times }: Scaled, divisor: number): Step {
  const factor = times / divisor
  const half = 0.5 + 0.25 / divisor
  const step: Step = (start, count) => {
    const [to, x] = [out.values, slot.values]
    const p = slot.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    const pairs = count - (count % 2)
    // Two at a time, both read before either is written: a processor does them side by side.
    for (let i = 0; i < pairs; i += 2) {
      const a = (x[p + i] ?? 0) * factor + half
      const b = (x[p + i + 1] ?? 0) * factor + half
      to[o + i] = Math.floor(a)
      to[o + i + 1] = Math.floor(b)
    }
    if (pairs < count) to[o + pairs] = Math.floor((x[p + pairs] ?? 0) * factor + half)
  }
  if (!slot.isColumn || !out.isColumn) return step
  return Object.assign(step, { weighted: { out: out.values, from: slot.values, factor, half } })
}

/**
 * As `halfUpByFactor`, where the dividend is past 2^53. The floats are off by less than (3 × quotient + 3) × 2^-53,
 * so that a sum further than that from a whole number has the exact floor. The few others are settled by the rest,
 * which is exact in limbs: the quotient is below 2^51, and quotient × divisor is a float.
 */
export function halfUpByNearest(
  out: Slot,
  { slot, times }: Scaled,
  { divisor, greatest }: { readonly divisor: number; readonly greatest: number },
): Step {
  const factor = times / divisor
  const doubt = (3 * greatest + 3) * 2 ** -53
  const settled = settleHalfUp(times, divisor)
  const isSure = (above: number): boolean => above > doubt && above < 1 - doubt
  return (start, count) => {
    const to = out.values
    const x = slot.values
    const p = slot.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    const pairs = count - (count % 2)
    for (let i = 0; i < pairs; i += 2) {
      const a = x[p + i] ?? 0
      const b = x[p + i + 1] ?? 0
      const ofA = a * factor + 0.5
      const ofB = b * factor + 0.5
      const floorA = Math.floor(ofA)
      const floorB = Math.floor(ofB)
      to[o + i] = isSure(ofA - floorA) ? floorA : settled(a, floorA)
      to[o + i + 1] = isSure(ofB - floorB) ? floorB : settled(b, floorB)
    }
    if (pairs < count) {
      const value = x[p + pairs] ?? 0
      to[o + pairs] = settled(value, Math.floor(value * factor + 0.5))
    }
  }
}

/** The quotient rounded half up, from one that is at most one off. */
function settleHalfUp(times: number, divisor: number): (value: number, near: number) => number {
  const half = divisor / 2
  const timesUpper = upperHalf(times)
  const timesLower = times - timesUpper
  return (value, near) => {
    const upper = upperHalf(value)
    const lower = value - upper
    const product = value * times
    const missed = upper * timesUpper - product + upper * timesLower + lower * timesUpper + lower * timesLower
    const rest = product - near * divisor + missed
    if (rest >= half) return near + 1
    return rest < -half ? near - 1 : near
  }
}

/** `a × times / divisor` in any mode. */
export function divideNarrow(
  out: Slot,
  { slot, times }: Scaled,
  by: { divisor: number; mode: RoundingMode },
): Step {
  const { divisor } = by
  const settle = SETTLE[by.mode]
  return (start, count) => {
    const [to, x] = [out.values, slot.values]
    const p = slot.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const v = (x[p + i] ?? 0) * times
      const quotient = Math.floor(v / divisor)
      to[o + i] = settle(quotient, v - quotient * divisor, divisor)
    }
  }
}

/** One slot divided by another that is greater than zero, in any mode. */
export function divideBySlot(
  out: Slot,
  { slot, times }: Scaled,
  by: { divisor: Slot; mode: RoundingMode },
): Step {
  const { divisor } = by
  const settle = SETTLE[by.mode]
  return (start, count) => {
    const [to, x, y] = [out.values, slot.values, divisor.values]
    const p = slot.isColumn ? start : 0
    const q = divisor.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const v = (x[p + i] ?? 0) * times
      const d = y[q + i] ?? 1
      const quotient = Math.floor(v / d)
      to[o + i] = settle(quotient, v - quotient * d, d)
    }
  }
}

/**
 * Limbs divided by a whole float below 2^50, where the quotient is below 2^51 and quotient × divisor is itself a
 * float: the rest is then found without a rounding, and mends a quotient that is one off.
 */
export function divideLimbs(
  out: Slot,
  { upper, lower }: Limbs,
  by: { divisor: number; mode: RoundingMode },
): Step {
  const { divisor } = by
  const settle = SETTLE[by.mode]
  return (start, count) => {
    const [to, high, low] = [out.values, upper.values, lower.values]
    const p = upper.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const h = high[p + i] ?? 0
      let quotient = Math.floor(h / divisor)
      let rest = h - quotient * divisor + (low[p + i] ?? 0)
      if (rest < 0) {
        quotient -= 1
        rest += divisor
      } else if (rest >= divisor) {
        quotient += 1
        rest -= divisor
      }
      to[o + i] = settle(quotient, rest, divisor)
    }
  }
}

type Settle = (quotient: number, rest: number, divisor: number) => number

/** The rounded quotient, from the one below it and the rest, which is not negative. */
const SETTLE: Readonly<Record<RoundingMode, Settle>> = {
  half_up: (q, r, d) => ((q < 0 ? 2 * r > d : 2 * r >= d) ? q + 1 : q),
  half_down: (q, r, d) => ((q < 0 ? 2 * r >= d : 2 * r > d) ? q + 1 : q),
  half_even: (q, r, d) => (2 * r > d || (2 * r === d && q % 2 !== 0) ? q + 1 : q),
  up: (q, r) => (q >= 0 && r > 0 ? q + 1 : q),
  down: (q, r) => (q < 0 && r > 0 ? q + 1 : q),
  floor: (q) => q,
  ceiling: (q, r) => (r > 0 ? q + 1 : q),
}
