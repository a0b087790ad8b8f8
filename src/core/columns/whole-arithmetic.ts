import { addLimbs, multiplyToLimbs, scaleToLimbs } from './two-limbs.ts'
import {
  type BigWhole,
  commonDivisor,
  constantWhole,
  type NarrowWhole,
  productRange,
  type Range,
  rangeOf,
  reach,
  type Whole,
  WIDE_LIMIT,
  type WideWhole,
  wholeAt,
} from './whole.ts'
import type { Slot, Step, Workshop } from './workshop.ts'

/** A whole as it is written into a lane: with nothing that waits to be multiplied. */
export type Solid = { readonly kind: 'constant'; readonly value: bigint } | NarrowWhole | WideWhole | BigWhole

/** Whether every number of a range is a float, and every float between them. */
export function isNarrow(range: Range, { settings }: Workshop): boolean {
  return reach(range) <= settings.narrowLimit
}

/** Carries out what waits, into the narrowest lane that holds it. */
export function solid(whole: Whole, shop: Workshop): Solid {
  if (whole.kind !== 'narrow' || whole.times === 1n) return whole
  const range = rangeOf(whole)
  const times = Number(whole.times)
  if (isNarrow(range, shop) && isNarrow({ low: whole.times, high: whole.times }, shop)) {
    const out = shop.numbers()
    shop.steps.push(scale(out, whole.slot, times))
    return { kind: 'narrow', slot: out, times: 1n, ...range }
  }
  if (reach(range) < WIDE_LIMIT && isNarrow({ low: whole.times, high: whole.times }, shop)) {
    const out = { upper: shop.numbers(), lower: shop.numbers() }
    shop.steps.push(scaleToLimbs(out, whole.slot, times))
    return { kind: 'wide', ...out, ...range }
  }
  return bigOf(whole, shop)
}

/** Any whole in BigInts. */
function bigOf(whole: Whole, shop: Workshop): BigWhole {
  if (whole.kind === 'big') return whole
  return mapBig([whole], rangeOf(whole), { shop, of: ([a = 0n]) => a })
}

/** Works a whole out in BigInts, school by school. */
export function mapBig(
  wholes: readonly Whole[],
  range: Range,
  { shop, of }: { readonly shop: Workshop; readonly of: (values: readonly bigint[]) => bigint },
): BigWhole {
  const slot = shop.bigs()
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1) slot.values[i] = of(wholes.map((whole) => wholeAt(whole, start, i)))
  })
  return { kind: 'big', slot, ...range }
}

export function multiplied(a: Whole, b: Whole, shop: Workshop): Whole {
  if (a.kind === 'constant' && b.kind === 'constant') return constantWhole(a.value * b.value)
  if (a.kind === 'constant') return multiplied(b, a, shop)
  const range = productRange(rangeOf(a), rangeOf(b))
  // What is nothing everywhere would let what waits to be multiplied grow beyond a float.
  if (range.low === range.high) return constantWhole(range.low)
  if (b.kind === 'constant') {
    if (b.value === 1n) return a
    if (a.kind === 'narrow') return { ...a, times: a.times * b.value }
    return mapBig([a], range, { shop, of: ([x = 0n]) => x * b.value })
  }
  if (a.kind === 'narrow' && b.kind === 'narrow') {
    const bare = productRange(a, b)
    const times = a.times * b.times
    if (isNarrow(bare, shop)) {
      const slot = shop.numbers()
      shop.steps.push(multiply(slot, a.slot, b.slot))
      return { kind: 'narrow', slot, times, ...bare }
    }
    if (times === 1n && reach(bare) < WIDE_LIMIT) {
      const out = { upper: shop.numbers(), lower: shop.numbers() }
      shop.steps.push(multiplyToLimbs(out, a.slot, b.slot))
      return { kind: 'wide', ...out, ...bare }
    }
  }
  return mapBig([a, b], range, { shop, of: ([x = 0n, y = 0n]) => x * y })
}

