import t from 'tap'
import { adjustedAmounts, problemsOf, resultOf } from '../../../support/adjusted-case.ts'

// Written so, because an object with a field `then` looks like a promise.
const perPupil = {
  per: Object.fromEntries([
    ['now', 'pupils'],
    ['then', 'last_pupils'],
  ]),
}

t.test('a minimum lifts who is below it, each line in proportion, and nobody else', async (t) => {
  const rows = [
    { id: 'A', a: '60', b: '30' },
    { id: 'B', a: '100' },
    { id: 'C', a: '70', b: '50' },
  ]
  // A lacks 10: 60/90 and 30/90 of it, the odd cent to the larger remainder.
  t.strictSame(
    await adjustedAmounts({
      rows,
      adjustments: [{ id: 'm', kind: 'minimum', over: ['a', 'b'], least: '100' }],
    }),
    ['A m.general.free 6.67', 'A m.general.purpose 3.33'],
  )
})

t.test('where no line has anything, all of it is on the first', async (t) => {
  const adjustments = [{ id: 'm', kind: 'minimum', over: ['b', 'a'], least: '100' }]
  t.strictSame(await adjustedAmounts({ rows: [{ id: 'A' }], adjustments }), ['A m.general.purpose 100.00'])
})

t.test('a minimum of dollars per pupil applies where its condition holds, and rounds up', async (t) => {
  const rows = [
    { id: 'A', a: '10', pupils: '100' },
    { id: 'B', a: '10', pupils: '100', region: 'south' },
  ]
  const parameters = { rate: { value: '1', unit: 'money/pupil', assumed: 'for this test' } }
  const least = 'pupils * rate / 3'
  const written = (more: object) => ({
    rows,
    parameters,
    adjustments: [{ id: 'm', kind: 'minimum', over: ['a'], least, when: 'region == "south"', ...more }],
  })
  t.strictSame(await adjustedAmounts(written({})), ['B m.general.free 23.34'])
  t.strictSame(await adjustedAmounts(written({ round: { mode: 'floor' } })), ['B m.general.free 23.33'])
})

t.test('a floor of -1.5 % holds 985 of 1,000, and leaves who stands at it or above', async (t) => {
  const rows = [
    { id: 'A', a: '900', last: '1000' },
    { id: 'B', a: '985', last: '1000' },
    { id: 'C', a: '990', last: '1000' },
  ]
  const result = await resultOf({ rows, adjustments: [floor({ least: '-0.015' })] })
  t.strictSame(
    result.schools.map(({ total }) => total),
    ['985.00', '985.00', '990.00'],
  )
  t.strictSame(result.adjustments[0]?.bound, ['A'])
})

t.test('a cap on gains rounds down, and a floor rounds up', async (t) => {
  // 105 % of 100.01 is 105.0105; 95 % is 95.0095.
  const cap = { id: 'cap', kind: 'cap_change', over: ['a'], against: 'last', most: '0.05' }
  const high = [{ id: 'A', a: '120', last: '100.01' }]
  t.strictSame(await adjustedAmounts({ rows: high, adjustments: [cap] }), ['A cap.general.free -14.99'])
  const low = [{ id: 'A', a: '90', last: '100.01' }]
  t.strictSame(await adjustedAmounts({ rows: low, adjustments: [floor({ least: '-0.05' })] }), [
    'A floor.general.free 5.01',
  ])
})

t.test('per pupil, last year is its dollars a pupil times the pupils of now', async (t) => {
  // 1,000 for 10 pupils is 100 a pupil; 90 % of that for 8 pupils is 720.
  const rows = [{ id: 'A', a: '500', pupils: '8', last: '1000', last_pupils: '10' }]
  const adjustments = [floor({ least: '-0.1', ...perPupil })]
  t.strictSame(await adjustedAmounts({ rows, adjustments }), ['A floor.general.free 220.00'])
})

t.test('a third of a year before is not rounded on the way', async (t) => {
  // 100 for 3 pupils, now 6: 200.00 to the cent, where 33.33 a pupil would be 199.98.
  const rows = [{ id: 'A', a: '0', pupils: '6', last: '100', last_pupils: '3' }]
  const adjustments = [floor({ ...perPupil })]
  t.strictSame(await adjustedAmounts({ rows, adjustments }), ['A floor.general.free 200.00'])
})

t.test(
  'a school without a last year stops the run, unless new schools are exempt; then it is named',
  async (t) => {
    const rows = [
      { id: 'A', a: '900', last: '1000' },
      { id: 'New', a: '50' },
      { id: 'Zero', a: '50', last: '0' },
    ]
    t.strictSame(await problemsOf({ rows, adjustments: [floor()] }), [
      'CELL_MISSING: last is empty at school New, and the formula needs it',
    ])
    const { adjustments, schools } = await resultOf({ rows, adjustments: [floor({ new_schools: 'exempt' })] })
    t.strictSame(adjustments[0]?.exempt, ['New', 'Zero'])
    t.strictSame(
      schools.map(({ total }) => total),
      ['1000.00', '50.00', '50.00'],
    )
  },
)

t.test('dollars per pupil of a year without pupils are not guessed', async (t) => {
  const rows = [{ id: 'A', a: '60', pupils: '10', last: '100', last_pupils: '0' }]
  t.strictSame(await problemsOf({ rows, adjustments: [floor(perPupil)] }), [
    'ZERO_DIVISOR: dollars per pupil of a year without pupils at school A',
  ])
  t.strictSame(
    await adjustedAmounts({ rows, adjustments: [floor({ ...perPupil, new_schools: 'exempt' })] }),
    [],
  )
  const without = [{ id: 'A', a: '60', last: '0', last_pupils: '0' }]
  t.strictSame(await adjustedAmounts({ rows: without, adjustments: [floor(perPupil)] }), [])
})

t.test('a floor over lines of two funds adds to each in its own line', async (t) => {
  const lines = [
    { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
    { id: 'b', amount: 'b', fund: 'levy', flexibility: 'purpose' },
  ]
  const rows = [{ id: 'A', a: '75', b: '25', last: '120' }]
  t.strictSame(await adjustedAmounts({ rows, lines, adjustments: [floor({ over: ['a', 'b'] })] }), [
    'A floor.general.free 15.00',
    'A floor.levy.purpose 5.00',
  ])
})

function floor(more: object = {}): Record<string, unknown> {
  return { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0', ...more }
}
