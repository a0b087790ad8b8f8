import t from 'tap'
import { constantOperand, type NumberOperand, numberOperand } from '../../../src/core/columns/operand.ts'
import { createTally } from '../../../src/core/columns/tally.ts'
import { constantWhole, type Whole } from '../../../src/core/columns/whole.ts'
import { decimal, exactText } from '../../../src/core/numbers/decimal.ts'
import { bigOf, fractionsOf, narrowOf, smallWorkshop } from '../../support/whole-columns.ts'

const cents = (whole: Whole): NumberOperand => numberOperand(whole, constantWhole(100n))

t.test('three lines of cents and of dollars: each has its sum, and each school its own', async (t) => {
  const shop = smallWorkshop(3)
  const tally = createTally(100n, shop)
  const sums = [
    tally.add(cents(narrowOf([150n, 250n, -50n]))),
    tally.add(numberOperand(narrowOf([1n, 2n, 3n], 1000n), constantWhole(1n))),
    tally.add(cents(narrowOf([1n, 1n, 1n]))),
    tally.add(constantOperand(decimal('0'))),
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

t.test('a line that all schools share, and one of any size, are left to others', async (t) => {
  const shop = smallWorkshop(2)
  const tally = createTally(100n, shop)
  t.equal(tally.add(cents(bigOf([1n, 2n]))), undefined)
  t.equal(tally.bySchool(), undefined, 'and the schools have no sum here')
  const other = createTally(100n, shop)
  t.equal(other.add(constantOperand(decimal('1'))), undefined)
  t.equal(other.bySchool(), undefined)
})

t.test('lines are added while the sum of all schools is a float for sure', async (t) => {
  const shop = smallWorkshop(2)
  const tally = createTally(1n, shop)
  const half = 2n ** 51n
  const line = (most: bigint): NumberOperand => numberOperand(narrowOf([0n, most]), constantWhole(1n))
  t.not(tally.add(line(half)), undefined)
  t.not(tally.add(line(-half)), undefined)
  t.not(tally.add(line(half - 1n)), undefined, 'twice 2^52 − 1 is a float')
  t.equal(tally.add(line(1n)), undefined, 'and twice 2^52 is proven to be none')
})
