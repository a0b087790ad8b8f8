import fc from 'fast-check'
import t from 'tap'
import {
  absoluteOf,
  comparisonOf,
  differenceOf,
  extremeOf,
  isTooLarge,
  negativeOf,
  powerOf,
  productOf,
  quotientOf,
  roundedOf,
  sumOf,
} from '../../../src/core/columns/number-arithmetic.ts'
import { constantOperand, type NumberOperand, numberOperand } from '../../../src/core/columns/operand.ts'
import { constantWhole, greater, rangeOf } from '../../../src/core/columns/whole.ts'
import { decimal } from '../../../src/core/numbers/decimal.ts'
import * as exact from '../../../src/core/numbers/rational.ts'
import { round } from '../../../src/core/numbers/rounding.ts'
import { holds } from '../../support/property.ts'
import {
  type AnyWhole,
  anyWhole,
  bigOf,
  bitsOf,
  fractionsOf,
  narrowOf,
  SEVEN,
  smallWorkshop,
  wideOf,
} from '../../support/whole-columns.ts'

/** Decimals of that many places. */
function decimals(places: number, ...units: readonly bigint[]): NumberOperand {
  return numberOperand(narrowOf(units), constantWhole(10n ** BigInt(places)))
}

const one = constantOperand(decimal('1'))

t.test('a quotient by 4, −4 and nothing: the last has failed and spoils no other', async (t) => {
  const shop = smallWorkshop(3)
  const quotient = quotientOf(decimals(0, 10n, 10n, 10n), decimals(0, 4n, -4n, 0n), shop)
  t.strictSame(fractionsOf(quotient, shop), ['5/2', '-5/2', '–'])
  t.ok(rangeOf(quotient.denominator).low > 0n, 'no denominator is zero, not even where it has failed')
})

t.test('a quotient of cents by thousandths keeps its sign', async (t) => {
  const shop = smallWorkshop(3)
  const quotient = quotientOf(decimals(2, -150n, 150n, 0n), decimals(3, -300n, -300n, 7n), shop)
  t.strictSame(fractionsOf(quotient, shop), ['5', '-5', '0'])
})

t.test('by nothing at all schools there is no quotient anywhere', async (t) => {
  const shop = smallWorkshop(2)
  t.equal(quotientOf(decimals(0, 1n, 2n), constantOperand(decimal('0')), shop).failed, true)
})

t.test('by one number for all schools nothing is divided', async (t) => {
  const shop = smallWorkshop(2)
  const half = quotientOf(decimals(2, 150n, 151n), constantOperand(decimal('-0.5')), shop)
  t.equal(half.denominator.kind, 'constant')
  t.strictSame(fractionsOf(half, shop), ['-3', '-151/50'])
})

t.test('a quotient of quotients, and a ratio beside another', async (t) => {
  const shop = smallWorkshop(2)
  const [a, b, c] = [decimals(0, 1n, 5n), decimals(0, 3n, 7n), decimals(0, 2n, -3n)]
  const third = (): NumberOperand => quotientOf(a, b, shop)
  t.strictSame(fractionsOf(quotientOf(third(), quotientOf(c, b, shop), shop), shop), ['1/2', '-5/3'])
  t.strictSame(fractionsOf(sumOf(third(), quotientOf(a, c, shop), shop), shop), ['5/6', '-20/21'])
  t.strictSame(fractionsOf(extremeOf('least', [third(), quotientOf(a, c, shop)], shop), shop), [
    '1/3',
    '-5/3',
  ])
  const { holds: isLess } = comparisonOf([third(), quotientOf(a, c, shop)], '<', shop)
  t.strictSame(bitsOf(isLess, shop), [true, false])
})

t.test('cents and thousandths are added over one denominator', async (t) => {
  const shop = smallWorkshop(2)
  const sum = sumOf(decimals(2, 150n, -1n), decimals(3, 1n, 10n), shop)
  t.strictSame(fractionsOf(sum, shop), ['1501/1000', '0'])
  t.strictSame(fractionsOf(differenceOf(one, decimals(2, 150n, -1n), shop), shop), ['-1/2', '101/100'])
})

