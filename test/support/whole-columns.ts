import fc from 'fast-check'
import { kept } from '../../src/core/columns/kept.ts'
import { type Mask, maskAt } from '../../src/core/columns/masks.ts'
import { hasFailed, type NumberOperand, numberOperand, rationalAt } from '../../src/core/columns/operand.ts'
import { constantWhole, greater, lesser, rangeOf, type Whole, wholeAt } from '../../src/core/columns/whole.ts'
import { createWorkshop, SETTINGS, type Workshop } from '../../src/core/columns/workshop.ts'

/** How many schools a random column has: a block of five, and one of two. */
export const SEVEN = 7

/** A workshop for a few schools, five of them at a time. */
export function smallWorkshop(schools: number): Workshop {
  return createWorkshop(schools, { ...SETTINGS, block: 5 })
}

/** Floats that wait to be multiplied by `times`; their range is what they span unless a wider one is stated. */
export function narrowOf(values: readonly bigint[], times = 1n, slack = 0n): Whole {
  const slot = { values: Float64Array.from(values, Number), isColumn: true }
  return { kind: 'narrow', slot, times, ...spanOf(values, slack) }
}

/** Two floats for each school, the second of which is what the first misses by. */
export function wideOf(values: readonly bigint[], slack = 0n): Whole {
  const upper = { values: Float64Array.from(values, Number), isColumn: true }
  const missed = values.map((each) => Number(each - BigInt(Number(each))))
  const lower = { values: Float64Array.from(missed), isColumn: true }
  return { kind: 'wide', upper, lower, ...spanOf(values, slack) }
}

export function bigOf(values: readonly bigint[], slack = 0n): Whole {
  return { kind: 'big', slot: { values: [...values], isColumn: true }, ...spanOf(values, slack) }
}

function spanOf(values: readonly bigint[], slack: bigint): { low: bigint; high: bigint } {
  const [first = 0n] = values
  const low = values.reduce(lesser, first)
  const high = values.reduce(greater, first)
  return { low: low - slack, high: high + slack }
}

/** Runs what waits in a workshop and reads the numbers of every school. */
export function numbersOf(whole: Whole, shop: Workshop): bigint[] {
  const { numerator } = kept(numberOperand(whole, constantWhole(1n)), shop)
  shop.run()
  return Array.from({ length: shop.schools }, (_, school) => wholeAt(numerator, school, 0))
}

/** Runs what waits and says where a condition holds. */
export function bitsOf(mask: Mask, shop: Workshop): boolean[] {
  const { holds } = kept({ kind: 'boolean', holds: mask, failed: false }, shop)
  shop.run()
  return Array.from({ length: shop.schools }, (_, school) => maskAt(holds, school, 0))
}

/** Runs what waits and writes every school's number as a fraction, or a dash where there is none. */
export function fractionsOf(operand: NumberOperand, shop: Workshop): string[] {
  const column = kept(operand, shop)
  shop.run()
  return Array.from({ length: shop.schools }, (_, school) => {
    if (hasFailed(column, school)) return '–'
    const { n, d } = rationalAt(column, school)
    return d === 1n ? `${n}` : `${n}/${d}`
  })
}

/** Whether the proven range holds every number. */
export function isProven(whole: Whole, numbers: readonly bigint[]): boolean {
  const { low, high } = rangeOf(whole)
  return numbers.every((each) => low <= each && each <= high)
}

const sign = fc.constantFrom(1n, -1n)

/** Whole numbers of at most so many bits, near a power of two as often as anywhere. */
export function wholeNumber(bits: number): fc.Arbitrary<bigint> {
  const most = 2n ** BigInt(bits) - 1n
  const near = fc
    .tuple(fc.integer({ min: 0, max: bits }), fc.bigInt({ min: -2n, max: 2n }))
    .map(([power, off]) => 2n ** BigInt(power) + off)
  return fc
    .tuple(fc.oneof(near, fc.bigInt({ min: 0n, max: most }), fc.bigInt({ min: 0n, max: 20n })), sign)
    .map(([size, side]) => side * (size > most ? most : size))
}

/** Numbers of every school in some lane, and how they are put there. */
export interface AnyWhole {
  readonly numbers: readonly bigint[]
  readonly whole: Whole
}

/** Seven schools' numbers, in any lane that can hold them. */
export const anyWhole: fc.Arbitrary<AnyWhole> = fc.oneof(
  wholeNumber(110).map((value) => ({ numbers: Array(SEVEN).fill(value), whole: constantWhole(value) })),
  fc
    .tuple(columnOf(53), fc.oneof(fc.constant(1n), wholeNumber(60)), wholeNumber(20))
    .map(([values, factor, slack]) => {
      const times = factor === 0n ? 7n : factor
      const room =
        slack > 0n && values.every((each) => each + slack < 2n ** 53n && each - slack > -(2n ** 53n))
      return {
        numbers: values.map((each) => each * times),
        whole: narrowOf(values, times, room ? slack : 0n),
      }
    }),
  columnOf(103).map((numbers) => ({ numbers, whole: wideOf(numbers) })),
  columnOf(120).map((numbers) => ({ numbers, whole: bigOf(numbers) })),
)

function columnOf(bits: number): fc.Arbitrary<bigint[]> {
  // A column is small or large as a whole: its range decides what is done with it.
  return fc
    .integer({ min: 1, max: bits })
    .chain((most) => fc.array(wholeNumber(most), { minLength: SEVEN, maxLength: SEVEN }))
}
