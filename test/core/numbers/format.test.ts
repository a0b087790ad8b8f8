import t from 'tap'
import { decimal } from '../../../src/core/numbers/decimal.ts'
import { formatAmount, formatMoney, formatNumber, withSeparators } from '../../../src/core/numbers/format.ts'
import { fraction } from '../../../src/core/numbers/rational.ts'

t.test('a comma stands at every third digit before the point', async (t) => {
  const texts = {
    '0': '0',
    '999': '999',
    '1000': '1,000',
    '-999': '-999',
    '-1000': '-1,000',
    '100000': '100,000',
    '1234567.1234567': '1,234,567.1234567',
    '0.12345': '0.12345',
  }
  for (const [plain, separated] of Object.entries(texts)) t.equal(withSeparators(plain), separated)
})

t.test('an amount shows its cents, and what lies beyond them', async (t) => {
  t.equal(formatAmount(decimal('-1234567.5')), '-1,234,567.50')
  t.equal(formatAmount(decimal('5174.4996')), '5,174.4996')
})

t.test('money carries the sign before the currency', async (t) => {
  t.equal(formatMoney(decimal('1234.5'), 'USD'), '$1,234.50')
  t.equal(formatMoney(decimal('-12'), 'BRL'), '-R$ 12.00')
  t.equal(formatMoney(decimal('12'), 'GBP'), '£12.00')
  t.equal(formatMoney(decimal('1000'), 'CLP'), 'CLP 1,000.00')
})

t.test('a count has no more places than it has, and a ratio stays a quotient', async (t) => {
  t.equal(formatNumber(decimal('1234.50')), '1,234.5')
  t.equal(formatNumber(decimal('85000')), '85,000')
  t.equal(formatNumber(fraction(-12345n, 7n)), '-12,345/7')
})
