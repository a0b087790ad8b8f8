import t from 'tap'
import { adjustedAmounts, problemsOf, resultOf } from '../../../support/adjusted-case.ts'

const free = { fund: 'general', flexibility: 'free' }
const two = [
  { id: 'A', a: '60', b: '40' },
  { id: 'B', a: '100', region: 'south' },
]

t.test('a pool scales its fund by one factor, and meets the total to the cent', async (t) => {
  const result = await resultOf({ rows: two, adjustments: [pool('150')] })
  t.strictSame(totalsOf(result), ['75.00', '75.00'])
  t.equal(result.adjustments[0]?.levels[0]?.level, '0.75')
  t.strictSame(await adjustedAmounts({ rows: two, adjustments: [pool('150')] }), [
    'A pool.general.free -15.00',
    'A pool.general.purpose -10.00',
    'B pool.general.free -25.00',
  ])
})

t.test('the odd cents go by largest remainder, and of equals to the first id', async (t) => {
  const rows = ['C', 'A', 'B'].map((id) => ({ id, a: '100' }))
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: [pool('100')] })), ['33.34', '33.33', '33.33'])
  // 100.01 x 2/3, 1/3 and 0: 66.6733 and 33.3366.
  const uneven = [{ id: 'A', a: '200' }, { id: 'B', a: '100' }, { id: 'C' }]
  t.strictSame(totalsOf(await resultOf({ rows: uneven, adjustments: [pool('100.01')] })), [
    '66.67',
    '33.34',
    '0.00',
  ])
})

t.test('what is protected counts toward the pool, and stays', async (t) => {
  const result = await resultOf({ rows: two, adjustments: [pool('180', { protect: ['b'] })] })
  t.strictSame(totalsOf(result), ['92.50', '87.50']) // 140 of 160 is left: 0.875
})

t.test('a school that the condition leaves out stays, and the others take its part', async (t) => {
  const adjustments = [pool('150', { when: 'region == "north"' })]
  t.strictSame(totalsOf(await resultOf({ rows: two, adjustments })), ['50.00', '100.00'])
})

t.test('by region there is one pool for each, with its own total and factor', async (t) => {
  const adjustments = [pool('if(region == "north", 50, 120)', { by: 'region' })]
  const result = await resultOf({ rows: two, adjustments })
  t.strictSame(totalsOf(result), ['50.00', '120.00'])
  t.strictSame(result.adjustments[0]?.levels, [
    { pool: 'north', level: '0.5' },
    { pool: 'south', level: '1.2' },
  ])
  t.strictSame(await problemsOf({ rows: two, adjustments: [pool('if(region == "north", 50, 120)')] }), [
    'ADJUSTMENT_TOTAL: pool: the total of a pool is one amount in whole cents or less [schools A, B]',
  ])
})

t.test('a stated least and most hold, and the others share the rest', async (t) => {
  const rows = ['A', 'B', 'C'].map((id, i) => ({ id, a: `${(i + 1) * 100}` })) // 100, 200, 300
  // 300 without bounds is 50, 100, 150; with 80 at least A has 80, and 220 is left for 500.
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: [pool('300', { least: '80' })] })), [
    '80.00',
    '88.00',
    '132.00',
  ])
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: [pool('300', { most: '110' })] })), [
    '80.00',
    '110.00',
    '110.00',
  ])
})

t.test('a kept floor and a kept cap still hold, and who is between them pays or gains', async (t) => {
  const rows = [
    { id: 'A', a: '100', last: '120' },
    { id: 'B', a: '200', last: '150' },
    { id: 'C', a: '300', last: '280' },
  ]
  const limits = [
    { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0' },
    { id: 'cap', kind: 'cap_change', over: ['a'], against: 'last', most: '0.2' },
  ]
  const kept = (total: string) => [...limits, pool(total, { keep: ['floor', 'cap'] })]
  // After the limits 120, 180, 300. 590 lets only B and C move: 470 for 480.
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: kept('590') })), ['120.00', '176.25', '293.75'])
  // 620: A at 144 at the most, B at 180: 320 would be 320/300 of C, and A goes along to 128.
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: kept('620') })), ['125.71', '180.00', '314.29'])
  t.strictSame(await problemsOf({ rows, adjustments: kept('549.99') }), [
    'ADJUSTMENT_INFEASIBLE: pool: the least they may have is more than the pool by 0.01 [bound: A, B, C]',
  ])
  t.strictSame(await problemsOf({ rows, adjustments: kept('661') }), [
    'ADJUSTMENT_INFEASIBLE: pool: the most they may have is less than the pool by 1.00 [bound: A, B, C]',
  ])
})

