import t from 'tap'
import {
  moneyTexts,
  type NumberOperand,
  numberOperand,
  rationalAt,
} from '../../../src/core/columns/operand.ts'
import { constantWhole } from '../../../src/core/columns/whole.ts'
import { fixedText } from '../../../src/core/numbers/decimal.ts'
import { bigOf, narrowOf } from '../../support/whole-columns.ts'

const EDGE = 2n ** 53n
const units = [0n, 1n, -1n, 50n, -12_345n, EDGE - 1n, 1n - EDGE]

t.test('an amount in a column is written as the exact amount is', async (t) => {
  for (const denominator of [1n, 4n, 10n, 100n, 1000n, 10n ** 18n]) {
    const by = constantWhole(denominator)
    t.strictSame(written(numberOperand(narrowOf(units), by)), exact(numberOperand(narrowOf(units), by)))
    t.strictSame(written(numberOperand(bigOf(units), by)), exact(numberOperand(bigOf(units), by)))
  }
  t.strictSame(written(numberOperand(narrowOf(units), constantWhole(100n))).slice(0, 5), [
    '0.00',
    '0.01',
    '-0.01',
    '0.50',
    '-123.45',
  ])
})

t.test('and so it is where a multiplication still waits', async (t) => {
  for (const times of [3n, -25n, 10n ** 16n]) {
    const operand = numberOperand(narrowOf(units, times), constantWhole(10_000n))
    t.strictSame(written(operand), exact(operand), `${times}`)
  }
})

function written(operand: NumberOperand): string[] {
  return units.map((_, school) => moneyTexts(operand)(school))
}

function exact(operand: NumberOperand): string[] {
  return units.map((_, school) => fixedText(rationalAt(operand, school)))
}
