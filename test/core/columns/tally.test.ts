import t from 'tap'
import { constantOperand, type NumberOperand, numberOperand } from '../../../src/core/columns/operand.ts'
import { roundedWhole } from '../../../src/core/columns/rounded-whole.ts'
import { createTally } from '../../../src/core/columns/tally.ts'
import { constantWhole, type Whole } from '../../../src/core/columns/whole.ts'
import type { Workshop } from '../../../src/core/columns/workshop.ts'
import { decimal, exactText } from '../../../src/core/numbers/decimal.ts'
import { bigOf, fractionsOf, narrowOf, numbersOf, smallWorkshop } from '../../support/whole-columns.ts'

const cents = (whole: Whole): NumberOperand => numberOperand(whole, constantWhole(100n))
const isRead = { isRead: true }

t.test('lines of cents and of dollars: each has its sum, and each school its own', async (t) => {
  const shop = smallWorkshop(3)
  const tally = createTally(100n, shop)
  const sums = [
    tally.add(cents(narrowOf([150n, 250n, -50n])), isRead),
    tally.add(numberOperand(narrowOf([1n, 2n, 3n], 1000n), constantWhole(1n)), isRead),
    tally.add(cents(narrowOf([1n, 1n, 1n])), isRead),
    tally.add(constantOperand(decimal('0')), isRead),
    tally.add(constantOperand(decimal('0.5')), isRead),
  ]
  tally.close()
  shop.run()
  t.strictSame(
    sums.map((sum) => sum && exactText(sum())),
    ['3.5', '6000', '0.03', '0', '1.5'],
  )
  const bySchool = tally.bySchool()
  t.strictSame(bySchool && fractionsOf(bySchool, shop), ['100201/100', '200301/100', '300001/100'])
})

// 1.5 times each of seven schools, rounded: one block of five and one of two.
const pupils = [1n, 2n, 3n, 4n, 5n, 6n, 7n]
const rounded = [2n, 3n, 5n, 6n, 8n, 9n, 11n]

function oneAndAHalf(shop: Workshop): Whole {
  const division = { dividend: narrowOf(pupils, 3n), divisor: constantWhole(2n), mode: 'half_up' } as const
  return roundedWhole({ ...division, into: shop.numberColumn() }, shop)
}

t.test('lines are filled while they are added, one alone or two at once', async (t) => {
  for (const count of [1, 2, 3, 4])
    for (const use of [{ isRead: false }, isRead]) {
      const shop = smallWorkshop(7)
      const tally = createTally(1n, shop)
      const lines = Array.from({ length: count }, () => oneAndAHalf(shop))
      const sums = lines.map((line) => tally.add(numberOperand(line, constantWhole(1n)), use))
      tally.close()
      shop.run()
      for (const [i, line] of lines.entries()) {
        t.strictSame(numbersOf(line, shop), rounded, `line ${i} of ${count}`)
        t.equal(sums[i]?.().n, 44n, `and its sum`)
      }
      const bySchool = tally.bySchool()
      t.strictSame(
        bySchool && fractionsOf(bySchool, shop),
        rounded.map((each) => `${each * BigInt(count)}`),
      )
    }
})

t.test('a line that another reads is there before it is added', async (t) => {
  const shop = smallWorkshop(7)
  const tally = createTally(1n, shop)
  const line = oneAndAHalf(shop)
  tally.add(numberOperand(line, constantWhole(1n)), isRead)
  t.strictSame(numbersOf(line, shop), rounded)
})

t.test('a line of numbers of any size is left to others, and then schools have no sum here', async (t) => {
  const shop = smallWorkshop(2)
  const tally = createTally(100n, shop)
  t.equal(tally.add(cents(bigOf([1n, 2n])), isRead), undefined)
  t.equal(tally.bySchool(), undefined)
})

t.test('lines are added while the sum of all schools is a float for sure', async (t) => {
  for (const side of [1n, -1n]) {
    const shop = smallWorkshop(2)
    const tally = createTally(1n, shop)
    const half = side * 2n ** 51n
    const line = (most: bigint): NumberOperand => numberOperand(narrowOf([0n, most]), constantWhole(1n))
    t.not(tally.add(line(half), isRead), undefined)
    t.not(tally.add(line(-half), isRead), undefined, 'what is taken away again makes no room')
    t.not(tally.add(line(half - side), isRead), undefined, 'twice 2^52 − 1 is a float')
    t.match(tally.bySchool()?.numerator, { low: -(2n ** 51n) - (side < 0n ? 2n ** 51n - 1n : 0n) })
    t.equal(tally.add(line(side), isRead), undefined, 'and twice 2^52 is proven to be none')
    t.equal(tally.bySchool(), undefined)
  }
})
