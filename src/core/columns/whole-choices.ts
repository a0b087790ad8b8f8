import type { ComparisonOperator } from '../formula/syntax.ts'
import { isKnown, type Mask, maskAt } from './masks.ts'
import { greater, hull, lesser, type Range, rangeOf, type Whole, wholeAt } from './whole.ts'
import { isNarrow, limbsOf, mapBig, type Solid, solid } from './whole-arithmetic.ts'
import type { MaskSlot, Slot, Step, Workshop } from './workshop.ts'

/** Where `a operator b` holds; decided by the ranges alone where they settle it. */
export function comparedWholes(
  [a, b]: readonly [Whole, Whole],
  operator: ComparisonOperator,
  shop: Workshop,
): Mask {
  const settled = settledBy(rangeOf(a), rangeOf(b), operator)
  if (settled !== undefined) return settled
  const [left, right] = [solid(a, shop), solid(b, shop)]
  const out = shop.mask()
  const test = TESTS[operator]
  if (left.kind === 'narrow' && right.kind === 'narrow')
    shop.steps.push(compareSlots(out, [left.slot, right.slot], test))
  else if (left.kind === 'narrow' && right.kind === 'constant' && isNarrow(rangeOf(right), shop))
    shop.steps.push(compareToOne(out, { slot: left.slot, other: Number(right.value) }, test))
  else if (right.kind === 'narrow' && left.kind === 'constant' && isNarrow(rangeOf(left), shop))
    shop.steps.push(
      compareToOne(out, { slot: right.slot, other: Number(left.value) }, TESTS[MIRRORED[operator]]),
    )
  else if (!compareAsLimbs(out, [left, right], { test, shop }))
    shop.steps.push((start, count) => {
      for (let i = 0; i < count; i += 1) {
        const [x, y] = [wholeAt(left, start, i), wholeAt(right, start, i)]
        out.values[i] = test(x < y ? -1 : x > y ? 1 : 0) ? 1 : 0
      }
    })
  return out
}

/** `yes` where the condition holds, `no` elsewhere. */
export function selected(condition: Mask, [yes, no]: readonly [Whole, Whole], shop: Workshop): Whole {
  if (isKnown(condition)) return condition ? yes : no
  if (yes.kind === 'constant' && no.kind === 'constant' && yes.value === no.value) return yes
  const isShared = yes.kind === 'narrow' && no.kind === 'narrow' && yes.times === no.times
  const [a, b] = isShared
    ? [
        { ...yes, times: 1n },
        { ...no, times: 1n },
      ]
    : [solid(yes, shop), solid(no, shop)]
  const range = hull(rangeOf(a), rangeOf(b))
  const [x, y] = [sourceOf(a, shop), sourceOf(b, shop)]
  if (x !== undefined && y !== undefined) {
    const slot = shop.numbers()
    shop.steps.push(selectNumbers(slot, condition, [x, y]))
    return { kind: 'narrow', slot, times: isShared ? yes.times : 1n, ...range }
  }
  return selectBig(condition, [a, b], { range, shop })
}

/** The lesser or the greater of two wholes, for each school. */
export function extreme(kind: 'least' | 'greatest', [a, b]: readonly [Whole, Whole], shop: Workshop): Whole {
  const isLeast = kind === 'least'
  const [left, right] = [rangeOf(a), rangeOf(b)]
  if (left.high <= right.low) return isLeast ? a : b
  if (right.high <= left.low) return isLeast ? b : a
  const [x, y] = [solid(a, shop), solid(b, shop)]
  const [s, t] = [sourceOf(x, shop), sourceOf(y, shop)]
  const pick = isLeast ? lesser : greater
  const range = { low: pick(left.low, right.low), high: pick(left.high, right.high) }
  if (s === undefined || t === undefined)
    return mapBig([x, y], range, { shop, of: ([p = 0n, q = 0n]) => pick(p, q) })
  const slot = shop.numbers()
  shop.steps.push(isLeast ? leastOf(slot, s, t) : greatestOf(slot, s, t))
  return { kind: 'narrow', slot, times: 1n, ...range }
}

export function absoluteWhole(a: Whole, shop: Workshop): Whole {
  const range = rangeOf(a)
  if (range.low >= 0n) return a
  const within = { low: 0n, high: greater(-range.low, range.high) }
  if (a.kind !== 'narrow') return mapBig([a], within, { shop, of: ([x = 0n]) => (x < 0n ? -x : x) })
  const slot = shop.numbers()
  const { slot: from, times, low, high } = a
  shop.steps.push((start, count) => {
    const [to, x] = [slot.values, from.values]
    const p = from.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) to[i] = Math.abs(x[p + i] ?? 0)
  })
  return { kind: 'narrow', slot, times: times < 0n ? -times : times, low: 0n, high: greater(-low, high) }
}

type Order = -1 | 0 | 1
type Test = (order: Order) => boolean

