import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

// 30 pupils at 100 dollars in the general fund, and 9 low-income students at 50 in Title I: 3,450.
const base = smallDistrict({
  parameters: `parameters:
  base: { value: "100", unit: money/pupil, assumed: for the test }
  extra: { value: "50", unit: money/pupil, assumed: for the test }`,
  lines: `lines:
  - { id: base, amount: enrollment * base, fund: general, flexibility: free }
  - { id: frl, amount: frl * extra, fund: title1, flexibility: free }`,
  pools: 'balance: { parameter: base }',
})

t.test('a pool of one fund does not keep a what-if neutral about another: the base gives way', async (t) => {
  const pool = '{ id: pool, kind: scale_to_pool, fund: title1, total: "480" }'
  // Title I pays 480, which leaves 2,970 for 30 pupils.
  t.strictSame(await outcomeOf(pool), { total: '3450.00', value: '99.00', holds: true })
})

t.test('pools to which all is scaled keep it, and nothing is solved for', async (t) => {
  const general = '{ id: pool, kind: scale_to_pool, fund: general, total: "2970" }'
  const title1 = '{ id: pool1, kind: scale_to_pool, fund: title1, total: "480" }'
  t.strictSame(await outcomeOf(general, title1), { total: '3450.00', value: undefined, holds: true })
  // What the base does not move it cannot balance: 2,970 and 450 are 30 too few.
  t.strictSame(await outcomeOf(general), { total: '3420.00', value: undefined, holds: false })
})

t.test('a floor after the pool leaves nothing to prove, and is named', async (t) => {
  const general = '{ id: pool, kind: scale_to_pool, fund: general, total: "2970" }'
  const floor = '{ id: floor, kind: minimum, over: [base], least: "1200" }'
  const { problems } = await outcomeOf(general, floor)
  t.strictSame(
    problems?.map(({ code, found }) => [code, found]),
    [['SOLVE_NOT_MONOTONE', 'adjustment.floor']],
  )
})

async function outcomeOf(...adjustments: readonly string[]) {
  const changes = adjustments.map((each) => `  - add_adjustment: ${each}\n`).join('')
  const whatIf = `leeway: 1\nscenario: { id: what-if, budget: neutral }\nbase: base.yaml\nchanges:\n${changes}`
  const { run, problems } = await runScenario(
    'what-if.yaml',
    memoryFiles({ 'base.yaml': base, 'what-if.yaml': whatIf }),
  )
  if (run === undefined) return { problems }
  const { total, budget } = run.result
  return { total, value: budget?.solved?.value, holds: budget?.holds }
}
