import type { Slot, Step } from './workshop.ts'

/** Splits a float into two halves of 26 bits, whose products are exact: Dekker (1971). */
const SPLITTER = 2 ** 27 + 1

/** The upper 26 bits of a whole float; what is left has no more. */
export function upperHalf(value: number): number {
  const spread = SPLITTER * value
  return spread - (spread - value)
}

export interface Limbs {
  readonly upper: Slot
  readonly lower: Slot
}

/** The exact product of two whole floats, as the nearest float and what it misses by: Dekker (1971). */
export function multiplyToLimbs(out: Limbs, a: Slot, b: Slot): Step {
  return (start, count) => {
    const [upper, lower, x, y] = [out.upper.values, out.lower.values, a.values, b.values]
    const p = a.isColumn ? start : 0
    const q = b.isColumn ? start : 0
    const o = out.upper.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const s = x[p + i] ?? 0
      const t = y[q + i] ?? 0
      const [sc, tc] = [SPLITTER * s, SPLITTER * t]
      const sh = sc - (sc - s)
      const th = tc - (tc - t)
      const sl = s - sh
      const tl = t - th
      const product = s * t
      upper[o + i] = product
      lower[o + i] = sh * th - product + sh * tl + sl * th + sl * tl
    }
  }
}

/** A slot times one whole float, exactly. */
export function scaleToLimbs(out: Limbs, a: Slot, times: number): Step {
  const tc = SPLITTER * times
  const th = tc - (tc - times)
  const tl = times - th
  return (start, count) => {
    const [upper, lower, x] = [out.upper.values, out.lower.values, a.values]
    const p = a.isColumn ? start : 0
    const o = out.upper.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const s = x[p + i] ?? 0
      const sc = SPLITTER * s
      const sh = sc - (sc - s)
      const sl = s - sh
      const product = s * times
      upper[o + i] = product
      lower[o + i] = sh * th - product + sh * tl + sl * th + sl * tl
    }
  }
}

/** The sum of two whole numbers in limbs, each below 2^104: Knuth's two-sum on the upper ones. */
export function addLimbs(out: Limbs, a: Limbs, b: Limbs): Step {
  return (start, count) => {
    const [upper, lower] = [out.upper.values, out.lower.values]
    const [ah, al, bh, bl] = [a.upper.values, a.lower.values, b.upper.values, b.lower.values]
    const p = a.upper.isColumn ? start : 0
    const pl = a.lower.isColumn ? start : 0
    const q = b.upper.isColumn ? start : 0
    const ql = b.lower.isColumn ? start : 0
    const o = out.upper.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const s = ah[p + i] ?? 0
      const t = bh[q + i] ?? 0
      const sum = s + t
      const tv = sum - s
      const missed = s - (sum - tv) + (t - tv) + ((al[pl + i] ?? 0) + (bl[ql + i] ?? 0))
      const nearest = sum + missed
      const mv = nearest - sum
      upper[o + i] = nearest
      lower[o + i] = sum - (nearest - mv) + (missed - mv)
    }
  }
}
