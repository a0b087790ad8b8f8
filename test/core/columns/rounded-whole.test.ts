import fc from 'fast-check'
import t from 'tap'
import { type Division, roundedWhole } from '../../../src/core/columns/rounded-whole.ts'
import { constantWhole, greater, lesser, type Whole } from '../../../src/core/columns/whole.ts'
import { ROUNDING_MODES, type RoundingMode, roundedQuotient } from '../../../src/core/numbers/rounding.ts'
import { holds } from '../../support/property.ts'
import {
  bigOf,
  isProven,
  narrowOf,
  numbersOf,
  smallWorkshop,
  wholeNumber,
  wideOf,
} from '../../support/whole-columns.ts'

const MODES = Object.keys(ROUNDING_MODES) as readonly RoundingMode[]

// Cents to dollars: 1.49, 1.50, 1.51 and 2.50, on both sides of zero.
const cents = [149n, 150n, 151n, 250n, -149n, -150n, -151n, -250n]
const dollars: Readonly<Record<RoundingMode, readonly bigint[]>> = {
  half_up: [1n, 2n, 2n, 3n, -1n, -2n, -2n, -3n],
  half_even: [1n, 2n, 2n, 2n, -1n, -2n, -2n, -2n],
  half_down: [1n, 1n, 2n, 2n, -1n, -1n, -2n, -2n],
  up: [2n, 2n, 2n, 3n, -2n, -2n, -2n, -3n],
  down: [1n, 1n, 1n, 2n, -1n, -1n, -1n, -2n],
  floor: [1n, 1n, 1n, 2n, -2n, -2n, -2n, -3n],
  ceiling: [2n, 2n, 2n, 3n, -1n, -1n, -1n, -2n],
}

t.test('cents become dollars in every mode, whatever lane they come in', async (t) => {
  const columns: readonly (readonly [string, readonly bigint[], Whole])[] = [
    ['floats', cents, narrowOf(cents)],
    ['floats that wait for their rate', cents, narrowOf(cents, 7n)],
    ['two limbs', cents, wideOf(cents)],
    ['two limbs of a wide range', cents, wideOf(cents, 2n ** 90n)],
    ['whole numbers of any size', cents, bigOf(cents, 2n ** 120n)],
  ]
  for (const mode of MODES)
    for (const [lane, , dividend] of columns) {
      const divisor = lane.includes('rate') ? 700n : 100n
      t.strictSame(
        rounded({ dividend, divisor: constantWhole(divisor), mode }),
        dollars[mode],
        `${mode} ${lane}`,
      )
      const column = narrowOf(cents.map(() => divisor))
      t.strictSame(rounded({ dividend, divisor: column, mode }), dollars[mode], `${mode} ${lane} by a column`)
    }
})

t.test('a rounding of one number for all schools is one number for all schools', async (t) => {
  const division = { dividend: constantWhole(250n), divisor: constantWhole(100n), mode: 'half_even' } as const
  t.strictSame(roundedWhole(division, smallWorkshop(3)), constantWhole(2n))
})

t.test('an odd divisor has no ties: a third of 1, 2, 4 and 5', async (t) => {
  const dividend = narrowOf([1n, 2n, 4n, 5n, -1n, -2n])
  for (const mode of ['half_up', 'half_even', 'half_down'] as const)
    t.strictSame(rounded({ dividend, divisor: constantWhole(3n), mode }), [0n, 1n, 1n, 2n, 0n, -1n], mode)
})

t.test('a division that changes nothing copies nothing wrong', async (t) => {
  const edge = [2n ** 53n - 1n, -(2n ** 53n) + 1n]
  for (const dividend of [narrowOf(edge), narrowOf(edge, 3n), wideOf(edge), bigOf(edge)]) {
    const times = dividend.kind === 'narrow' ? dividend.times : 1n
    t.strictSame(rounded({ dividend, divisor: constantWhole(times), mode: 'half_up' }), edge, dividend.kind)
  }
})

