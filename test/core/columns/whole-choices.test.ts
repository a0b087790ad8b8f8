import fc from 'fast-check'
import t from 'tap'
import { constantWhole, greater, lesser, rangeOf, type Whole } from '../../../src/core/columns/whole.ts'
import { absoluteWhole, comparedWholes, extreme, selected } from '../../../src/core/columns/whole-choices.ts'
import type { MaskSlot, Workshop } from '../../../src/core/columns/workshop.ts'
import type { ComparisonOperator } from '../../../src/core/formula/syntax.ts'
import { holds } from '../../support/property.ts'
import {
  anyWhole,
  bigOf,
  bitsOf,
  isProven,
  narrowOf,
  numbersOf,
  SEVEN,
  smallWorkshop,
  wideOf,
} from '../../support/whole-columns.ts'

const OPERATORS: Readonly<Record<ComparisonOperator, (a: bigint, b: bigint) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const operators = Object.keys(OPERATORS) as readonly ComparisonOperator[]

t.test('schools of 299, 300 and 301 pupils are held against 300 in every lane', async (t) => {
  const counts = [299n, 300n, 301n]
  const same = [300n, 300n, 300n]
  const wide = 2n ** 60n
  for (const operator of operators) {
    const wanted = counts.map((each) => OPERATORS[operator](each, 300n))
    const sides: readonly (readonly [string, Whole, Whole])[] = [
      ['a number for all', narrowOf(counts), constantWhole(300n)],
      ['floats', narrowOf(counts), narrowOf(same, 1n, 5n)],
      ['floats that wait', narrowOf(counts, 12n), narrowOf(same, 12n, 5n)],
      ['limbs', wideOf(counts, wide), wideOf(same, wide)],
      ['limbs and a number', wideOf(counts, wide), constantWhole(300n)],
      ['any size', bigOf(counts), narrowOf(same, 1n, 5n)],
    ]
    for (const [lane, a, b] of sides) {
      const shop = smallWorkshop(3)
      t.strictSame(bitsOf(comparedWholes([a, b], operator, shop), shop), wanted, `${operator} ${lane}`)
      const mirrored = counts.map((each) => OPERATORS[operator](300n, each))
      t.strictSame(
        bitsOf(comparedWholes([b, a], operator, shop), shop),
        mirrored,
        `${operator} ${lane} mirrored`,
      )
    }
  }
})

t.test('ranges that do not meet settle a comparison for all schools', async (t) => {
  const shop = smallWorkshop(2)
  const [few, many] = [narrowOf([1n, 5n]), narrowOf([5n, 9n])]
  const settled = operators.map((operator) => comparedWholes([few, constantWhole(6n)], operator, shop))
  t.strictSame(settled, [false, true, true, true, false, false])
  t.equal(comparedWholes([few, many], '<=', shop), true, 'at most as many, even where they touch')
  t.equal(comparedWholes([few, many], '>', shop), false)
  t.equal(comparedWholes([many, few], '>=', shop), true)
  t.equal(comparedWholes([many, few], '<', shop), false)
  t.type(comparedWholes([few, many], '==', shop), 'object', 'whether they touch has to be looked at')
  t.equal(shop.steps.length, 1)
})

t.test('a condition takes the one or the other, in every lane', async (t) => {
  const [yes, no] = [
    [1n, 2n, 3n],
    [10n, 20n, 30n],
  ] as const
  const pairs: readonly (readonly [string, Whole, Whole])[] = [
    ['floats', narrowOf(yes), narrowOf(no)],
    ['floats that wait for the same', narrowOf(yes, 1n), narrowOf(no, 1n)],
    ['floats that wait for another', narrowOf(yes), narrowOf([1n, 2n, 3n], 10n)],
    ['limbs', wideOf(yes), narrowOf(no)],
    ['any size', narrowOf(yes), bigOf(no)],
  ]
  for (const [lane, a, b] of pairs) {
    const shop = smallWorkshop(3)
    const condition = maskOf([1, 0, 1])
    t.strictSame(numbersOf(selected(condition, [a, b], shop), shop), [1n, 20n, 3n], lane)
    t.equal(selected(true, [a, b], shop), a, `${lane}: known`)
    t.equal(selected(false, [a, b], shop), b, `${lane}: known not to hold`)
  }
  const five = constantWhole(5n)
  t.strictSame(selected(maskOf([1, 0]), [five, constantWhole(5n)], smallWorkshop(2)), five)
  const shop = smallWorkshop(2)
  t.strictSame(numbersOf(selected(maskOf([1, 0]), [five, constantWhole(7n)], shop), shop), [5n, 7n])
})

t.test('the lesser of two is looked for only where their ranges meet', async (t) => {
  const shop = smallWorkshop(2)
  const [few, many] = [narrowOf([1n, 5n]), narrowOf([5n, 9n])]
  t.equal(extreme('least', [few, many], shop), few)
  t.equal(extreme('greatest', [few, many], shop), many)
  t.equal(extreme('least', [many, few], shop), few)
  t.equal(shop.steps.length, 0)
  t.strictSame(rangeOf(extreme('least', [narrowOf([1n, 8n]), constantWhole(6n)], shop)), {
    low: 1n,
    high: 6n,
  })
})

t.test('choices, comparisons and magnitudes in any two lanes are those of whole numbers', async (t) => {
  let looked = 0
  await holds(
    t,
    fc.property(
      anyWhole,
      anyWhole,
      fc.array(fc.nat({ max: 1 }), { minLength: SEVEN, maxLength: SEVEN }),
      (a, b, bits) => {
        const shop = smallWorkshop(SEVEN)
        const pair = [a.whole, b.whole] as const
        const of = (pick: (x: bigint, y: bigint, i: number) => bigint): bigint[] =>
          a.numbers.map((x, i) => pick(x, b.numbers[i] ?? 0n, i))
        const condition = maskOf(bits)
        const isExact = (whole: Whole, wanted: readonly bigint[]): boolean => hasNumbers(whole, wanted, shop)
        return (
          isExact(
            selected(condition, pair, shop),
            of((x, y, i) => (bits[i] === 1 ? x : y)),
          ) &&
          isExact(extreme('least', pair, shop), of(lesser)) &&
          isExact(extreme('greatest', pair, shop), of(greater)) &&
          isExact(
            absoluteWhole(a.whole, shop),
            of((x) => (x < 0n ? -x : x)),
          ) &&
          operators.every((operator) => {
            const mask = comparedWholes(pair, operator, shop)
            if (typeof mask !== 'boolean') looked += 1
            return bitsOf(mask, shop).every(
              (bit, i) => bit === OPERATORS[operator](a.numbers[i] ?? 0n, b.numbers[i] ?? 0n),
            )
          })
        )
      },
    ),
    { runs: 6000 },
  )
  t.ok(looked > 5000, `${looked} comparisons were not settled by their ranges`)
})

function hasNumbers(whole: Whole, wanted: readonly bigint[], shop: Workshop): boolean {
  const given = numbersOf(whole, shop)
  return isProven(whole, given) && given.every((each, i) => each === wanted[i])
}

function maskOf(bits: readonly number[]): MaskSlot {
  return { values: Uint8Array.from(bits), isColumn: true }
}
