import t from 'tap'
import { adjustedAmounts, problemsOf, resultOf } from '../../support/adjusted-case.ts'

const free = { fund: 'general', flexibility: 'free' }
const minimum = { id: 'm', kind: 'minimum', over: ['a'], least: '100' }

t.test('each adjustment sees the money as those before it left it', async (t) => {
  const rows = [
    { id: 'A', a: '60' },
    { id: 'B', a: '140' },
  ]
  const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '120' }
  // Lifted first, A has 100 of 240; scaled first, it has 36 and is then lifted to 100.
  const totals = async (adjustments: readonly Record<string, unknown>[]) =>
    (await resultOf({ rows, adjustments })).schools.map(({ total }) => total)
  t.strictSame(await totals([minimum, pool]), ['50.00', '70.00'])
  t.strictSame(await totals([pool, minimum]), ['100.00', '100.00'])
})

t.test('an adjustment may name lines, what earlier ones did, and the money so far', async (t) => {
  const rows = [{ id: 'A', a: '60', b: '25', t: '10' }]
  const override = (id: string, amount: string) => ({
    id,
    kind: 'override',
    school: 'A',
    amount,
    reason: 'for this test',
    ...free,
  })
  t.strictSame(
    await adjustedAmounts({
      rows,
      adjustments: [
        minimum,
        override('half', 'adjustment.m / 2'), // 20
        override('unlifted', 'line.a'), // as the formula gave it: 60
        override('tenth', 'subtotal / 10'), // a tenth of 60 + 25 + 10 + 40 + 20 + 60
      ],
    }),
    [
      'A m.general.free 40.00',
      'A half.general.free 20.00',
      'A unlifted.general.free 60.00',
      'A tenth.general.free 21.50',
    ],
  )
})

t.test('nothing comes before what it is made from', async (t) => {
  const rows = [{ id: 'A', a: '60' }]
  const early = {
    id: 'early',
    kind: 'override',
    school: 'A',
    amount: 'adjustment.m',
    reason: 'for this test',
    ...free,
  }
  t.match(
    (await problemsOf({ rows, adjustments: [early, minimum] })).join(),
    /^NAME_UNKNOWN: .*adjustment\.m/,
  )
  const lines = [{ id: 'a', amount: 'a + adjustment.m', fund: 'general', flexibility: 'free' }]
  t.match(
    (await problemsOf({ rows, lines, adjustments: [minimum] })).join(),
    /^NAME_UNKNOWN: .*adjustment\.m/,
  )
  t.match(
    (await problemsOf({ rows, adjustments: [{ ...minimum, over: ['later'] }] })).join(),
    /^ADJUSTMENT_TARGET: "later"/,
  )
  t.match(
    (
      await problemsOf({
        rows,
        adjustments: [{ id: 'p', kind: 'scale_to_pool', total: '1', keep: ['m'] }, minimum],
      })
    ).join(),
    /^ADJUSTMENT_TARGET: "m"/,
  )
})

t.test('a figure sees what adjustments did, and the money after all of them', async (t) => {
  const figures = [
    { id: 'lifted', amount: 'adjustment.m' },
    { id: 'total', amount: 'subtotal' },
  ]
  const result = await resultOf({ rows: [{ id: 'A', a: '60', t: '5' }], adjustments: [minimum], figures })
  t.strictSame(
    result.schools[0]?.figures.map(({ amount }) => amount),
    ['40.00', '105.00'],
  )
})

t.test('a later adjustment may act on the money of an earlier one', async (t) => {
  const grant = { id: 'g', kind: 'distribute', total: '30', share: 'pupils', ...free }
  const lifted = { ...minimum, over: ['a', 'g'] }
  // 60 and 30 are lifted by 10: two thirds on the line, a third on the grant.
  t.strictSame(await adjustedAmounts({ rows: [{ id: 'A', a: '60' }], adjustments: [grant, lifted] }), [
    'A g.general.free 30.00',
    'A m.general.free 10.00',
  ])
  const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '45' }
  t.strictSame(await adjustedAmounts({ rows: [{ id: 'A', a: '60' }], adjustments: [grant, pool] }), [
    'A g.general.free 30.00',
    'A p.general.free -45.00',
  ])
})

