import fc from 'fast-check'
import t from 'tap'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { type Claim, fillLevel, heldAt } from '../../../src/core/numbers/fill-level.ts'
import {
  absolute,
  add,
  compare,
  divide,
  equal,
  fraction,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../../../src/core/numbers/rational.ts'
import { fails, holds } from '../../support/property.ts'

t.test('without bounds the level is the total over the weights', async (t) => {
  t.equal(levelOf([claim(2n), claim(3n)], 60n), '12')
  t.equal(levelOf([claim(3n)], 10n), '10/3')
})

t.test('a cap lifts the level of the others, and a floor lowers it', async (t) => {
  // 100 = 10 + 2f + 3f, and 100 = 70 + 2f + 3f.
  t.equal(levelOf([claim(5n, { most: whole(10n) }), claim(2n), claim(3n)], 100n), '18')
  t.equal(levelOf([claim(5n, { least: whole(70n) }), claim(2n), claim(3n)], 100n), '6')
})

t.test('a total that exactly fills the caps or the floors is met', async (t) => {
  t.equal(levelOf([claim(1n, { most: whole(10n) }), claim(2n, { most: whole(4n) })], 14n), '10')
  t.equal(levelOf([claim(1n, { least: whole(10n) })], 10n), '0')
  t.equal(levelOf([], 0n), '0')
})

t.test('a total beyond the bounds is answered with the nearest one', async (t) => {
  t.equal(levelOf([claim(1n, { least: whole(10n) }), claim(2n, { least: whole(4n) })], 13n), 'too little: 14')
  t.equal(levelOf([claim(1n, { most: whole(10n) }), claim(2n, { most: whole(4n) })], 15n), 'too much: 14')
  t.equal(levelOf([claim(0n)], 1n), 'too much: 0')
})

const positive = fc.tuple(fc.bigInt(1n, 40n), fc.bigInt(1n, 7n)).map(([n, d]) => fraction(n, d))
const amount = fc.tuple(fc.bigInt(0n, 900n), fc.bigInt(1n, 7n)).map(([n, d]) => fraction(n, d))
const anyClaim = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: positive }, fc.constant(zero)),
    fc.option(amount, { nil: undefined }),
    fc.option(amount, { nil: undefined }),
  )
  .map(([weight, least, room]): Claim => {
    const most = room && add(least ?? zero, room)
    return { weight, ...(least && { least }), ...(most && { most }) }
  })
const claims = fc.array(anyClaim, { maxLength: 8 })

t.test('the level agrees with one found by halving', async (t) => {
  await holds(
    t,
    fc.property(claims, amount, (given, total) => agrees(given, total, fillLevel(given, total))),
    { runs: 600 },
  )
})

t.test('a level that forgets the bounds is found out', async (t) => {
  await fails(
    t,
    fc.property(claims, amount, (given, total) => {
      const free = given.map(({ weight }) => ({ weight }))
      return agrees(given, total, fillLevel(free, total))
    }),
    { runs: 600 },
  )
})

function agrees(given: readonly Claim[], total: Rational, found: ReturnType<typeof fillLevel>): boolean {
  const halved = byHalving(given, total)
  if (found.kind === 'too-little')
    return halved === 'too-little' && equal(found.leastTotal, totalAt(given, zero))
  if (found.kind === 'too-much')
    return halved === 'too-much' && equal(found.mostTotal, totalAt(given, highest(given, total)))
  if (typeof halved === 'string') return false
  // Where the total is flat in the level, several levels give the same amounts.
  const near = fraction(1n, 2n ** 30n)
  return (
    equal(totalAt(given, found.level), total) &&
    given.every((each) => {
      const apart = subtract(heldAt(each, found.level), heldAt(each, halved))
      return compare(absolute(apart), near) <= 0
    })
  )
}

function byHalving(given: readonly Claim[], total: Rational): Rational | 'too-little' | 'too-much' {
  let low = zero
  let high = highest(given, total)
  if (compare(totalAt(given, low), total) > 0) return 'too-little'
  if (compare(totalAt(given, high), total) < 0) return 'too-much'
  for (let i = 0; i < 60; i += 1) {
    const middle = divide(add(low, high), whole(2n))
    if (compare(totalAt(given, middle), total) < 0) low = middle
    else high = middle
  }
  return high
}

/** A level at which every bound has been passed and the unbounded alone could take the whole total. */
function highest(given: readonly Claim[], total: Rational): Rational {
  const levels = given
    .filter(({ weight }) => weight.n !== 0n)
    .flatMap(({ weight, least, most }) =>
      [least, most, total].filter((each) => each !== undefined).map((each) => divide(each, weight)),
    )
  return sum([whole(1n), ...levels])
}

function totalAt(given: readonly Claim[], level: Rational): Rational {
  return sum(given.map((each) => heldAt(each, level)))
}

function claim(weight: bigint, bounds: Omit<Claim, 'weight'> = {}): Claim {
  return { weight: whole(weight), ...bounds }
}

function levelOf(given: readonly Claim[], total: bigint): string {
  const found = fillLevel(given, whole(total))
  if (found.kind === 'level') return exactText(found.level)
  return found.kind === 'too-little'
    ? `too little: ${exactText(found.leastTotal)}`
    : `too much: ${exactText(found.mostTotal)}`
}