const TESTS: Readonly<Record<ComparisonOperator, Test>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** The same comparison from the other side. */
const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function settledBy(a: Range, b: Range, operator: ComparisonOperator): boolean | undefined {
  const test = TESTS[operator]
  if (a.high < b.low) return test(-1)
  if (a.low > b.high) return test(1)
  if (a.low === a.high && b.low === b.high) return test(0)
  if (a.high === b.low && (operator === '<=' || operator === '>')) return operator === '<='
  if (a.low === b.high && (operator === '>=' || operator === '<')) return operator === '>='
  return undefined
}

/** Numbers to read: a slot, or one float for all. */
interface Source {
  readonly slot: Slot | undefined
  readonly one: number
}

function sourceOf(whole: Solid, shop: Workshop): Source | undefined {
  if (whole.kind === 'narrow') return { slot: whole.slot, one: 0 }
  if (whole.kind !== 'constant' || !isNarrow(rangeOf(whole), shop)) return undefined
  return { slot: undefined, one: Number(whole.value) }
}

function selectNumbers(out: Slot, condition: MaskSlot, [yes, no]: readonly [Source, Source]): Step {
  return (start, count) => {
    const [to, bits, x, y] = [out.values, condition.values, yes.slot?.values, no.slot?.values]
    const c = condition.isColumn ? start : 0
    const p = yes.slot?.isColumn ? start : 0
    const q = no.slot?.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      if (bits[c + i] === 1) to[i] = x === undefined ? yes.one : (x[p + i] ?? 0)
      else to[i] = y === undefined ? no.one : (y[q + i] ?? 0)
    }
  }
}

function selectBig(
  condition: MaskSlot,
  [yes, no]: readonly [Whole, Whole],
  { range, shop }: { range: Range; shop: Workshop },
): Whole {
  const slot = shop.bigs()
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1)
      slot.values[i] = wholeAt(maskAt(condition, start, i) ? yes : no, start, i)
  })
  return { kind: 'big', slot, ...range }
}

function leastOf(out: Slot, a: Source, b: Source): Step {
  return (start, count) => {
    const [to, x, y] = [out.values, a.slot?.values, b.slot?.values]
    const p = a.slot?.isColumn ? start : 0
    const q = b.slot?.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const s = x === undefined ? a.one : (x[p + i] ?? 0)
      const t = y === undefined ? b.one : (y[q + i] ?? 0)
      to[i] = Math.min(s, t)
    }
  }
}

function greatestOf(out: Slot, a: Source, b: Source): Step {
  return (start, count) => {
    const [to, x, y] = [out.values, a.slot?.values, b.slot?.values]
    const p = a.slot?.isColumn ? start : 0
    const q = b.slot?.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const s = x === undefined ? a.one : (x[p + i] ?? 0)
      const t = y === undefined ? b.one : (y[q + i] ?? 0)
      to[i] = Math.max(s, t)
    }
  }
}

function compareSlots(out: MaskSlot, [a, b]: readonly [Slot, Slot], test: Test): Step {
  return (start, count) => {
    const [to, x, y] = [out.values, a.values, b.values]
    const p = a.isColumn ? start : 0
    const q = b.isColumn ? start : 0
    const [below, same, above] = answers(test)
    for (let i = 0; i < count; i += 1) {
      const [s, t] = [x[p + i] ?? 0, y[q + i] ?? 0]
      to[i] = s < t ? below : s > t ? above : same
    }
  }
}

function compareToOne(out: MaskSlot, { slot, other }: { slot: Slot; other: number }, test: Test): Step {
  return (start, count) => {
    const [to, x] = [out.values, slot.values]
    const p = slot.isColumn ? start : 0
    const [below, same, above] = answers(test)
    for (let i = 0; i < count; i += 1) {
      const s = x[p + i] ?? 0
      to[i] = s < other ? below : s > other ? above : same
    }
  }
}

function answers(test: Test): readonly [0 | 1, 0 | 1, 0 | 1] {
  return [test(-1) ? 1 : 0, test(0) ? 1 : 0, test(1) ? 1 : 0]
}

/** Upper limbs decide, and lower ones where those are the same; `false` where a side does not fit limbs. */
function compareAsLimbs(
  out: MaskSlot,
  [a, b]: readonly [Solid, Solid],
  { test, shop }: { test: Test; shop: Workshop },
): boolean {
  if (a.kind === 'big' || b.kind === 'big') return false
  const [x, y] = [limbsOf(a, shop), limbsOf(b, shop)]
  if (x === undefined || y === undefined) return false
  const [below, same, above] = answers(test)
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1) {
      const upper = at(x.upper, start, i) - at(y.upper, start, i)
      const order = upper === 0 ? at(x.lower, start, i) - at(y.lower, start, i) : upper
      out.values[i] = order < 0 ? below : order > 0 ? above : same
    }
  })
  return true
}

function at({ values, isColumn }: Slot, start: number, offset: number): number {
  return values[(isColumn ? start : 0) + offset] ?? 0
}