t.test('what is rounded into a column of its own stands there, from block to block', async (t) => {
  const shop = smallWorkshop(cents.length)
  const into = shop.numberColumn()
  const whole = roundedWhole(
    { dividend: narrowOf(cents), divisor: constantWhole(100n), mode: 'half_up', into },
    shop,
  )
  shop.run()
  t.match(whole, { kind: 'narrow', slot: into })
  t.strictSame([...into.values].map(BigInt), dollars.half_up)
})

t.test('a quotient is the exact one in any lane and mode, and within its proof', async (t) => {
  const lanes = new Map<string, number>()
  await holds(
    t,
    fc.property(anyDivision, fc.boolean(), ({ numbers, divisors, ...division }, isKept) => {
      const shop = smallWorkshop(numbers.length)
      const into = isKept ? shop.numberColumn() : undefined
      const whole = roundedWhole({ ...division, into }, shop)
      const given = numbersOf(whole, shop)
      const lane = `${division.dividend.kind} by ${division.divisor.kind} is ${whole.kind}`
      lanes.set(lane, (lanes.get(lane) ?? 0) + 1)
      const wanted = numbers.map((each, i) => roundedQuotient(each, divisors[i] ?? 1n, division.mode))
      return isProven(whole, given) && given.every((each, i) => each === wanted[i])
    }),
    { runs: 30_000 },
  )
  for (const lane of LANES) t.ok((lanes.get(lane) ?? 0) > 200, `${lane}: ${lanes.get(lane)} times`)
})

t.test('an amount beside a tie goes to its own side, however large it and its rate are', async (t) => {
  let past = 0
  await holds(
    t,
    fc.property(besideTies, ({ values, times, divisor, mode, isKept }) => {
      const shop = smallWorkshop(values.length)
      const dividend = narrowOf(values, times)
      const into = isKept ? shop.numberColumn() : undefined
      const whole = roundedWhole({ dividend, divisor: constantWhole(divisor), mode, into }, shop)
      const given = numbersOf(whole, shop)
      const isPast = values.some((each) => each * times >= 2n ** 53n)
      if (isPast && whole.kind === 'narrow') past += 1
      return given.every((each, i) => each === roundedQuotient((values[i] ?? 0n) * times, divisor, mode))
    }),
    { runs: 40_000 },
  )
  t.ok(past > 3000, `${past} columns of amounts past 2^53 came to floats`)
})

/** Floats whose multiples lie next to a whole quotient and a half. */
const besideTies = fc
  .record({
    mode: fc.constantFrom('half_up' as const, 'half_up' as const, ...MODES),
    bits: fc.oneof(fc.constant(53), fc.integer({ min: 20, max: 53 })),
    times: fc.oneof(wholeNumber(6), wholeNumber(16), wholeNumber(40)).map(positive),
    divisor: fc.oneof(
      wholeNumber(14).map(positive),
      wholeNumber(40).map(positive),
      fc.constantFrom(10n, 100n, 1000n, 10_000n, 1_000_000n, 10n ** 12n),
    ),
    shares: fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.constantFrom(0n, 0n, 1n, -1n, 2n)), {
      minLength: 7,
      maxLength: 7,
    }),
    side: fc.constantFrom(1n, 1n, -1n),
    isTurned: fc.boolean(),
    isKept: fc.boolean(),
  })
  .map(({ mode, bits, times, divisor, shares, side, isTurned, isKept }) => {
    const most = 2n ** BigInt(bits) - 3n
    const values = shares.map(([share, off]) => {
      const quotient = (most * share * times) / (divisor * 10n ** 6n)
      const beside = ((2n * quotient + 1n) * divisor) / (2n * times) + off
      return side * lesser(most, greater(0n, beside))
    })
    if (!isTurned) return { mode, times, divisor, values, isKept }
    // Below zero twice is above it again.
    return { mode, times: -times, divisor, values: values.map((each) => -each), isKept }
  })