export function added(a: Whole, b: Whole, shop: Workshop): Whole {
  if (a.kind === 'constant' && b.kind === 'constant') return constantWhole(a.value + b.value)
  if (a.kind === 'constant') return a.value === 0n ? b : added(b, a, shop)
  if (b.kind === 'constant' && b.value === 0n) return a
  const [left, right] = [rangeOf(a), rangeOf(b)]
  const range = { low: left.low + right.low, high: left.high + right.high }
  if (
    a.kind === 'narrow' &&
    b.kind !== 'wide' &&
    b.kind !== 'big' &&
    isNarrow(left, shop) &&
    isNarrow(right, shop) &&
    isNarrow(range, shop)
  )
    return narrowSum(a, b, shop)
  if (
    a.kind !== 'big' &&
    b.kind !== 'big' &&
    [left, right, range].every((each) => reach(each) < WIDE_LIMIT)
  ) {
    const [x, y] = [limbsOf(a, shop), limbsOf(b, shop)]
    if (x !== undefined && y !== undefined) {
      const out = { upper: shop.numbers(), lower: shop.numbers() }
      shop.steps.push(addLimbs(out, x, y))
      return { kind: 'wide', ...out, ...range }
    }
  }
  return mapBig([a, b], range, { shop, of: ([x = 0n, y = 0n]) => x + y })
}

export function negated(a: Whole, shop: Workshop): Whole {
  return multiplied(a, constantWhole(-1n), shop)
}

/** A sum in floats; what both terms wait to be multiplied with goes on waiting. */
function narrowSum(
  a: NarrowWhole,
  b: NarrowWhole | { kind: 'constant'; value: bigint },
  shop: Workshop,
): Whole {
  const [left, right] = [rangeOf(a), rangeOf(b)]
  const shared = commonDivisor(a.times, b.kind === 'constant' ? b.value : b.times)
  const slot = shop.numbers()
  if (b.kind === 'constant')
    shop.steps.push(scaleAndAdd(slot, a.slot, [Number(a.times / shared), Number(b.value / shared)]))
  else
    shop.steps.push(addScaled(slot, [a.slot, b.slot], [Number(a.times / shared), Number(b.times / shared)]))
  const low = (left.low + right.low) / shared
  const high = (left.high + right.high) / shared
  return { kind: 'narrow', slot, times: shared, low, high }
}

/** The two limbs of a whole that is none yet; `undefined` where it does not fit them. */
export function limbsOf(whole: Whole, shop: Workshop): { upper: Slot; lower: Slot } | undefined {
  if (reach(rangeOf(whole)) >= WIDE_LIMIT) return undefined
  if (whole.kind === 'constant') return constantLimbs(whole.value, shop)
  const ready = solid(whole, shop)
  if (ready.kind === 'wide') return ready
  if (ready.kind !== 'narrow') return undefined
  return { upper: ready.slot, lower: filled(0, shop) }
}

function constantLimbs(value: bigint, shop: Workshop): { upper: Slot; lower: Slot } {
  const upper = Number(value)
  const lower = Number(value - BigInt(upper))
  return { upper: filled(upper, shop), lower: filled(lower, shop) }
}

function filled(value: number, shop: Workshop): Slot {
  const slot = shop.numbers()
  shop.steps.push((_, count) => void slot.values.fill(value, 0, count))
  return slot
}

function scale(out: Slot, a: Slot, times: number): Step {
  return scaleAndAdd(out, a, [times, 0])
}

function scaleAndAdd(out: Slot, a: Slot, [times, plus]: readonly [number, number]): Step {
  return (start, count) => {
    const [to, x] = [out.values, a.values]
    const p = a.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) to[o + i] = (x[p + i] ?? 0) * times + plus
  }
}

function addScaled(out: Slot, [a, b]: readonly [Slot, Slot], [s, t]: readonly [number, number]): Step {
  return (start, count) => {
    const [to, x, y] = [out.values, a.values, b.values]
    const p = a.isColumn ? start : 0
    const q = b.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) to[o + i] = (x[p + i] ?? 0) * s + (y[q + i] ?? 0) * t
  }
}

function multiply(out: Slot, a: Slot, b: Slot): Step {
  return (start, count) => {
    const [to, x, y] = [out.values, a.values, b.values]
    const p = a.isColumn ? start : 0
    const q = b.isColumn ? start : 0
    const o = out.isColumn ? start : 0
    const pairs = count - (count % 2)
    for (let i = 0; i < pairs; i += 2) {
      const v = (x[p + i] ?? 0) * (y[q + i] ?? 0)
      const w = (x[p + i + 1] ?? 0) * (y[q + i + 1] ?? 0)
      to[o + i] = v
      to[o + i + 1] = w
    }
    if (pairs < count) to[o + pairs] = (x[p + pairs] ?? 0) * (y[q + pairs] ?? 0)
  }
}
