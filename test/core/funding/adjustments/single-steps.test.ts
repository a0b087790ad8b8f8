import t from 'tap'
import { adjustedAmounts, problemsOf, resultOf } from '../../../support/adjusted-case.ts'

const free = { fund: 'general', flexibility: 'free' }

/** A recount of pupils, at its rates and with whatever else it says. */
function recountOf(stated: object): Readonly<Record<string, unknown>> {
  return { id: 'r', kind: 'recount', projected: 'pupils', actual: 'counted', ...free, ...stated }
}

t.test('a share of the formula is paid, or of the way to it, and the share is not rounded', async (t) => {
  const rows = [{ id: 'A', a: '100000', b: '50', last: '70000' }]
  const phase = (more: object) => ({
    rows,
    adjustments: [{ id: 'p', kind: 'phase_in', over: ['a'], share: '2 / 3', ...more }],
  })
  // Two thirds of 100,000 are 66,666.67; 0.6667 of it would be 66,670.
  t.strictSame(await adjustedAmounts(phase({})), ['A p.general.free -33333.33'])
  // 70,000 and two thirds of the 30,000 to go.
  t.strictSame(await adjustedAmounts(phase({ from: 'last' })), ['A p.general.free -10000.00'])
  t.strictSame(await adjustedAmounts(phase({ round: '0' })), ['A p.general.free -33333.00'])
  t.strictSame(await adjustedAmounts(phase({ when: 'b > 60' })), [])
})

t.test(
  'a recount leaves out the tolerance, pays one rate and takes another, for part of the year',
  async (t) => {
    const rows = [
      { id: 'A', pupils: '100', counted: '107' },
      { id: 'B', pupils: '100', counted: '105' },
      { id: 'C', pupils: '100', counted: '94' },
      { id: 'D', pupils: '100', counted: '95' },
    ]
    const recount = (more: object) => ({
      rows,
      adjustments: [recountOf({ tolerance: '5', gain: '40', loss: '20', fraction: '0.5', ...more })],
    })
    t.strictSame(await adjustedAmounts(recount({})), ['A r.general.free 40.00', 'C r.general.free -10.00'])
    t.strictSame(await adjustedAmounts(recount({ counts: 'all' })), [
      'A r.general.free 140.00',
      'C r.general.free -60.00',
    ])
    // 7, 5, -6 and -5 pupils; a third of the year.
    t.strictSame(await adjustedAmounts(recount({ tolerance: '0', fraction: '1 / 3' })), [
      'A r.general.free 93.33',
      'B r.general.free 66.67',
      'C r.general.free -40.00',
      'D r.general.free -33.33',
    ])
    t.strictSame(await adjustedAmounts(recount({ tolerance: '0.06 * pupils' })), ['A r.general.free 20.00'])
  },
)

t.test('a reserve pays the net or receives it, and says by how much it is short', async (t) => {
  const rows = [
    { id: 'A', pupils: '10', counted: '16', last: '1' },
    { id: 'B', pupils: '10', counted: '9', last: '2' },
  ]
  const recount = (more: object) => ({ rows, adjustments: [recountOf({ gain: '10', loss: '10', ...more })] })
  // 60 paid and 10 taken back.
  const left = async (reserve: string) => (await resultOf(recount({ reserve }))).adjustments[0]?.left
  t.equal(await left('80'), '30.00')
  t.equal(await left('50'), '0.00')
  t.equal((await resultOf(recount({}))).adjustments[0]?.left, null)
  t.strictSame(await problemsOf(recount({ reserve: '49.99' })), [
    'ADJUSTMENT_INFEASIBLE: r: the reserve is short by 0.01',
  ])
  t.strictSame(await problemsOf(recount({ reserve: '100 * last' })), [
    'ADJUSTMENT_TOTAL: r: the reserve is one amount for all schools',
  ])
})

t.test('a rate that nobody is paid by may be missing', async (t) => {
  const recount = recountOf({ gain: 'last / pupils', loss: '10' })
  const rows = [{ id: 'A', pupils: '10', counted: '10' }]
  t.strictSame(await adjustedAmounts({ rows, adjustments: [recount] }), [])
  t.strictSame(
    await problemsOf({ rows: [{ id: 'A', pupils: '10', counted: '11' }], adjustments: [recount] }),
    ['CELL_MISSING: last is empty at school A, and the formula needs it'],
  )
})

t.test('actual pay takes the place of average pay, either way', async (t) => {
  const rows = [
    { id: 'A', a: '1000', last: '1080' },
    { id: 'B', a: '2000', last: '1930' },
  ]
  const pay = {
    id: 's',
    kind: 'salary_basis',
    actual: 'last',
    average: 'line.a',
    fund: 'general',
    flexibility: 'locked',
  }
  t.strictSame(await adjustedAmounts({ rows, adjustments: [pay] }), [
    'A s.general.locked 80.00',
    'B s.general.locked -70.00',
  ])
  t.strictSame(await adjustedAmounts({ rows, adjustments: [{ ...pay, when: 'a > 1500' }] }), [
    'B s.general.locked -70.00',
  ])
})

t.test('an override is one amount for one school', async (t) => {
  const rows = [{ id: '0041' }, { id: '0042', a: '60' }]
  const fix = (more: object) => ({
    rows,
    adjustments: [
      {
        id: 'o',
        kind: 'override',
        school: '0042',
        amount: '-line.a / 7',
        reason: 'paid twice',
        ...free,
        ...more,
      },
    ],
  })
  t.strictSame(await adjustedAmounts(fix({})), ['0042 o.general.free -8.57'])
  t.strictSame(await adjustedAmounts(fix({ when: 'a > 100' })), [])
  // Only the school itself has to have what the amount needs.
  t.strictSame(
    await adjustedAmounts({ ...fix({ amount: 'last' }), rows: [{ id: '0041' }, { id: '0042', last: '5' }] }),
    ['0042 o.general.free 5.00'],
  )
  t.strictSame(await problemsOf(fix({ school: '42' })), [
    'SCHOOL_UNKNOWN: no school of this run has the id "42" [42]',
  ])
})