t.test('where floats end, a school is divided by a divisor of its own all the same', async (t) => {
  const seven = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
    fc.array(of, { minLength: 7, maxLength: 7 })
  const dividends = fc
    .tuple(fc.bigInt({ min: 1n, max: 60n }), fc.constantFrom(1n, -1n))
    .map(([off, side]) => side * (2n ** 53n - off))
  const divisors = fc.integer({ min: 1, max: 53 }).chain((bits) => seven(wholeNumber(bits).map(positive)))
  await holds(
    t,
    fc.property(seven(dividends), divisors, fc.constantFrom(...MODES), (values, by, mode) => {
      const wanted = values.map((each, i) => roundedQuotient(each, by[i] ?? 1n, mode))
      const given = rounded({ dividend: narrowOf(values), divisor: narrowOf(by), mode })
      const byFirst = rounded({ dividend: narrowOf(values), divisor: constantWhole(by[0] ?? 1n), mode })
      return (
        given.every((each, i) => each === wanted[i]) &&
        byFirst.every((each, i) => each === roundedQuotient(values[i] ?? 0n, by[0] ?? 1n, mode))
      )
    }),
    { runs: 10_000 },
  )
})

const LANES = [
  'narrow by constant is narrow',
  'narrow by constant is big',
  'wide by constant is narrow',
  'wide by constant is big',
  'big by constant is narrow',
  'big by constant is big',
  'narrow by narrow is narrow',
  'wide by narrow is narrow',
  'big by narrow is big',
]

interface AnyDivision extends Division {
  readonly numbers: readonly bigint[]
  readonly divisors: readonly bigint[]
}

/** Dividends beside whole quotients and beside ties, below zero and above, and the lane that holds them. */
const anyDivision: fc.Arbitrary<AnyDivision> = fc
  .record({
    mode: fc.constantFrom(...MODES),
    size: fc.integer({ min: 2, max: 106 }),
    divisor: fc.oneof(
      wholeNumber(51).map(positive),
      fc.integer({ min: 0, max: 18 }).map((places) => 10n ** BigInt(places)),
      wholeNumber(60).map(positive),
    ),
    times: fc.oneof(fc.constant(1n), wholeNumber(30).map(positive), wholeNumber(53)),
    seeds: fc.array(fc.tuple(wholeNumber(106), fc.integer({ min: -3, max: 3 })), {
      minLength: 7,
      maxLength: 7,
    }),
    isColumn: fc.boolean(),
    isBig: fc.boolean(),
    isPositive: fc.boolean(),
  })
  .map(({ mode, size, divisor, times, seeds, isColumn, isBig, isPositive }) => {
    const factor = times === 0n ? 1n : times
    const most = 2n ** BigInt(size)
    const divisors = seeds.map(([, off]) => (isColumn ? positive(divisor + BigInt(off)) : divisor))
    const numbers = seeds.map(([seed, off], i) => {
      const half = BigInt(off) * (divisors[i] ?? 1n)
      // A whole number of halves of the divisor, or one beside it.
      const near = (seed % most) - ((seed % most) % (divisors[i] ?? 1n)) + half / 2n + BigInt(off % 2)
      return isPositive && near < 0n ? -near : near
    })
    const slots = numbers.map((each) => each / factor)
    const isNarrow = !isBig && slots.every((each) => each < 2n ** 53n && each > -(2n ** 53n))
    const by = { divisors, divisor: isColumn ? narrowOrBig(divisors) : constantWhole(divisor), mode }
    if (isNarrow) {
      const own = slots.map((each) => each * factor)
      return { ...by, numbers: own, dividend: narrowOf(slots, factor) }
    }
    const isWide = !isBig && numbers.every((each) => each < 2n ** 104n && each > -(2n ** 104n))
    return { ...by, numbers, dividend: isWide ? wideOf(numbers) : bigOf(numbers) }
  })

function positive(value: bigint): bigint {
  return value > 0n ? value : 1n - value
}

function narrowOrBig(values: readonly bigint[]): Whole {
  return values.every((each) => each < 2n ** 53n) ? narrowOf(values) : bigOf(values)
}

function rounded(division: Division): bigint[] {
  const { dividend } = division
  const shop = smallWorkshop(dividend.kind === 'narrow' ? dividend.slot.values.length : lengthOf(dividend))
  return numbersOf(roundedWhole(division, shop), shop)
}

function lengthOf(whole: Whole): number {
  if (whole.kind === 'constant') return 1
  return whole.kind === 'wide' ? whole.upper.values.length : whole.slot.values.length
}
