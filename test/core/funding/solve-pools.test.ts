import t from 'tap'
import { type AdjustedCase, problemsOf, resultOf } from '../../support/adjusted-case.ts'

const free = { flexibility: 'free' }

// 20 pupils. Line a is 140 in the general fund, line b 60 in the levy; base and share pay each pupil the base in each.
const rows = [
  { id: 'A', pupils: '7', a: '100', b: '20' },
  { id: 'B', pupils: '13', a: '40', b: '40' },
]
const lines = [
  { id: 'base', amount: 'pupils * base', fund: 'general', ...free },
  { id: 'a', amount: 'a', fund: 'general', ...free },
  { id: 'share', amount: 'pupils * base', fund: 'levy', ...free },
  { id: 'b', amount: 'b', fund: 'levy', ...free },
]
const doubtful = 'SOLVE_NOT_MONOTONE: the total cannot be shown to rise with base at every value'
const nothing =
  'SOLVE_NOT_MONOTONE: the total does not depend on base: a pool scales it, or no line uses it [base]'

t.test('a pool of another fund leaves a base to solve for', async (t) => {
  const levy = pool({ fund: 'levy', total: '500' })
  // 20 x 25 and 140 in the general fund, and 500 in the levy whatever the base.
  t.equal(await valueFor({ to: '1140' }, [levy]), '25.00')
  t.equal(await valueFor({ to: '640', fund: 'general' }, [levy]), '25.00')
  t.strictSame(await problemsFor({ to: '500', fund: 'levy' }, [levy]), [nothing])
})

t.test('a pool that scales only what stands still leaves one too', async (t) => {
  // 40 x 20, the pool of 300 for a and b.
  t.equal(await valueFor({ to: '1100' }, [pool({ over: ['a', 'b'], total: '300' })]), '20.00')
})

t.test('where pools scale all that moves, there is nothing to solve', async (t) => {
  const both = [pool({ fund: 'levy', total: '500' }), { ...pool({ fund: 'general', total: '900' }), id: 'q' }]
  t.strictSame(await problemsFor({ to: '1400' }, both), [nothing])
  t.strictSame(await problemsFor({ to: '900' }, [pool({ over: ['base', 'share'], total: '700' })]), [nothing])
})

t.test('a pool whose sum itself rises with the base rises', async (t) => {
  const general = { fund: 'general', total: 'total(line.base) + 200' }
  // 20 x 15 and 200 in the general fund, 20 x 15 and 60 in the levy.
  t.equal(await valueFor({ to: '860' }, [pool(general)]), '15.00')
  t.strictSame(await problemsFor({ to: '860' }, [pool({ ...general, total: '5000 - total(line.base)' })]), [
    `${doubtful} [adjustment.p]`,
  ])
})

t.test('a floor after a pool is refused, because who is lifted hangs on who gave', async (t) => {
  const floor = { id: 'floor', kind: 'minimum', over: ['base'], least: '200' }
  const general = pool({ fund: 'general', total: '800' })
  t.strictSame(await problemsFor({ to: '2000' }, [general, floor]), [`${doubtful} [adjustment.floor]`])
  // Before the pool it changes who gets the 800, and not that they are 800: 20 x 57 and 60 in the levy.
  t.equal(await valueFor({ to: '2000' }, [floor, general]), '57.00')
})

t.test('money that one adjustment spreads over two funds is not followed in one of them', async (t) => {
  const floor = (over: string[]) => ({ id: 'floor', kind: 'minimum', over, least: '200' })
  const refused = [`${doubtful} [adjustment.floor]`]
  t.strictSame(await problemsFor({ to: '900', fund: 'general' }, [floor(['base', 'share'])]), refused)
  t.strictSame(await problemsFor({ to: '900', fund: 'levy' }, [floor(['a', 'share'])]), refused)
  // Both funds together rise all the same: A has 14 x 20, B 26 x 20, and 200 stand beside them.
  t.equal(await valueFor({ to: '1000' }, [floor(['base', 'share'])]), '20.00')
  // So is money of an earlier adjustment's own.
  const grant = { id: 'grant', kind: 'distribute', total: '50', share: 'pupils', fund: 'levy', ...free }
  t.strictSame(await problemsFor({ to: '900', fund: 'general' }, [grant, floor(['base', 'grant'])]), refused)
})

