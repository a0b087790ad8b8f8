import fc from 'fast-check'
import t from 'tap'
import {
  tenthsOfPercent,
  wholeAmounts,
  wholeOf,
  wholeParts,
} from '../../../src/contract/report/board/whole-parts.ts'
import { compare, fraction, subtract, sum, whole } from '../../../src/core/numbers/rational.ts'
import { roundedQuotient } from '../../../src/core/numbers/rounding.ts'
import { fails, holds } from '../../support/property.ts'

t.test('a half dollar is printed as the next whole one, away from nothing', async (t) => {
  t.strictSame(['2.49', '2.50', '-2.50', '-2.49', '0.00'].map(wholeOf), [2n, 3n, -3n, -2n, 0n])
})

t.test('three thirds of ten dollars are printed as 4, 3 and 3', async (t) => {
  const parts = ['b', 'a', 'c'].map((id) => ({ id, amount: fraction(10n, 3n) }))
  t.strictSame(wholeParts(parts, 10n), [3n, 4n, 3n], 'ties go by id')
})

t.test('the largest remainder takes the odd dollar', async (t) => {
  const parts = [
    { id: 'base', amount: '100.40' },
    { id: 'frl', amount: '20.35' },
    { id: 'small', amount: '7.25' },
  ]
  t.strictSame(wholeAmounts(parts, 128n), [101n, 20n, 7n], '128.00 in all')
})

t.test('a change of nothing is printed as nothing, whatever is missing', async (t) => {
  const parts = [
    { id: 'a', amount: '0.00' },
    { id: 'b', amount: '1.10' },
    { id: 'c', amount: '-0.50' },
  ]
  t.strictSame(wholeAmounts(parts, 1n), [0n, 1n, 0n])
  t.strictSame(wholeAmounts(parts, 2n), [0n, 2n, 0n], 'the difference of two rounded totals')
  t.strictSame(wholeAmounts(parts.slice(0, 1), 0n), [0n])
  t.throws(() => wholeAmounts(parts.slice(0, 1), 1n), /parts of nothing/)
})

t.test('what is taken away adds up as what is given', async (t) => {
  const parts = [
    { id: 'a', amount: '-1.50' },
    { id: 'b', amount: '-1.50' },
    { id: 'c', amount: '4.00' },
  ]
  t.strictSame(wholeAmounts(parts, 1n), [-1n, -2n, 4n])
})

t.test('shares of a total come to 100 %', async (t) => {
  const thirds = ['a', 'b', 'c'].map((id) => ({ id, whole: 7n }))
  t.strictSame(tenthsOfPercent(thirds), [334n, 333n, 333n])
  t.strictSame(tenthsOfPercent([{ id: 'a', whole: 0n }]), [0n])
})

const parts = fc.array(
  fc.record({ id: fc.string({ maxLength: 3 }), cents: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }) }),
  { minLength: 1, maxLength: 40 },
)
const amountsOf = (cents: readonly { id: string; cents: bigint }[]) =>
  cents.map(({ id, cents: each }) => ({ id, amount: fraction(each, 100n) }))

t.test('whole parts add up to the rounded sum, each less than a dollar from its own amount', async (t) => {
  const property = fc.property(parts, (given) => {
    const amounts = amountsOf(given)
    const { n, d } = sum(amounts.map(({ amount }) => amount))
    const total = roundedQuotient(n, d, 'half_up')
    const printed = wholeParts(amounts, total)
    const isNear = printed.every((each, i) => {
      const off = subtract(whole(each), amounts[i]?.amount ?? whole(0n))
      return compare(off, whole(1n)) <= 0 && compare(off, whole(-1n)) >= 0
    })
    const isNothing = printed.every((each, i) => given[i]?.cents !== 0n || each === 0n)
    return printed.reduce((all, each) => all + each, 0n) === total && isNear && isNothing
  })
  await holds(t, property, { runs: 2000 })
})

t.test('rounding each part for itself does not add up', async (t) => {
  const property = fc.property(parts, (given) => {
    const amounts = amountsOf(given)
    const { n, d } = sum(amounts.map(({ amount }) => amount))
    const printed = amounts.map(({ amount }) => roundedQuotient(amount.n, amount.d, 'half_up'))
    return printed.reduce((all, each) => all + each, 0n) === roundedQuotient(n, d, 'half_up')
  })
  await fails(t, property, { runs: 2000 })
})
