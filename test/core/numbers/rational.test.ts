import fc from 'fast-check'
import t from 'tap'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import {
  absolute,
  add,
  compare,
  divide,
  equal,
  fraction,
  greatest,
  isZero,
  least,
  multiply,
  negate,
  one,
  power,
  subtract,
  sum,
  whole,
  zero,
} from '../../../src/core/numbers/rational.ts'
import { fails, holds } from '../../support/property.ts'

const integer = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
const divisor = integer.filter((d) => d !== 0n)
const rational = fc.tuple(integer, divisor).map(([n, d]) => fraction(n, d))

t.test('a third three times is one', async (t) => {
  const third = fraction(1n, 3n)
  t.equal(exactText(add(add(third, third), third)), '1')
  t.equal(exactText(sum([third, third, third])), '1')
})

t.test('a fraction stands in lowest terms over a positive divisor', async (t) => {
  t.strictSame(fraction(6n, -4n), { n: -3n, d: 2n })
  t.strictSame(fraction(0n, -5n), { n: 0n, d: 1n })
  t.throws(() => fraction(1n, 0n), RangeError)
  await holds(
    t,
    fc.property(rational, rational, (a, b) =>
      [add(a, b), subtract(a, b), multiply(a, b), isZero(b) ? a : divide(a, b), negate(a)].every(
        ({ n, d }) => d > 0n && shared(n, d) === 1n,
      ),
    ),
    { runs: 1000 },
  )
})

t.test('sums and products follow the laws of arithmetic exactly', async (t) => {
  await holds(
    t,
    fc.property(rational, rational, rational, (a, b, c) => {
      const laws = [
        [add(a, b), add(b, a)],
        [add(add(a, b), c), add(a, add(b, c))],
        [multiply(multiply(a, b), c), multiply(a, multiply(b, c))],
        [multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c))],
        [subtract(a, a), zero],
        [add(subtract(a, b), b), a],
        [isZero(b) ? a : multiply(divide(a, b), b), a],
        [power(a, 3), multiply(a, multiply(a, a))],
        [power(a, 0), one],
        [sum([a, b, c]), sum([c, a, b])],
      ] as const
      return laws.every(([left, right]) => equal(left, right))
    }),
    { runs: 1000 },
  )
})

t.test('floats break those laws, which is why no amount is one', async (t) => {
  const cents = fc.integer({ min: 1, max: 100_000 }).map((n) => n / 100)
  await fails(
    t,
    fc.property(cents, cents, cents, (a, b, c) => a + b + c === a + (b + c)),
    { runs: 1000 },
  )
})

t.test('the order of numbers is that of their differences', async (t) => {
  await holds(
    t,
    fc.property(rational, rational, (a, b) => {
      const difference = subtract(a, b).n
      const sign = difference === 0n ? 0 : difference < 0n ? -1 : 1
      return (
        compare(a, b) === sign &&
        sign === 0 - compare(b, a) &&
        (sign === 0) === equal(a, b) &&
        equal(add(least(a, b), greatest(a, b)), add(a, b)) &&
        compare(least(a, b), greatest(a, b)) <= 0 &&
        compare(absolute(a), zero) >= 0 &&
        equal(multiply(absolute(a), absolute(b)), absolute(multiply(a, b)))
      )
    }),
    { runs: 1000 },
  )
})

t.test('a whole number has no fraction', async (t) => {
  t.equal(exactText(whole(-12n)), '-12')
})

function shared(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : shared(b, a % b)
}
