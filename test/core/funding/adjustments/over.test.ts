import t from 'tap'
import { adjustedAmounts, resultOf } from '../../../support/adjusted-case.ts'

const free = { fund: 'general', flexibility: 'free' }
const rows = [
  { id: 'A', a: '60', b: '40', last: '100' },
  { id: 'B', a: '100', last: '100' },
]

t.test('a line that is named twice is acted on once', async (t) => {
  const steps: readonly [object, readonly string[]][] = [
    [{ kind: 'minimum', least: '100' }, ['A x.general.free 40.00']],
    [{ kind: 'floor_change', against: 'last', least: '0' }, ['A x.general.free 40.00']],
    // Twice 60 would be above 100.
    [{ kind: 'cap_change', against: 'last', most: '0' }, []],
    [{ kind: 'phase_in', share: '0.5' }, ['A x.general.free -30.00', 'B x.general.free -50.00']],
    [{ kind: 'scale_to_pool', total: '80' }, ['A x.general.free -30.00', 'B x.general.free -50.00']],
  ]
  for (const [step, amounts] of steps)
    for (const over of [['a'], ['a', 'a'], ['a', 'a', 'a']]) {
      const adjustments = [{ id: 'x', over, ...step }]
      t.strictSame(
        await adjustedAmounts({ rows, adjustments }),
        amounts,
        `${JSON.stringify(step)} over ${over.join()}`,
      )
    }
})

t.test('schools are lifted to what a line named twice has once', async (t) => {
  const even = { id: 'even', kind: 'equalise', over: ['a', 'a'], total: '20', per: 'pupils', ...free }
  const { adjustments } = await resultOf({ rows, adjustments: [even] })
  t.strictSame(adjustments[0]?.levels, [{ pool: '', level: '80' }])
})

t.test('a line that is both scaled and protected is protected, and counts once', async (t) => {
  const pool = { id: 'x', kind: 'scale_to_pool', total: '120' }
  // 40 of b stand; 160 of a become 80.
  const amounts = ['A x.general.free -30.00', 'B x.general.free -50.00']
  for (const fields of [
    { over: ['a', 'b'], protect: ['b'] },
    { over: ['a', 'b'], protect: ['b', 'b'] },
    { over: ['b', 'a', 'b', 'a'], protect: ['b'] },
    { over: ['a', 'b'], protect: ['b'], fund: 'general' },
    { over: ['a', 'a'], protect: ['b', 'b'], fund: 'general' },
    { over: ['a'], fund: 'general' },
    { protect: ['b'], fund: 'general' },
  ])
    t.strictSame(
      await adjustedAmounts({ rows, adjustments: [{ ...pool, ...fields }] }),
      amounts,
      JSON.stringify(fields),
    )
})