t.test('restricted money is refused by name, and left alone without', async (t) => {
  const rows = [{ id: 'A', a: '60', b: '20', t: '20' }]
  for (const kind of [
    { id: 'x', kind: 'minimum', least: '200' },
    { id: 'x', kind: 'floor_change', against: 'a', least: '1' },
    { id: 'x', kind: 'cap_change', against: 'a', most: '-0.5' },
    { id: 'x', kind: 'phase_in', share: '0.5' },
    { id: 'x', kind: 'scale_to_pool', total: '50' },
  ]) {
    const named = await problemsOf({ rows, adjustments: [{ ...kind, over: ['a', 't'] }] })
    t.match(named.join(), /^RESTRICTED_LINE: line t is restricted money \(fund title1\)/, kind.kind)
    const result = await resultOf({ rows, adjustments: [kind] })
    t.equal(result.funds.find(({ id }) => id === 'title1')?.total, '20.00', kind.kind)
    t.not(result.funds.find(({ id }) => id === 'general')?.total, '80.00', `${kind.kind} did something`)
  }
})

t.test('restricted money moves when its line is included with a reason', async (t) => {
  const rows = [
    { id: 'A', t: '60' },
    { id: 'B', t: '40' },
  ]
  const cut = {
    id: 'cut',
    kind: 'scale_to_pool',
    over: ['t'],
    total: '90',
    include: [{ line: 't', reason: 'the grant was cut' }],
  }
  t.strictSame(await adjustedAmounts({ rows, adjustments: [cut] }), [
    'A cut.title1.purpose -6.00',
    'B cut.title1.purpose -4.00',
  ])
  t.match(
    (await problemsOf({ rows, adjustments: [{ ...cut, include: [{ line: 't' }] }] })).join(),
    /^FIELD_MISSING: reason/,
  )
})

/** 30 of Title I for a school with 60 of its own, as an earlier step gives it. */
const rowsOfOne = [{ id: 'A', a: '60' }]
const aides = {
  id: 'aides',
  kind: 'distribute',
  total: '30',
  share: 'pupils',
  fund: 'title1',
  flexibility: 'purpose',
}
const laterSteps = [
  { id: 'x', kind: 'minimum', least: '200' },
  { id: 'x', kind: 'floor_change', against: 'a', least: '1' },
  { id: 'x', kind: 'cap_change', against: 'a', most: '-0.5' },
  { id: 'x', kind: 'phase_in', share: '0.5' },
  { id: 'x', kind: 'scale_to_pool', total: '50' },
]

t.test('what an earlier step gave into a restricted fund is restricted too', async (t) => {
  for (const later of laterSteps) {
    const named = { ...later, over: ['a', 'aides'] }
    t.strictSame(
      await problemsOf({ rows: rowsOfOne, adjustments: [aides, named] }),
      [
        'RESTRICTED_LINE: adjustment aides is restricted money (fund title1), which no adjustment touches without a reason [aides]',
      ],
      later.kind,
    )
    const { funds } = await resultOf({ rows: rowsOfOne, adjustments: [aides, later] })
    t.equal(funds.find(({ id }) => id === 'title1')?.total, '30.00', later.kind)
    t.not(funds.find(({ id }) => id === 'general')?.total, '60.00', `${later.kind} did something`)
  }
})

t.test(
  'what an earlier step gave into a restricted fund moves when it is included with a reason',
  async (t) => {
    const include = [{ line: 'aides', reason: 'the grant was cut' }]
    const cut = { id: 'cut', kind: 'scale_to_pool', fund: 'title1', total: '20', include }
    const cuts = ['A aides.title1.purpose 30.00', 'A cut.title1.purpose -10.00']
    for (const over of [undefined, ['aides']])
      t.strictSame(await adjustedAmounts({ rows: rowsOfOne, adjustments: [aides, { ...cut, over }] }), cuts)
  },
)

