import { fraction, type Rational } from '../numbers/rational.ts'
import { type NumberOperand, numberOperand } from './operand.ts'
import { constantWhole, greater, lesser, rangeOf, scaledRange } from './whole.ts'
import { isNarrow } from './whole-arithmetic.ts'
import type { Step, Weighted, Workshop } from './workshop.ts'

/** What columns come to, added up while their block is still near the processor. */
export interface Tally {
  /**
   * Adds a column of whole floats to every school's sum, and to a sum of its own; `undefined` where it does not fit.
   * A column that no other step reads may be filled as late as it is added.
   */
  add(column: NumberOperand, use: { readonly isRead: boolean }): (() => Rational) | undefined
  /** Says that no more columns come; their sums are there when the steps have run. */
  close(): void
  /** Every school's sum, while all columns have fitted. */
  bySchool(): NumberOperand | undefined
}

/** Sums over one denominator, of which the columns' denominators are divisors. */
export function createTally(denominator: bigint, shop: Workshop): Tally {
  const sums = shop.numberColumn().values
  shop.steps.push((start, count) => void sums.fill(0, start, start + count))
  let [low, high] = [0n, 0n]
  let hasAll = true
  let forAll = 0n
  let waiting: Addend | undefined
  const refuse = (): undefined => {
    hasAll = false
  }
  return {
    add({ numerator, denominator: own }, { isRead }) {
      if (own.kind !== 'constant' || (numerator.kind !== 'constant' && numerator.kind !== 'narrow'))
        return refuse()
      const scale = denominator / own.value
      const range = scaledRange(rangeOf(numerator), scale)
      const all = { low: low + lesser(range.low, 0n), high: high + greater(range.high, 0n) }
      // Every sum on the way has to be a float, that of all schools too.
      if (!isNarrow(scaledRange(all, BigInt(Math.max(1, shop.schools))), shop)) return refuse()
      if (numerator.kind === 'narrow' && !numerator.slot.isColumn) return refuse()
      low = all.low
      high = all.high
      if (numerator.kind === 'constant') {
        const amount = numerator.value * scale
        forAll += amount
        return () => fraction(amount * BigInt(shop.schools), denominator)
      }
      const times = Number(numerator.times * scale)
      const addend = addendOf(numerator.slot.values, { times, isRead }, shop)
      if (waiting === undefined) waiting = addend
      else {
        shop.steps.push(...pairOf(sums, waiting, addend))
        waiting = undefined
      }
      return () => fraction(BigInt(addend.sum), denominator)
    },
    close() {
      if (waiting !== undefined) shop.steps.push(...waiting.fills, addOne(sums, waiting))
      waiting = undefined
      const amount = Number(forAll)
      if (amount !== 0) shop.steps.push(addToAll(sums, amount))
    },
    bySchool() {
      if (!hasAll) return undefined
      const slot = { values: sums, isColumn: true }
      return numberOperand({ kind: 'narrow', slot, times: 1n, low, high }, constantWhole(denominator))
    },
  }
}

/** A column that is added up, what its numbers are multiplied with, and what they come to. */
interface Addend {
  readonly values: Float64Array
  readonly times: number
  /** The step that fills it, if that can be done on the way. */
  readonly fills: readonly Step[]
  readonly weighted: Weighted | undefined
  sum: number
}

function addendOf(
  values: Float64Array,
  { times, isRead }: { readonly times: number; readonly isRead: boolean },
  { steps }: Workshop,
): Addend {
  const last = steps.at(-1)
  const weighted = last?.weighted
  if (last === undefined || isRead || times !== 1 || weighted?.out !== values)
    return { values, times, fills: [], weighted: undefined, sum: 0 }
  steps.pop()
  return { values, times, fills: [last], weighted, sum: 0 }
}

function pairOf(sums: Float64Array, a: Addend, b: Addend): Step[] {
  if (a.weighted !== undefined && b.weighted !== undefined)
    return [fillPair(sums, { ...a.weighted, of: a }, { ...b.weighted, of: b })]
  return [...a.fills, ...b.fills, addPair(sums, a, b)]
}

type Filled = Weighted & { readonly of: Addend }

/** Fills two columns and adds them: everything is read and written once, and no sum waits for the one before. */
function fillPair(sums: Float64Array, a: Filled, b: Filled): Step {
  const { from: x, out: p, factor: s, half: g } = a
  const { from: y, out: q, factor: t, half: h } = b
  return (start, count) => {
    const pairs = start + count - (count % 2)
    let ofA = 0
    let ofB = 0
    let nextOfA = 0
    let nextOfB = 0
    for (let i = start; i < pairs; i += 2) {
      const v = Math.floor((x[i] ?? 0) * s + g)
      const w = Math.floor((y[i] ?? 0) * t + h)
      const nextV = Math.floor((x[i + 1] ?? 0) * s + g)
      const nextW = Math.floor((y[i + 1] ?? 0) * t + h)
      const sum = (sums[i] ?? 0) + v + w
      const nextSum = (sums[i + 1] ?? 0) + nextV + nextW
      p[i] = v
      q[i] = w
      p[i + 1] = nextV
      q[i + 1] = nextW
      sums[i] = sum
      sums[i + 1] = nextSum
      ofA += v
      ofB += w
      nextOfA += nextV
      nextOfB += nextW
    }
    if (pairs < start + count) {
      const v = Math.floor((x[pairs] ?? 0) * s + g)
      const w = Math.floor((y[pairs] ?? 0) * t + h)
      p[pairs] = v
      q[pairs] = w
      sums[pairs] = (sums[pairs] ?? 0) + v + w
      ofA += v
      ofB += w
    }
    a.of.sum += ofA + nextOfA
    b.of.sum += ofB + nextOfB
  }
}

/** Two columns at once: every school's sum is then read and written half as often. */
function addPair(sums: Float64Array, a: Addend, b: Addend): Step {
  return (start, count) => {
    const [x, y, s, t] = [a.values, b.values, a.times, b.times]
    let [ofA, ofB] = [0, 0]
    for (let i = start; i < start + count; i += 1) {
      const v = (x[i] ?? 0) * s
      const w = (y[i] ?? 0) * t
      sums[i] = (sums[i] ?? 0) + v + w
      ofA += v
      ofB += w
    }
    a.sum += ofA
    b.sum += ofB
  }
}

function addOne(sums: Float64Array, a: Addend): Step {
  return (start, count) => {
    const [x, s] = [a.values, a.times]
    let all = 0
    for (let i = start; i < start + count; i += 1) {
      const v = (x[i] ?? 0) * s
      sums[i] = (sums[i] ?? 0) + v
      all += v
    }
    a.sum += all
  }
}

function addToAll(sums: Float64Array, amount: number): Step {
  return (start, count) => {
    for (let i = start; i < start + count; i += 1) sums[i] = (sums[i] ?? 0) + amount
  }
}