t.test('of lines that were lifted together, none is followed by itself afterwards', async (t) => {
  // A is lifted to 600 in base and a: the more of it is base, the less is a, and a is what the cap leaves alone.
  const lifted = { id: 'lifted', kind: 'minimum', over: ['base', 'a'], least: '600' }
  const cap = { id: 'cap', kind: 'cap_change', over: ['base'], against: 'a', most: '0' }
  t.strictSame(await problemsFor({ to: '1000' }, [lifted, cap]), [`${doubtful} [adjustment.cap]`])
  const both = { ...cap, over: ['base', 'a'], against: '10 * a' }
  t.equal(await valueFor({ to: '1460' }, [lifted, both]), '20.00') // A 600, B 400, 20 x 20 and 60
})

t.test('who is lifted by a sum hangs on what schools have', async (t) => {
  const even = {
    id: 'even',
    kind: 'equalise',
    over: ['base'],
    total: '50',
    per: 'pupils',
    fund: 'general',
    ...free,
  }
  t.equal(await valueFor({ to: '650' }, [even]), '10.00') // 40 x 10, 200 and 50
  const least = { id: 'least', kind: 'minimum', over: ['even'], least: '30' }
  t.strictSame(await problemsFor({ to: '650' }, [even, least]), [`${doubtful} [adjustment.least]`])
})

t.test('a kept floor carries what moves into a pool that scales none of it', async (t) => {
  const floor = { id: 'floor', kind: 'floor_change', over: ['a', 'b'], against: 'a + b', least: '0' }
  const mixed = { id: 'mixed', kind: 'minimum', over: ['b', 'share'], least: '100' }
  const kept = pool({ over: ['a'], total: '150', keep: ['floor'] })
  const least = { id: 'least', kind: 'minimum', over: ['a'], least: '45' }
  const steps = [floor, mixed, kept, least]
  t.strictSame(await problemsFor({ to: '500', fund: 'general' }, steps), [`${doubtful} [adjustment.least]`])
  const loose = [floor, mixed, { ...kept, keep: [] }, least]
  // Nothing moves the pool: 107.14 and 42.86 lifted to 45, which leaves 347.86 for 20 pupils.
  t.equal(await valueFor({ to: '500', fund: 'general' }, loose), '17.39')
})

t.test('a base at which the pool cannot be met is passed over on the way', async (t) => {
  // Above 50 the 20 pupils of the levy have more than its 1,000; at 0 they have nothing to scale.
  const above = pool({ fund: 'levy', total: '1000', protect: ['share'] })
  t.equal(await valueFor({ to: '1640' }, [above], '100'), '25.00')
  const below = pool({ over: ['share'], total: '1000' })
  t.equal(await valueFor({ to: '1700' }, [below], '10'), '25.00')
  // Where no base will do, what is told is of the base as it stands: 20 x 100 and 60.
  const never = pool({ fund: 'levy', total: '50', protect: ['share', 'b'] })
  t.strictSame(await problemsFor({ to: '1640' }, [never], '100'), [
    'ADJUSTMENT_INFEASIBLE: p: the least they may have is more than the pool by 2010.00 [bound: share, b]',
  ])
})

function pool(fields: object): Record<string, unknown> {
  return { id: 'p', kind: 'scale_to_pool', ...fields }
}

function asked(solve: object, adjustments: readonly Record<string, unknown>[], value = '1'): AdjustedCase {
  const parameters = { base: { value, unit: 'money/pupil', assumed: 'for this test' } }
  return { rows, lines, parameters, adjustments, solve: { parameter: 'base', ...solve } }
}

async function valueFor(...parts: Parameters<typeof asked>): Promise<string | undefined> {
  return (await resultOf(asked(...parts))).budget?.solved?.value
}

async function problemsFor(...parts: Parameters<typeof asked>): Promise<string[]> {
  return problemsOf(asked(...parts))
}
