import type { BigSlot, Slot } from './workshop.ts'

/**
 * A whole number for each school, in the narrowest lane that is proven to hold it:
 * one for all schools, floats that are whole, two floats whose sum it is, or BigInt.
 */
export type Whole = ConstantWhole | NarrowWhole | WideWhole | BigWhole

export interface ConstantWhole {
  readonly kind: 'constant'
  readonly value: bigint
}

/** What the slot holds, between `low` and `high`, times a number that waits to be multiplied with. */
export interface NarrowWhole {
  readonly kind: 'narrow'
  readonly slot: Slot
  readonly low: bigint
  readonly high: bigint
  readonly times: bigint
}

/** `upper` is the nearest float, `lower` what it misses by. */
export interface WideWhole {
  readonly kind: 'wide'
  readonly upper: Slot
  readonly lower: Slot
  readonly low: bigint
  readonly high: bigint
}

export interface BigWhole {
  readonly kind: 'big'
  readonly slot: BigSlot
  readonly low: bigint
  readonly high: bigint
}

/** Two floats hold every whole number below this, with room for the sums on the way. */
export const WIDE_LIMIT = 2n ** 104n

export interface Range {
  readonly low: bigint
  readonly high: bigint
}

export function constantWhole(value: bigint): ConstantWhole {
  return { kind: 'constant', value }
}

/** The least and the greatest that a whole can be. */
export function rangeOf(whole: Whole): Range {
  if (whole.kind === 'constant') return { low: whole.value, high: whole.value }
  if (whole.kind !== 'narrow') return whole
  return scaledRange(whole, whole.times)
}

export function scaledRange({ low, high }: Range, times: bigint): Range {
  return times < 0n ? { low: high * times, high: low * times } : { low: low * times, high: high * times }
}

export function productRange(a: Range, b: Range): Range {
  const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
  return { low: corners.reduce(lesser), high: corners.reduce(greater) }
}

export function hull(...ranges: readonly Range[]): Range {
  const [first = { low: 0n, high: 0n }, ...others] = ranges
  return others.reduce(
    (all, each) => ({ low: lesser(all.low, each.low), high: greater(all.high, each.high) }),
    first,
  )
}

/** The greatest distance from zero. */
export function reach({ low, high }: Range): bigint {
  return greater(low < 0n ? -low : low, high < 0n ? -high : high)
}

export function lesser(a: bigint, b: bigint): bigint {
  return b < a ? b : a
}

export function greater(a: bigint, b: bigint): bigint {
  return b > a ? b : a
}

export function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** A whole that is known to be greater than zero, whatever its parts let one think. */
export function positive(whole: Whole): Whole {
  if (whole.kind === 'constant') return whole
  if (whole.kind !== 'narrow' || whole.times > 0n) return { ...whole, low: greater(whole.low, 1n) }
  return { ...whole, high: lesser(whole.high, -1n) }
}

/** Reads one school's number from a lane: `position` within the lane's own slot. */
export function wholeAt(whole: Whole, start: number, offset: number): bigint {
  switch (whole.kind) {
    case 'constant':
      return whole.value
    case 'narrow':
      return BigInt(whole.slot.values[place(whole.slot, start, offset)] ?? 0) * whole.times
    case 'wide':
      return (
        BigInt(whole.upper.values[place(whole.upper, start, offset)] ?? 0) +
        BigInt(whole.lower.values[place(whole.lower, start, offset)] ?? 0)
      )
    case 'big':
      return whole.slot.values[place(whole.slot, start, offset)] ?? 0n
    default:
      return whole satisfies never
  }
}

function place({ isColumn }: { readonly isColumn: boolean }, start: number, offset: number): number {
  return isColumn ? start + offset : offset
}
