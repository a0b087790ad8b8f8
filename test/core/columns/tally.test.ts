import t from 'tap'
import { roundedOf } from '../../../src/core/columns/number-arithmetic.ts'
import { constantOperand, type NumberOperand, numberOperand } from '../../../src/core/columns/operand.ts'
import { createTally } from '../../../src/core/columns/tally.ts'
import { constantWhole, type Whole } from '../../../src/core/columns/whole.ts'
import { decimal, exactText } from '../../../src/core/numbers/decimal.ts'
import { CENTS } from '../../../src/core/numbers/rounding.ts'
import { bigOf, fractionsOf, narrowOf, smallWorkshop } from '../../support/whole-columns.ts'

const cents = (whole: Whole): NumberOperand => numberOperand(whole, constantWhole(100n))

t.test('three lines of cents and of dollars: each has its sum, and each school its own', async (t) => {
  const shop = smallWorkshop(3)
  const tally = createTally(100n, shop)
  const sums = [
    tally.add(cents(narrowOf([150n, 250n, -50n])), { isRead: false }),
    tally.add(numberOperand(narrowOf([1n, 2n, 3n], 1000n), constantWhole(1n)), { isRead: false }),
    tally.add(cents(narrowOf([1n, 1n, 1n])), { isRead: false }),
    tally.add(constantOperand(decimal('0')), { isRead: false }),
  ]
  tally.close()
  shop.run()
  t.strictSame(
    sums.map((sum) => sum && exactText(sum())),
    ['3.5', '6000', '0.03', '0'],
  )
  const bySchool = tally.bySchool()
  t.strictSame(bySchool && fractionsOf(bySchool, shop), ['100151/100', '200251/100', '299951/100'])
})

t.test('a line that all schools share is added to each of them', async (t) => {
  const shop = smallWorkshop(2)
  const tally = createTally(100n, shop)
  const sum = tally.add(constantOperand(decimal('1.5')), { isRead: false })
  tally.add(cents(narrowOf([1n, 2n])), { isRead: false })
  tally.close()
  shop.run()
  t.equal(sum && exactText(sum()), '3')
  const bySchool = tally.bySchool()
  t.strictSame(bySchool && fractionsOf(bySchool, shop), ['151/100', '38/25'])
})

t.test('a line of any size is left to others, and then the schools have no sum here', async (t) => {
  const tally = createTally(100n, smallWorkshop(2))
  t.equal(tally.add(cents(bigOf([1n, 2n])), { isRead: false }), undefined)
  t.equal(tally.bySchool(), undefined)
})

t.test('lines that are filled on the way are those that are filled by themselves', async (t) => {
  const read = [false, true].map((isRead) => {
    const shop = smallWorkshop(5)
    const tally = createTally(100n, shop)
    const amounts = [3n, 7n].map((times) => {
      const exact = numberOperand(narrowOf([0n, 1n, 49n, 50n, 1999n], times), constantWhole(1000n))
      return roundedOf(exact, CENTS, shop, shop.numberColumn())
    })
    const sums = amounts.map((amount) => tally.add(amount, { isRead }))
    tally.close()
    shop.run()
    const bySchool = tally.bySchool()
    return [
      ...amounts.map((amount) => fractionsOf(amount, shop)),
      bySchool && fractionsOf(bySchool, shop),
      sums.map((sum) => sum && exactText(sum())),
    ]
  })
  // 1999 × 0.003 = 5.997 and 1999 × 0.007 = 13.993: 6.00 and 13.99.
  t.strictSame(read[0]?.[2], ['0', '1/100', '49/100', '1/2', '1999/100'])
  t.strictSame(read[0], read[1])
})

t.test('lines are added while the sum of all schools is a float for sure', async (t) => {
  const shop = smallWorkshop(2)
  const tally = createTally(1n, shop)
  const half = 2n ** 51n
  const line = (most: bigint): NumberOperand => numberOperand(narrowOf([0n, most]), constantWhole(1n))
  t.not(tally.add(line(half), { isRead: false }), undefined)
  t.not(tally.add(line(-half), { isRead: false }), undefined)
  t.not(tally.add(line(half - 1n), { isRead: false }), undefined, 'twice 2^52 − 1 is a float')
  t.equal(tally.add(line(1n), { isRead: false }), undefined, 'and twice 2^52 is proven to be none')
})
