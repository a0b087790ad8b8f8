import fc from 'fast-check'
import t from 'tap'
import {
  BUILT_IN_UNITS,
  isPlausible,
  MONEY,
  overUnit,
  PURE,
  powerOfUnit,
  readUnit,
  sameUnit,
  timesUnit,
  type Unit,
  unitText,
} from '../../../src/core/formula/units.ts'
import { holds } from '../../support/property.ts'

const known = [...BUILT_IN_UNITS, 'classroom']

t.test('a unit has one text, whatever the order it was written in', async (t) => {
  const texts = {
    money: 'money',
    'money/pupil': 'money/pupil',
    ' money / pupil ': 'money/pupil',
    '1': '1',
    '1/pupil': '1/pupil',
    'year*fte': 'fte*year',
    'money/year/fte': 'money/fte/year',
    'pupil*pupil': 'pupil^2',
    'pupil^2/pupil': 'pupil',
    'money/money': '1',
    'money/pupil*pupil': 'money',
    '1/pupil^2': '1/pupil^2',
    'minute*pupil/classroom': 'minute*pupil/classroom',
  }
  for (const [written, text] of Object.entries(texts)) t.equal(textOf(written), text, written)
})

t.test('a unit that is not one is refused with the one that was meant', async (t) => {
  t.equal(textOf('pupl'), '"pupl" is not a unit of this formula: write pupil')
  t.equal(textOf('money/students'), '"students" is not a unit of this formula: write pupil')
  t.equal(textOf('USD'), '"USD" is not a unit of this formula: write money')
  t.equal(textOf('percent'), '"percent" is not a unit of this formula: write 1')
  t.equal(textOf('kilometer'), '"kilometer" is not a unit of this formula: declare it: units: [kilometer]')
  t.equal(
    textOf('constructor'),
    '"constructor" is not a unit of this formula: declare it: units: [constructor]',
  )
  t.equal(textOf('pupil^0'), '"0" is not a power from 1 to 9')
  t.equal(textOf('pupil^10'), '"10" is not a power from 1 to 9')
  t.match(textOf(''), 'is not a unit of this formula')
  t.match(textOf('money//pupil'), 'is not a unit of this formula')
})

t.test('money per pupil times pupils is money', async (t) => {
  const [rate, pupils] = [unit('money/pupil'), unit('pupil')]
  t.ok(sameUnit(timesUnit(rate, pupils), MONEY))
  t.ok(sameUnit(overUnit(MONEY, pupils), rate))
  t.ok(sameUnit(overUnit(MONEY, MONEY), PURE))
  t.notOk(sameUnit(rate, MONEY))
  t.notOk(sameUnit(unit('pupil^2'), pupils))
})

t.test('a power above nine is not meant', async (t) => {
  t.ok(isPlausible(powerOfUnit(unit('pupil'), 9)))
  t.notOk(isPlausible(powerOfUnit(unit('pupil^2'), 5)))
  t.notOk(isPlausible(overUnit(PURE, powerOfUnit(unit('pupil'), 10))))
})

t.test('units multiply as quantities do, and read back from their text', async (t) => {
  const powers = fc.array(fc.tuple(fc.constantFrom(...known), fc.integer({ min: -3, max: 3 })), {
    maxLength: 4,
  })
  const anyUnit = powers.map((list) =>
    list.reduce((all, [name, power]) => timesUnit(all, powerOfUnit(unit(name), power)), PURE),
  )
  await holds(
    t,
    fc.property(anyUnit, anyUnit, anyUnit, (a, b, c) => {
      const laws = [
        [timesUnit(a, b), timesUnit(b, a)],
        [timesUnit(timesUnit(a, b), c), timesUnit(a, timesUnit(b, c))],
        [overUnit(timesUnit(a, b), b), a],
        [powerOfUnit(a, 2), timesUnit(a, a)],
        [powerOfUnit(a, 0), PURE],
      ] as const
      const small = isPlausible(a) ? unit(unitText(a)) : a
      return laws.every(([left, right]) => sameUnit(left, right)) && sameUnit(small, a)
    }),
    { runs: 1000 },
  )
})

function unit(text: string): Unit {
  const reading = readUnit(text, known)
  if (reading.kind === 'fault') throw new Error(reading.message)
  return reading.unit
}

function textOf(text: string): string {
  const reading = readUnit(text, known)
  if (reading.kind === 'unit') return unitText(reading.unit)
  return `${reading.message}${reading.suggestion === undefined ? '' : `: ${reading.suggestion}`}`
}
