import fc from 'fast-check'
import t from 'tap'
import { decimal, exactText } from '../../../src/core/numbers/decimal.ts'
import {
  absolute,
  compare,
  divide,
  equal,
  fraction,
  multiply,
  negate,
  type Rational,
  subtract,
  whole,
} from '../../../src/core/numbers/rational.ts'
import {
  CENTS,
  isRoundingMode,
  ROUNDING_MODES,
  type Rounding,
  type RoundingMode,
  round,
  roundToPlaces,
  roundToStep,
} from '../../../src/core/numbers/rounding.ts'
import { compareCodePoints } from '../../../src/core/text/code-points.ts'
import { fails, holds } from '../../support/property.ts'

const MODES = Object.keys(ROUNDING_MODES).filter(isRoundingMode)

/** What each mode makes of a number, in the order of `head`. */
const head = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling'] as const

const toPlaces = [
  ['0', '2.5', '3 2 2 3 2 2 3'],
  ['0', '-2.5', '-3 -2 -2 -3 -2 -3 -2'],
  ['0', '3.5', '4 4 3 4 3 3 4'],
  ['0', '-3.5', '-4 -4 -3 -4 -3 -4 -3'],
  ['0', '2.4', '2 2 2 3 2 2 3'],
  ['0', '-2.4', '-2 -2 -2 -3 -2 -3 -2'],
  ['0', '2.6', '3 3 3 3 2 2 3'],
  ['0', '-2.6', '-3 -3 -3 -3 -2 -3 -2'],
  ['0', '0.5', '1 0 0 1 0 0 1'],
  ['0', '-0.5', '-1 0 0 -1 0 -1 0'],
  ['0', '2', '2 2 2 2 2 2 2'],
  ['2', '0.125', '0.13 0.12 0.12 0.13 0.12 0.12 0.13'],
  ['2', '-0.125', '-0.13 -0.12 -0.12 -0.13 -0.12 -0.13 -0.12'],
  ['2', '0.135', '0.14 0.14 0.13 0.14 0.13 0.13 0.14'],
  ['2', '-0.135', '-0.14 -0.14 -0.13 -0.14 -0.13 -0.14 -0.13'],
  ['-3', '2500', '3000 2000 2000 3000 2000 2000 3000'],
  ['-3', '-2500', '-3000 -2000 -2000 -3000 -2000 -3000 -2000'],
  ['-3', '3500', '4000 4000 3000 4000 3000 3000 4000'],
  ['-3', '499.99', '0 0 0 1000 0 0 1000'],
  ['-3', '-499.99', '0 0 0 -1000 0 -1000 0'],
] as const

const toSteps = [
  ['0.5', '0.25', '0.5 0 0 0.5 0 0 0.5'],
  ['0.5', '-0.25', '-0.5 0 0 -0.5 0 -0.5 0'],
  ['0.5', '0.75', '1 1 0.5 1 0.5 0.5 1'],
  ['0.5', '-0.75', '-1 -1 -0.5 -1 -0.5 -1 -0.5'],
  ['0.05', '1.025', '1.05 1 1 1.05 1 1 1.05'],
  ['0.05', '-1.025', '-1.05 -1 -1 -1.05 -1 -1.05 -1'],
  ['25', '37.5', '50 50 25 50 25 25 50'],
  ['25', '50', '50 50 50 50 50 50 50'],
] as const

t.test('every mode at places does on ties and beside them what its words say', async (t) => {
  for (const [places, value, results] of toPlaces) {
    const given = head.map((mode) => exactText(roundToPlaces(decimal(value), Number(places), mode)))
    t.equal(given.join(' '), results, `${value} to ${places} places`)
  }
})

t.test('every mode on steps does on ties and beside them what its words say', async (t) => {
  for (const [step, value, results] of toSteps) {
    const given = head.map((mode) => exactText(roundToStep(decimal(value), decimal(step), mode)))
    t.equal(given.join(' '), results, `${value} to steps of ${step}`)
  }
})

t.test('the table above leaves no mode out', async (t) => {
  t.strictSame(head.toSorted(compareCodePoints), MODES.toSorted(compareCodePoints))
  t.notOk(isRoundingMode('toString'))
})

t.test('a ratio rounds by its value and not by its digits', async (t) => {
  t.equal(exactText(round(fraction(2n, 3n), CENTS)), '0.67')
  t.equal(exactText(roundToPlaces(fraction(1n, 3n), 4, 'ceiling')), '0.3334')
  t.equal(
    exactText(round(fraction(-1n, 3n), { kind: 'step', step: fraction(1n, 7n), mode: 'floor' })),
    '-3/7',
  )
  t.equal(exactText(roundToPlaces(fraction(1n, 8n), 2)), '0.13', 'half away from zero unless stated')
})

const value = fc
  .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 4000n }))
  .map(([n, d]) => fraction(n, d))
const rounding = fc.oneof(
  fc.record({
    kind: fc.constant('places' as const),
    places: fc.integer({ min: -4, max: 6 }),
    mode: fc.constantFrom(...MODES),
  }),
  fc.record({
    kind: fc.constant('step' as const),
    step: fc.constantFrom('0.05', '0.5', '25', '7').map(decimal),
    mode: fc.constantFrom(...MODES),
  }),
)

t.test(
  'a rounded number is a whole number of steps, near, on the side its mode says, and stays',
  async (t) => {
    await holds(
      t,
      fc.property(value, rounding, (x, how) => {
        const rounded = round(x, how)
        const step = stepOf(how)
        const off = subtract(rounded, x)
        const isNearest = how.mode.startsWith('half')
        const reach = isNearest ? divide(step, whole(2n)) : step
        const distance = compare(absolute(off), reach)
        return (
          divide(rounded, step).d === 1n &&
          (isNearest ? distance <= 0 : distance < 0) &&
          sides(how.mode, x, off) &&
          equal(round(rounded, how), rounded)
        )
      }),
      { runs: 3000 },
    )
  },
)

t.test('a loss rounds as the gain of the same size does', async (t) => {
  await holds(
    t,
    fc.property(value, rounding, (x, how) => {
      const opposite = { floor: 'ceiling', ceiling: 'floor' } as const
      const mode = how.mode === 'floor' || how.mode === 'ceiling' ? opposite[how.mode] : how.mode
      return equal(round(negate(x), { ...how, mode }), negate(round(x, how)))
    }),
    { runs: 3000 },
  )
})

t.test("rounding with the machine's own function would favour one sign", async (t) => {
  const halves = fc.integer({ min: -100, max: 100 }).map((n) => n / 2)
  await fails(
    t,
    fc.property(halves, (x) => Math.round(-x) === 0 - Math.round(x)),
    { runs: 500 },
  )
})

function stepOf(how: Rounding): Rational {
  if (how.kind === 'step') return how.step
  const power = whole(10n ** BigInt(Math.abs(how.places)))
  return how.places < 0 ? power : divide(whole(1n), power)
}

/** Whether a directed mode moved the number the way it promises. */
function sides(mode: RoundingMode, x: Rational, off: Rational): boolean {
  const outward = multiply(off, x).n
  if (mode === 'up') return outward >= 0n
  if (mode === 'down') return outward <= 0n
  if (mode === 'floor') return off.n <= 0n
  return mode !== 'ceiling' || off.n >= 0n
}
