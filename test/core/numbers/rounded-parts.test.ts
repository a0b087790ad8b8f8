import fc from 'fast-check'
import t from 'tap'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { fraction, negate, type Rational, subtract, sum, whole } from '../../../src/core/numbers/rational.ts'
import { roundedParts } from '../../../src/core/numbers/rounded-parts.ts'
import { holds } from '../../support/property.ts'

const cent = fraction(1n, 100n)

function shown(...amounts: readonly Rational[]): string[] {
  const parts = amounts.map((amount, i) => ({ id: `${i}`, amount }))
  return roundedParts(parts, cent).map(exactText)
}

t.test('a dollar in three parts is still a dollar: the odd cent goes to the first', async (t) => {
  t.strictSame(shown(fraction(1n, 3n), fraction(1n, 3n), fraction(1n, 3n)), ['0.34', '0.33', '0.33'])
})

t.test('the odd cent goes to who lacks most of one, and comes from who has most to give', async (t) => {
  // 0.007 and 0.013 are two cents: the first has 0.7 of a cent beyond its last whole one.
  t.strictSame(shown(fraction(7n, 1000n), fraction(13n, 1000n)), ['0.01', '0.01'])
  t.strictSame(shown(fraction(-7n, 1000n), fraction(-13n, 1000n)), ['-0.01', '-0.01'])
  t.strictSame(shown(fraction(5n, 3n), fraction(-5n, 3n)), ['1.66', '-1.66'])
})

t.test('nothing in parts is nothing', async (t) => {
  t.strictSame(shown(), [])
})

t.test('parts add up, are off by less than a unit, and mirror their opposites', async (t) => {
  const ratios = fc
    .tuple(fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }), fc.bigInt({ min: 1n, max: 5040n }))
    .map(([n, d]) => fraction(n, d))
  const property = fc.property(fc.array(ratios, { maxLength: 12 }), (amounts) => {
    // The last part makes the sum a whole number of cents.
    const rest = sum(amounts)
    const all = [...amounts, subtract(whole(rest.n / rest.d), rest)]
    const parts = all.map((amount, i) => ({ id: `${i}`, amount }))
    const rounded = roundedParts(parts, cent)
    const opposites = roundedParts(
      parts.map(({ id, amount }) => ({ id, amount: negate(amount) })),
      cent,
    )
    const difference = rounded.map((amount, i) => subtract(amount, all[i] ?? whole(0n)))
    return (
      exactText(sum(rounded)) === exactText(sum(all)) &&
      difference.every(({ n, d }) => (n < 0n ? -n : n) * 100n < d) &&
      rounded.every((amount, i) => exactText(amount) === exactText(negate(opposites[i] ?? whole(0n))))
    )
  })
  await holds(t, property, { runs: 500 })
})
