import fc from 'fast-check'
import t from 'tap'
import { constantWhole, rangeOf, type Whole } from '../../../src/core/columns/whole.ts'
import { added, limbsOf, multiplied, negated, solid } from '../../../src/core/columns/whole-arithmetic.ts'
import { holds } from '../../support/property.ts'
import {
  type AnyWhole,
  anyWhole,
  bigOf,
  isProven,
  narrowOf,
  numbersOf,
  SEVEN,
  smallWorkshop,
  wideOf,
} from '../../support/whole-columns.ts'

const pupils = [3n, 0n, 250n]

t.test('300 pupils and no pupil at 4,500 dollars, before and after the multiplication', async (t) => {
  const shop = smallWorkshop(3)
  const money = multiplied(narrowOf(pupils), constantWhole(4500n), shop)
  t.match(money, { kind: 'narrow', times: 4500n, low: 0n, high: 250n }, 'the rate waits')
  t.strictSame(rangeOf(money), { low: 0n, high: 1_125_000n })
  t.strictSame(numbersOf(solid(money, shop), shop), [13_500n, 0n, 1_125_000n])
})

t.test('a product takes the narrowest lane that is proven to hold it', async (t) => {
  const upTo = (most: bigint): Whole => narrowOf([0n, most])
  const lane = (a: Whole, b: Whole): string => multiplied(a, b, smallWorkshop(2)).kind
  // 94,906,265 squared is the last square below 2^53; (2^52)^2 is no longer below 2^104.
  t.equal(lane(upTo(94_906_265n), upTo(94_906_265n)), 'narrow')
  t.equal(lane(upTo(94_906_266n), upTo(-94_906_266n)), 'wide')
  t.equal(lane(upTo(2n ** 52n - 1n), upTo(2n ** 52n)), 'wide')
  t.equal(lane(upTo(2n ** 52n), upTo(2n ** 52n)), 'big')
  t.equal(lane(upTo(1n), bigOf([0n, 1n])), 'big')
  t.equal(lane(constantWhole(2n ** 99n), constantWhole(2n ** 99n)), 'constant')
})

t.test('a product with nothing is nothing, however much waits beside it', async (t) => {
  const shop = smallWorkshop(2)
  const none = narrowOf([0n, 0n])
  t.strictSame(multiplied(none, narrowOf([7n, 8n]), shop), constantWhole(0n))
  t.strictSame(multiplied(none, constantWhole(10n ** 400n), shop), constantWhole(0n))
  t.strictSame(multiplied(bigOf([7n, 8n]), constantWhole(0n), shop), constantWhole(0n))
})

t.test('a sum takes the narrowest lane that is proven to hold it', async (t) => {
  const lane = (a: Whole, b: Whole): string => added(a, b, smallWorkshop(1)).kind
  const half = 2n ** 52n
  t.equal(lane(narrowOf([half]), narrowOf([half - 1n])), 'narrow')
  t.equal(lane(narrowOf([half]), narrowOf([half])), 'wide')
  t.equal(lane(narrowOf([half]), constantWhole(half)), 'wide')
  t.equal(lane(wideOf([2n ** 103n]), wideOf([2n ** 103n])), 'big')
  t.equal(lane(wideOf([1n]), bigOf([1n])), 'big')
})

t.test('what both terms wait for goes on waiting: 3 and 4 thousands are 7', async (t) => {
  const shop = smallWorkshop(1)
  const sum = added(narrowOf([3n], 1000n), narrowOf([4n], -3000n), shop)
  t.match(sum, { kind: 'narrow', times: 1000n, low: -9n, high: -9n })
  t.strictSame(numbersOf(sum, shop), [-9000n])
})

t.test('limbs are for what is below 2^104 and is no whole number of any size yet', async (t) => {
  const shop = smallWorkshop(1)
  t.not(limbsOf(constantWhole(2n ** 104n - 1n), shop), undefined)
  t.not(limbsOf(narrowOf([2n ** 53n - 1n], 2n ** 50n), shop), undefined)
  t.equal(limbsOf(constantWhole(2n ** 104n), shop), undefined)
  t.equal(limbsOf(bigOf([1n]), shop), undefined)
})

t.test('sums and products in any two lanes are those of whole numbers, and within their proof', async (t) => {
  const lanes = new Map<string, number>()
  const isExact = (whole: Whole, wanted: readonly bigint[]): boolean => {
    lanes.set(whole.kind, (lanes.get(whole.kind) ?? 0) + 1)
    const shop = workshop
    const given = numbersOf(whole, shop)
    return isProven(whole, given) && given.every((each, i) => each === wanted[i])
  }
  let workshop = smallWorkshop(SEVEN)
  await holds(
    t,
    fc.property(anyWhole, anyWhole, (a, b) => {
      workshop = smallWorkshop(SEVEN)
      return (
        isExact(
          multiplied(a.whole, b.whole, workshop),
          pairs(a, b, (x, y) => x * y),
        ) &&
        isExact(
          added(a.whole, b.whole, workshop),
          pairs(a, b, (x, y) => x + y),
        ) &&
        isExact(
          negated(a.whole, workshop),
          pairs(a, b, (x) => -x),
        ) &&
        isExact(solid(a.whole, workshop), a.numbers) &&
        isExact(
          added(a.whole, negated(a.whole, workshop), workshop),
          pairs(a, b, () => 0n),
        )
      )
    }),
    { runs: 10_000 },
  )
  for (const lane of ['constant', 'narrow', 'wide', 'big'])
    t.ok((lanes.get(lane) ?? 0) > 1000, `${lane}: ${lanes.get(lane)} times`)
})

function pairs(a: AnyWhole, b: AnyWhole, of: (x: bigint, y: bigint) => bigint): bigint[] {
  return a.numbers.map((each, i) => of(each, b.numbers[i] ?? 0n))
}