t.test('a floor that the pool breaks and does not keep is a warning that names the schools', async (t) => {
  const rows = [
    { id: 'A', a: '100', last: '100' },
    { id: 'B', a: '200', last: '100' },
  ]
  const floor = { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0' }
  t.strictSame(await problemsOf({ rows, adjustments: [floor, pool('240')] }), [
    'ADJUSTMENT_BROKEN: pool breaks floor at 1 school [A]',
  ])
  t.strictSame(await problemsOf({ rows, adjustments: [floor, pool('240', { keep: ['floor'] })] }), [])
  t.strictSame(await problemsOf({ rows, adjustments: [floor, pool('330')] }), [])
})

t.test('a floor that cannot be kept, because its lines have nothing to scale, is an error', async (t) => {
  // The cap takes the cent that the floor gave back from line a, and then nothing is left there to scale.
  const rows = [
    { id: 'A', b: '0.01', last: '0.01' },
    { id: 'B', a: '5' },
  ]
  const limits = [
    { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0', new_schools: 'exempt' },
    { id: 'cap', kind: 'cap_change', over: ['a', 'b'], against: 'last', most: '0', new_schools: 'exempt' },
  ]
  t.strictSame(await problemsOf({ rows, adjustments: [...limits, pool('5', { keep: ['floor'] })] }), [
    'ADJUSTMENT_INFEASIBLE: pool cannot keep floor: at A it is missed by 0.01 [A]',
  ])
})

t.test('a kept floor of some of the scaled lines holds to the cent', async (t) => {
  const amounts = ['a', 'b', 't', 'round(t / 3, 2)', 'round(t / 7, 2)', 'round(t / 5, 2)']
  const lines = amounts.map((amount, i) => ({
    id: `l${i}`,
    amount,
    fund: 'general',
    flexibility: i < 2 ? 'free' : 'purpose',
  }))
  const rows = [
    { id: 'A', a: '39.61', b: '69.04', t: '57.88', last: '14.60' },
    { id: 'B', a: '82.55', b: '46.74', t: '93.89', last: '99.85' },
    { id: 'C', a: '54.53', b: '49.02', t: '28.90', last: '128.87' },
    { id: 'D', a: '62.30', b: '82.57', t: '65.81', last: '56.84' },
  ]
  const floor = { id: 'floor', kind: 'floor_change', over: ['l0', 'l1'], against: 'last', least: '-0.3' }
  const adjustments = [floor, pool('564.96', { keep: ['floor'] })]
  t.strictSame(await problemsOf({ rows, lines, adjustments }), [])
  const { total, schools } = await resultOf({ rows, lines, adjustments })
  t.equal(total, '564.96')
  // C keeps 70 % of 128.87, which is 90.209, in its two lines; rounded line by line it would have 90.20.
  const kept = schools[2]?.lines.filter(({ flexibility }) => flexibility === 'free') ?? []
  t.equal(
    kept.reduce((cents, { amount }) => cents + BigInt(amount.replace('.', '')), 0n),
    9021n,
  )
})

t.test('what cannot be met says by how much, and who stands in the way', async (t) => {
  const cases: readonly [object, string][] = [
    [
      pool('30', { protect: ['b'] }),
      'pool: the least they may have is more than the pool by 10.00 [bound: b]',
    ],
    [
      pool('30', { protect: ['b'], least: 'a / 7' }),
      'pool: the least they may have is more than the pool by 32.86 [bound: b]', // 10 and 22.857142…
    ],
    [
      pool('150', { least: '80', most: '79.50' }),
      'pool: the least is above the most, at A by 0.50 [bound: A, B]',
    ],
    [
      pool('150', { least: '80' }),
      'pool: the least they may have is more than the pool by 10.00 [bound: A, B]',
    ],
    [
      pool('150', { most: '70' }),
      'pool: the most they may have is less than the pool by 10.00 [bound: A, B]',
    ],
    [
      pool('90', { least: '95', by: 'region' }),
      'pool (north): the least they may have is more than the pool by 5.00 [bound: A]',
    ],
    [
      pool('150', { when: 'a > 500' }),
      'pool: the least they may have is more than the pool by 50.00 [no school has a share]',
    ],
    [
      pool('250', { when: 'a > 500' }),
      'pool: the most they may have is less than the pool by 50.00 [no school has a share]',
    ],
  ]
  for (const [adjustment, expected] of cases) {
    const [first] = await problemsOf({ rows: two, adjustments: [adjustment as Record<string, unknown>] })
    t.equal(first, `ADJUSTMENT_INFEASIBLE: ${expected}`)
  }
})

t.test('a fixed sum is divided by share, in each region if it says so, and may be taken back', async (t) => {
  const rows = [
    { id: 'A', frl: '1' },
    { id: 'B', frl: '2' },
    { id: 'C', frl: '3', region: 'south' },
  ]
  const grant = (more: object) => ({
    id: 'g',
    kind: 'distribute',
    total: '100',
    share: 'frl',
    ...free,
    ...more,
  })
  t.strictSame(await adjustedAmounts({ rows, adjustments: [grant({})] }), [
    'A g.general.free 16.67',
    'B g.general.free 33.33',
    'C g.general.free 50.00',
  ])
  t.strictSame(await adjustedAmounts({ rows, adjustments: [grant({ by: 'region' })] }), [
    'A g.general.free 33.33',
    'B g.general.free 66.67',
    'C g.general.free 100.00',
  ])
  t.strictSame(await adjustedAmounts({ rows, adjustments: [grant({ total: '-60', when: 'frl > 1' })] }), [
    'B g.general.free -24.00',
    'C g.general.free -36.00',
  ])
  t.strictSame(await problemsOf({ rows, adjustments: [grant({ share: 'frl - 2' })] }), [
    'ADJUSTMENT_TOTAL: g: a share is negative [schools A]',
  ])
  t.strictSame(await problemsOf({ rows, adjustments: [grant({ share: '0 * frl' })] }), [
    'ADJUSTMENT_INFEASIBLE: g: the most they may have is less than the pool by 100.00 [no school has a share]',
  ])
})

t.test('a sum lifts the lowest per weighted pupil, from the bottom up', async (t) => {
  const rows = [
    { id: 'A', a: '100', pupils: '10' }, // 10 a pupil
    { id: 'B', a: '40', pupils: '10' }, // 4
    { id: 'C', a: '60', pupils: '10' }, // 6
  ]
  const lift = (total: string, more: object = {}) => [
    { id: 'e', kind: 'equalise', over: ['a'], total, per: 'pupils', ...free, ...more },
  ]
  t.strictSame(await adjustedAmounts({ rows, adjustments: lift('15') }), ['B e.general.free 15.00'])
  const { adjustments, schools } = await resultOf({ rows, adjustments: lift('50') })
  t.strictSame(
    schools.map(({ total }) => total),
    ['100.00', '75.00', '75.00'],
  )
  t.equal(adjustments[0]?.levels[0]?.level, '7.5')
  // Past 10 a pupil all rise together.
  t.strictSame(totalsOf(await resultOf({ rows, adjustments: lift('130') })), ['110.00', '110.00', '110.00'])
  t.strictSame(await adjustedAmounts({ rows, adjustments: lift('15', { when: 'a > 50' }) }), [
    'C e.general.free 15.00',
  ])
})

function pool(total: string, more: object = {}): Record<string, unknown> {
  return { id: 'pool', kind: 'scale_to_pool', fund: 'general', total, ...more }
}

function totalsOf({ schools }: { schools: readonly { total: string }[] }): string[] {
  return schools.map(({ total }) => total)
}
