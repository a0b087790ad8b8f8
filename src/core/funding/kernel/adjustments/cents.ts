import { isKnown } from '../../../columns/masks.ts'
import type { NumberOperand } from '../../../columns/operand.ts'
import { constantWhole, rangeOf, reach, wholeAt } from '../../../columns/whole.ts'
import { NARROW_LIMIT } from '../../../columns/workshop.ts'
import type { Rational } from '../../../numbers/rational.ts'
import { NotForColumns } from './not-for-columns.ts'

/** Money in whole cents: a number for each school times one for all, and a magnitude that no amount exceeds. */
export interface CentsColumn {
  /** May be an array that others read too: not to be written to. */
  readonly values: Float64Array
  readonly factor: number
  readonly reach: number
}

/** Amounts of money as whole cents; those that are no such throw. */
export function centsColumn(operand: NumberOperand, schools: number): CentsColumn {
  const { numerator, denominator } = operand
  if (denominator.kind !== 'constant') throw new NotForColumns('amounts without a common denominator')
  const most = (reach(rangeOf(numerator)) * 100n) / denominator.value
  if (most > NARROW_LIMIT)
    return { values: centsOneByOne(operand, schools), factor: 1, reach: Number(NARROW_LIMIT) }
  if (numerator.kind === 'constant') {
    const value = Number(inCents(numerator.value, denominator.value))
    return { values: new Float64Array(schools).fill(value), factor: 1, reach: Number(most) }
  }
  if (numerator.kind !== 'narrow' || !numerator.slot.isColumn)
    return { values: centsOneByOne(operand, schools), factor: 1, reach: Number(most) }
  const factor = Number(inCents(numerator.times, denominator.value))
  return { values: numerator.slot.values, factor, reach: Number(most) }
}

/** The amounts themselves. */
export function multipliedOut({ values, factor }: CentsColumn): Float64Array {
  if (factor === 1) return values
  const cents = new Float64Array(values.length)
  for (let i = 0; i < cents.length; i += 1) cents[i] = (values[i] ?? 0) * factor
  return cents
}

function centsOneByOne({ numerator, denominator }: NumberOperand, schools: number): Float64Array {
  const cents = new Float64Array(schools)
  for (let school = 0; school < schools; school += 1) {
    const exact = inCents(wholeAt(numerator, school, 0), wholeAt(denominator, school, 0))
    if (exact > NARROW_LIMIT || -exact > NARROW_LIMIT) throw new NotForColumns('an amount beyond 2^53 cents')
    cents[school] = Number(exact)
  }
  return cents
}

/** A number of dollars in cents, which it has to be a whole number of. */
export function inCents(numerator: bigint, denominator: bigint): bigint {
  const cents = (numerator * 100n) / denominator
  if (cents * denominator !== numerator * 100n) throw new NotForColumns('a part of a cent')
  return cents
}

/** Amounts in cents as an operand of an expression. */
export function moneyOperand(values: Float64Array): NumberOperand {
  let [low, high] = [values[0] ?? 0, values[0] ?? 0]
  for (const each of values) {
    if (each < low) low = each
    if (each > high) high = each
  }
  const denominator = constantWhole(100n)
  if (low === high)
    return { kind: 'number', numerator: constantWhole(BigInt(low)), denominator, failed: false }
  const slot = { values, isColumn: true }
  const range = { low: BigInt(low), high: BigInt(high) }
  return {
    kind: 'number',
    numerator: { kind: 'narrow', slot, times: 1n, ...range },
    denominator,
    failed: false,
  }
}

/** The schools at which something counts; everywhere, if nothing is said. */
export type Where = Uint8Array | undefined

/** A number that is missing at a school where it is needed is for the reference, which says what is missing. */
export function refuseFailed(
  { failed }: Pick<NumberOperand, 'failed'>,
  schools: number,
  where?: Where,
): void {
  if (failed === false) return
  for (let school = 0; school < schools; school += 1) {
    const isNeeded = where === undefined || where[school] === 1
    if (isNeeded && (isKnown(failed) || failed.values[school] === 1))
      throw new NotForColumns('a number that is needed is missing')
  }
}

/** The exact sum of whole numbers, of some schools or of all. */
export function exactSum(values: Float64Array, members?: Int32Array): number {
  const count = members?.length ?? values.length
  let [sum, magnitude] = [0, 0]
  for (let i = 0; i < count; i += 1) {
    const value = values[members === undefined ? i : (members[i] ?? 0)] ?? 0
    sum += value
    magnitude += Math.abs(value)
  }
  // Floats add up without a rounding as long as even the magnitudes do.
  if (magnitude > Number(NARROW_LIMIT)) throw new NotForColumns('a sum beyond 2^53')
  return sum
}

export function greatestMagnitude(values: Float64Array): number {
  let most = 0
  for (const each of values) {
    const magnitude = Math.abs(each)
    if (magnitude > most) most = magnitude
  }
  return most
}

/** Cents as an amount of money. */
export function amountOf(cents: number): Rational {
  const shared = SHARED[Math.abs(cents % 100)] ?? 1
  return { n: BigInt(cents / shared), d: DENOMINATORS[100 / shared] ?? 100n }
}

export function amountsOf(cents: Float64Array): Rational[] {
  return Array.from(cents, amountOf)
}

/** What each number of odd cents shares with a hundred. */
const SHARED = Array.from({ length: 100 }, (_, cents) =>
  [100, 50, 25, 20, 10, 5, 4, 2, 1].find((each) => cents % each === 0),
)
const DENOMINATORS = Array.from({ length: 101 }, (_, each) => BigInt(each))