t.test('what failed on one side has failed', async (t) => {
  const shop = smallWorkshop(2)
  const lost = { ...decimals(0, 1n, 2n), failed: { values: Uint8Array.of(0, 1), isColumn: true } }
  for (const operation of [sumOf, differenceOf, productOf, quotientOf]) {
    t.match(fractionsOf(operation(lost, one, shop), shop), [/\d/, '–'])
    t.match(fractionsOf(operation(one, lost, shop), shop), [/\d/, '–'])
  }
  t.match(fractionsOf(powerOf(lost, 0, shop), shop), ['1', '–'], 'to no power at all it would be one')
  t.match(fractionsOf(roundedOf(lost, { kind: 'places', places: -1, mode: 'up' }, shop), shop), ['10', '–'])
})

t.test('1,250 to thousands and 1.25 to steps of 0.3', async (t) => {
  const shop = smallWorkshop(2)
  const thousands = { kind: 'places', places: -3, mode: 'half_even' } as const
  t.strictSame(fractionsOf(roundedOf(decimals(0, 1250n, 2500n), thousands, shop), shop), ['1000', '2000'])
  const steps = { kind: 'step', step: decimal('0.3'), mode: 'half_up' } as const
  t.strictSame(fractionsOf(roundedOf(decimals(2, 125n, -135n), steps, shop), shop), ['6/5', '-3/2'])
})

t.test('numbers of 1,234 digits are too large, and those of one bit less are not', async (t) => {
  const limit = 2n ** 4096n
  t.equal(isTooLarge(constantOperand({ n: limit, d: 1n })), true)
  t.equal(isTooLarge(constantOperand({ n: 1n - limit, d: limit - 1n })), false)
  t.equal(isTooLarge(constantOperand({ n: 1n, d: limit })), true)
})

t.test('arithmetic over any denominators is that of fractions', async (t) => {
  const anyNumber = fc.tuple(anyWhole, fc.oneof(anyWhole, fc.constantFrom(1n, 10n, 100n, 37n)))
  await holds(
    t,
    fc.property(anyNumber, anyNumber, fc.integer({ min: -3, max: 4 }), (a, b, places) => {
      const shop = smallWorkshop(SEVEN)
      const [x, y] = [madeOf(a), madeOf(b)]
      const rounding = { kind: 'places', places, mode: 'half_even' } as const
      const pairs: readonly (readonly [() => NumberOperand, (p: Exact, q: Exact) => Exact])[] = [
        [() => sumOf(x.operand, y.operand, shop), exact.add],
        [() => differenceOf(x.operand, y.operand, shop), exact.subtract],
        [() => productOf(x.operand, y.operand, shop), exact.multiply],
        [() => extremeOf('least', [x.operand, y.operand], shop), exact.least],
        [() => extremeOf('greatest', [x.operand, y.operand], shop), exact.greatest],
        [() => negativeOf(x.operand, shop), exact.negate],
        [() => absoluteOf(x.operand, shop), exact.absolute],
        [() => powerOf(x.operand, 3, shop), (p) => exact.power(p, 3)],
        [() => roundedOf(x.operand, rounding, shop), (p) => round(p, rounding)],
      ]
      return pairs.every(([operand, of]) => {
        const wanted = x.numbers.map((p, i) => textOf(of(p, y.numbers[i] ?? exact.zero)))
        return fractionsOf(operand(), shop).every((text, i) => text === wanted[i])
      })
    }),
    { runs: 1500 },
  )
})

type Exact = exact.Rational

/** Fractions, and the operand that holds them over a denominator of whatever lane it needs. */
function madeOf([over, under]: readonly [AnyWhole, AnyWhole | bigint]): {
  readonly operand: NumberOperand
  readonly numbers: readonly Exact[]
} {
  if (typeof under === 'bigint')
    return {
      operand: numberOperand(over.whole, constantWhole(under)),
      numbers: over.numbers.map((n) => exact.fraction(n, under)),
    }
  const denominators = under.numbers.map((d) => (d === 0n ? 1n : d < 0n ? -d : d))
  const most = denominators.reduce(greater, 1n)
  const lane = most < 2n ** 53n ? narrowOf : most < 2n ** 104n ? wideOf : bigOf
  return {
    operand: numberOperand(over.whole, lane(denominators)),
    numbers: over.numbers.map((n, i) => exact.fraction(n, denominators[i] ?? 1n)),
  }
}

function textOf({ n, d }: Exact): string {
  return d === 1n ? `${n}` : `${n}/${d}`
}
