import t from 'tap'
import { exactText } from '../../../../../src/core/numbers/decimal.ts'
import { byReference, differences, onColumns, prepared } from '../../../../support/adjusted-both-ways.ts'
import { type AdjustedCase, adjustedText } from '../../../../support/adjusted-case.ts'

t.test('the students of a year without money are not looked at', async (t) => {
  const per = Object.fromEntries([
    ['now', 'pupils'],
    ['then', 'last_pupils'],
  ])
  const floor = { id: 'x', kind: 'floor_change', over: ['a'], against: 'last', least: '0', per }
  const rows = [
    { id: 'A', a: '90', last: '100', last_pupils: '1' },
    { id: 'B', a: '50', last: '0' },
  ]
  t.strictSame(await changes({ rows, adjustments: [floor] }), ['10', '0'])
})

t.test('a rate that is missing where nobody came or left is not needed', async (t) => {
  const rows = [
    { id: 'A', a: '100', pupils: '10', counted: '12' },
    { id: 'B', a: '100', pupils: '10', counted: '11', last: '' },
  ]
  // Past a tolerance of one student, one of A counts: 100 of last year for a student.
  const gain = 'last / last_pupils'
  const recount = {
    ...own,
    kind: 'recount',
    projected: 'pupils',
    actual: 'counted',
    tolerance: '1',
    gain,
    loss: gain,
  }
  const [first, second] = rows
  const priced = {
    rows: [{ ...first, last: '300', last_pupils: '3' }, { ...second }],
    adjustments: [recount],
  }
  t.strictSame(await changes(priced), ['100', '0'])
})

t.test('a condition is looked at where there is something to adjust', async (t) => {
  const rows = [
    { id: 'A', a: '100', last: '60' },
    { id: 'B', b: '5' },
  ]
  const override = {
    ...own,
    kind: 'override',
    school: 'A',
    amount: '7',
    when: 'last > 50',
    reason: 'for this case',
  }
  t.strictSame(await changes({ rows, adjustments: [override] }), ['7', '0'])
  const pool = { id: 'x', kind: 'scale_to_pool', over: ['a'], total: '40', when: 'last > 50' }
  t.strictSame(await changes({ rows, adjustments: [pool] }), ['-60', '0'])
})

t.test(
  'a most is rounded down, a least up, and within one cent of each other they are that cent',
  async (t) => {
    const rows = [
      { id: 'A', a: '100' },
      { id: 'B', a: '10' },
    ]
    const most = { ...pool, total: '43.33', most: 'a / 3 + 30' }
    // 33.333… more than 30 is 63.33 for A and 33.33 for B: the pool is below both.
    t.strictSame(await changes({ rows, adjustments: [{ ...most, total: '96.66' }] }), ['-36.67', '23.33'])
    t.strictSame(
      await changes({ rows, adjustments: [{ ...pool, total: '36.68', least: 'a / 3', most: 'a / 3' }] }),
      ['-66.66', '-6.66'],
    )
  },
)

t.test('a kept floor counts what its other lines have', async (t) => {
  const rows = [
    { id: 'A', a: '60', b: '40', last: '100' },
    { id: 'B', a: '100', b: '0', last: '10' },
  ]
  const floor = { id: 'floor', kind: 'floor_change', over: ['a', 'b'], against: 'last', least: '-0.1' }
  const scaled = { ...pool, total: '120', keep: ['floor'] }
  // A may fall to 90 in all: its line a to 50, and B to what is left of 120.
  t.strictSame(await changes({ rows, adjustments: [floor, scaled] }), ['-10', '-30'])
})

t.test('what cannot be met is left to the reference, which finds no result either', async (t) => {
  const rows = [
    { id: 'A', a: '100', b: '10', last: '100', frl: '1', pupils: '3' },
    { id: 'B', a: '50', b: '10', last: '50', frl: '2', pupils: '7' },
  ]
  const cap = { id: 'cap', kind: 'cap_change', over: ['a'], against: 'last', most: '-0.5' }
  const half = { id: 'half', kind: 'phase_in', over: ['a'], share: '0.5' }
  const floor = { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0' }
  const unmet: Readonly<Record<string, AdjustedCase['adjustments']>> = {
    'a pool that is not one sum for all': [{ ...pool, total: 'a' }],
    'a stated least above a kept cap': [cap, { ...pool, total: '75', least: 'a * 0.6', keep: ['cap'] }],
    'a least above a most': [{ ...pool, total: '75', least: 'a * 0.6', most: 'a * 0.4' }],
    'a negative share that is a ratio': [
      { ...own, kind: 'distribute', total: '10', share: '-1 * frl / pupils' },
    ],
    'a kept floor that another adjustment has broken': [
      floor,
      half,
      { ...pool, over: ['b'], total: '20', keep: ['floor'] },
    ],
    'a pool below what it does not scale': [{ ...pool, total: '90', when: 'frl > 1' }],
  }
  for (const [what, adjustments] of Object.entries(unmet)) {
    const given = await prepared(adjustedText({ rows, adjustments }))
    t.strictSame(
      [onColumns, byReference].map((way) => way(given) === undefined),
      [true, true],
      what,
    )
  }
})

t.test('schools that are not in the order of their ids have pools by the reference alone', async (t) => {
  const rows = [
    { id: 'A', a: '100' },
    { id: 'B', a: '100' },
  ]
  const turned = async (adjustment: Record<string, unknown>): Promise<boolean> => {
    const { formula, data } = await prepared(adjustedText({ rows, adjustments: [adjustment] }))
    return onColumns({ formula, data: { ...data, schools: data.schools.toReversed() } }) !== undefined
  }
  t.equal(await turned({ ...pool, total: '100.01' }), false)
  t.equal(await turned({ id: 'x', kind: 'phase_in', share: '0.5' }), true)
})

const own = { id: 'x', fund: 'levy', flexibility: 'free' }
const pool = { id: 'x', kind: 'scale_to_pool', over: ['a'] }

/** What the adjustment `x` did to each school, the same both ways. */
async function changes(parts: AdjustedCase): Promise<string[]> {
  const given = await prepared(adjustedText(parts))
  const [columns, reference] = [onColumns(given), byReference(given)]
  if (columns === undefined || reference === undefined) throw new Error('both ways come to a result')
  const [difference] = differences(columns, reference, given)
  if (difference !== undefined) throw new Error(difference)
  return given.data.schools.map((_, school) => exactText(columns.ledger.change('x', school)))
}
