import { fraction, type Rational, zero } from '../numbers/rational.ts'
import { type NumberOperand, numberOperand } from './operand.ts'
import { constantWhole, greater, lesser, rangeOf, scaledRange } from './whole.ts'
import { isNarrow } from './whole-arithmetic.ts'
import type { Slot, Step, Workshop } from './workshop.ts'

/** What columns come to, added up while their block is still near the processor. */
export interface Tally {
  /** Adds a column of whole floats to every school's sum, and to a sum of its own; `undefined` where it does not fit. */
  add(column: NumberOperand): (() => Rational) | undefined
  /** Says that no more columns come; their sums are there when the steps have run. */
  close(): void
  /** Every school's sum, while all columns have fitted. */
  bySchool(): NumberOperand | undefined
}

/** Sums over one denominator, of which the columns' denominators are divisors. */
export function createTally(denominator: bigint, shop: Workshop): Tally {
  const sums = shop.numberColumn()
  shop.steps.push((start, count) => void sums.values.fill(0, start, start + count))
  let [low, high] = [0n, 0n]
  let hasAll = true
  let waiting: Addend | undefined
  const refuse = (): undefined => {
    hasAll = false
  }
  return {
    add({ numerator, denominator: own }) {
      if (numerator.kind === 'constant' && numerator.value === 0n) return () => zero
      if (numerator.kind !== 'narrow' || !numerator.slot.isColumn || own.kind !== 'constant') return refuse()
      const scale = denominator / own.value
      const range = scaledRange(rangeOf(numerator), scale)
      const all = { low: low + lesser(range.low, 0n), high: high + greater(range.high, 0n) }
      // Every sum on the way has to be a float, that of all schools too.
      if (!isNarrow(scaledRange(all, BigInt(Math.max(1, shop.schools))), shop)) return refuse()
      low = all.low
      high = all.high
      const addend = { values: numerator.slot.values, times: Number(numerator.times * scale), sum: 0 }
      if (waiting === undefined) waiting = addend
      else {
        shop.steps.push(addPair(sums, waiting, addend))
        waiting = undefined
      }
      return () => fraction(BigInt(addend.sum), denominator)
    },
    close() {
      if (waiting !== undefined) shop.steps.push(addOne(sums, waiting))
      waiting = undefined
    },
    bySchool: () =>
      hasAll
        ? numberOperand({ kind: 'narrow', slot: sums, times: 1n, low, high }, constantWhole(denominator))
        : undefined,
  }
}

/** A column that is added up, what its numbers are multiplied with, and what they come to. */
interface Addend {
  readonly values: Float64Array
  readonly times: number
  sum: number
}

/** Two columns at once: every school's sum is then read and written half as often. */
function addPair(sums: Slot, a: Addend, b: Addend): Step {
  return (start, count) => {
    const [to, x, y] = [sums.values, a.values, b.values]
    const [s, t] = [a.times, b.times]
    const end = start + count
    let [ofA, ofB, i] = [0, 0, start]
    for (; i < end - 1; i += 2) {
      const v = (x[i] ?? 0) * s
      const w = (y[i] ?? 0) * t
      const nextV = (x[i + 1] ?? 0) * s
      const nextW = (y[i + 1] ?? 0) * t
      const sum = (to[i] ?? 0) + v + w
      const nextSum = (to[i + 1] ?? 0) + nextV + nextW
      to[i] = sum
      to[i + 1] = nextSum
      ofA += v + nextV
      ofB += w + nextW
    }
    if (i < end) {
      const [v, w] = [(x[i] ?? 0) * s, (y[i] ?? 0) * t]
      to[i] = (to[i] ?? 0) + v + w
      ofA += v
      ofB += w
    }
    a.sum += ofA
    b.sum += ofB
  }
}

function addOne(sums: Slot, a: Addend): Step {
  return (start, count) => {
    const [to, x] = [sums.values, a.values]
    let all = 0
    for (let i = start; i < start + count; i += 1) {
      const v = (x[i] ?? 0) * a.times
      to[i] = (to[i] ?? 0) + v
      all += v
    }
    a.sum += all
  }
}