t.test('a pool of one fund scales no money of another, and protects none', async (t) => {
  const rows = [{ id: 'A', a: '60', t: '20' }]
  const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '45' }
  const reason = 'for this test'
  const levy = { ...aides, id: 'levy_grant', fund: 'levy' }
  const refused = (what: string, id: string, fund: string) => [
    `ADJUSTMENT_FUND: ${what} ${id} is money of the fund ${fund}, and the pool is that of general [${id}]`,
  ]
  const problemsWith = (fields: object) => problemsOf({ rows, adjustments: [levy, { ...pool, ...fields }] })
  t.strictSame(await problemsWith({ over: ['a', 't'] }), refused('line', 't', 'title1'))
  t.strictSame(await problemsWith({ over: ['a', 'levy_grant'] }), refused('adjustment', 'levy_grant', 'levy'))
  t.strictSame(await problemsWith({ include: [{ line: 't', reason }] }), refused('line', 't', 'title1'))
  t.strictSame(await problemsWith({ over: ['a', 't'], include: [{ line: 't', reason }] }), [
    ...refused('line', 't', 'title1'),
  ])
  t.strictSame(await problemsWith({ protect: ['levy_grant'] }), refused('adjustment', 'levy_grant', 'levy'))
  // Only the 60 of the general fund are scaled.
  t.strictSame(await adjustedAmounts({ rows, adjustments: [levy, pool] }), [
    'A levy_grant.levy.purpose 30.00',
    'A p.general.free -15.00',
  ])
})

t.test('a pool cannot protect a floor, which holds no money of its own: it keeps it', async (t) => {
  const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '120' }
  const [protects] = await problemsOf({
    rows: rowsOfOne,
    adjustments: [minimum, { ...pool, protect: ['m'] }],
  })
  t.match(protects, /^ADJUSTMENT_TARGET: "m" is not something/)
  t.strictSame(await problemsOf({ rows: rowsOfOne, adjustments: [minimum, { ...pool, keep: ['m'] }] }), [])
})

t.test('what is protected twice counts once toward a pool without a fund', async (t) => {
  const rows = [{ id: 'A', a: '60', b: '40' }]
  const pool = { id: 'p', kind: 'scale_to_pool', total: '70', protect: ['b', 'b'] }
  t.strictSame(await adjustedAmounts({ rows, adjustments: [pool] }), ['A p.general.free -30.00'])
})

t.test('a fault in a line or step is not told again where a later step names it', async (t) => {
  const lines = [
    { id: 'a', amount: 'aa', fund: 'general', flexibility: 'free' },
    { id: 'b', amount: 'b', fund: 'general', flexibility: 'free' },
  ]
  const adjustments = [
    { ...aides, share: 'pupil' },
    { ...minimum, over: ['a', 'b', 'aides'], least: 'leest' },
    { id: 'p', kind: 'scale_to_pool', total: '70', protect: ['a', 'aides'], keep: ['m'] },
  ]
  t.strictSame(
    (await problemsOf({ rows: rowsOfOne, lines, adjustments })).map((each) => each.split(' [')[0]),
    ['aa', 'pupil', 'leest'].map((name) => `NAME_UNKNOWN: nothing in this formula is called "${name}"`),
  )
})

t.test('a line that calls itself restricted is so in any fund', async (t) => {
  const lines = [
    { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
    { id: 'pass', amount: 'b', fund: 'general', flexibility: 'free', restricted: 'true' },
  ]
  const rows = [{ id: 'A', a: '60', b: '40' }]
  const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '70' }
  t.strictSame(await adjustedAmounts({ rows, lines, adjustments: [pool] }), ['A p.general.free -30.00'])
  t.match(
    (await problemsOf({ rows, lines, adjustments: [{ ...pool, over: ['pass'] }] })).join(),
    /^RESTRICTED_LINE: line pass/,
  )
})

t.test('what an adjustment adds in all, and at how many schools, is in the result', async (t) => {
  const rows = [
    { id: 'A', a: '60' },
    { id: 'B', a: '90' },
    { id: 'C', a: '100' },
  ]
  const { adjustments, lines } = await resultOf({ rows, adjustments: [{ ...minimum, label: 'Minimum' }] })
  t.strictSame(
    adjustments.map(({ id, label, kind, total, schools, bound }) => [id, label, kind, total, schools, bound]),
    [['m', 'Minimum', 'minimum', '50.00', 2, ['A', 'B']]],
  )
  t.strictSame(
    lines.filter(({ adjustment }) => adjustment === 'm').map(({ id, total }) => [id, total]),
    [['m.general.free', '50.00']],
  )
})
