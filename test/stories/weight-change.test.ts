import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { decimal, fixedText } from '../../src/core/numbers/decimal.ts'
import { subtract } from '../../src/core/numbers/rational.ts'
import { memoryFiles } from '../support/memory-files.ts'

// Students / low income / English learners: A 300/240/120, B 600/150/30, C 480/430/200.
const adopted = `
leeway: 1
scenario: { id: adopted }
formula:
  id: three-schools
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    enrollment:  { unit: pupil }
    frl:         { unit: pupil }
    el:          { unit: pupil }
    prior_total: { unit: money }
  pupils: enrollment
  funds: [general]
  parameters:
    base: { value: "4500.00", unit: money/pupil, source: budget book p. 12 }
    weight:
      frl: { value: "0.12", source: budget book p. 13 }
      el:  { value: "0.40", source: budget book p. 13 }
    foundation: { value: "225000", unit: money, source: budget book p. 14 }
  lines:
    - { id: base, amount: enrollment * base, fund: general, flexibility: free }
    - { id: frl, amount: frl * base * weight.frl, fund: general, flexibility: free }
    - { id: el, amount: el * base * weight.el, fund: general, flexibility: free }
    - { id: foundation, amount: foundation, fund: general, flexibility: purpose }
  pools:
    - { fund: general, amount: "7957800.00", source: adopted budget }
  balance: { parameter: base }
data:
  rows:
    - { id: A, enrollment: 300, frl: 240, el: 120, prior_total: "1920600" }
    - { id: B, enrollment: 600, frl: 150, el: 30, prior_total: "3060000" }
    - { id: C, enrollment: 480, frl: 430, el: 200, prior_total: "2977200" }
`

const weight = `
leeway: 1
scenario: { id: weight, budget: neutral }
base: adopted.yaml
changes:
  - { set: weight.frl, to: "0.20" }
`

const landing = `
leeway: 1
scenario: { id: landing, budget: neutral }
base: weight.yaml
changes:
  - add_adjustment:
      { id: soft_landing, kind: floor_change, over: [base, frl, el, foundation], against: prior_total, least: "-0.015" }
  - add_adjustment:
      { id: pool, kind: scale_to_pool, fund: general, total: "7957800", protect: [foundation], keep: [soft_landing] }
`

const dollar = `
leeway: 1
scenario: { id: dollar, budget: cut }
base: weight.yaml
changes: [{ set: foundation, to: "225001" }]
`

const files = memoryFiles({
  'adopted.yaml': adopted,
  'weight.yaml': weight,
  'landing.yaml': landing,
  'dollar.yaml': dollar,
})

t.test('three schools get 1,920,600.00, 3,060,000.00 and 2,977,200.00, and the pool is spent', async (t) => {
  const result = await resultOf('adopted.yaml')
  t.strictSame(totalsOf(result), { A: '1920600.00', B: '3060000.00', C: '2977200.00' })
  t.strictSame([result.total, result.funds[0]?.pool, result.residual], ['7957800.00', '7957800.00', '0.00'])
  t.strictSame(
    result.schools.map(({ lines }) => lines.map(({ amount }) => amount).join(' ')),
    [
      '1350000.00 129600.00 216000.00 225000.00',
      '2700000.00 81000.00 54000.00 225000.00',
      '2160000.00 232200.00 360000.00 225000.00',
    ],
  )
  t.strictSame(
    result.schools.map(({ perPupil }) => perPupil),
    ['6402.00', '5100.00', '6202.50'],
  )
})

t.test('a weight of 0.20 for the same money lowers the base to 4,324.70 and leaves 5.20', async (t) => {
  const [before, after] = [await resultOf('adopted.yaml'), await resultOf('weight.yaml')]
  t.equal(after.parameters.find(({ name }) => name === 'base')?.value, '4324.7')
  t.equal(after.residual, '5.20')
  t.strictSame(changesOf(before, after), { A: '16981.20', B: '-58542.60', C: '41556.20' })
})

t.test('a base of 4,324.71 would cost too much', async (t) => {
  // 1,684 weighted students: a cent more is 16.84 more, and 5.20 are left.
  const { budget } = await resultOf('weight.yaml')
  t.strictSame(budget?.solved, {
    parameter: 'base',
    value: '4324.70',
    residual: '5.20',
    next: { value: '4324.71', total: '7957811.64' },
  })
  t.strictSame([budget?.declared, budget?.change, budget?.holds], ['neutral', '-5.20', true])
})

t.test('with a floor of -1.5 % and the pool kept, B is held and the others pay for it', async (t) => {
  const result = await resultOf('landing.yaml')
  t.strictSame(totalsOf(result), { A: '1932778.50', B: '3014100.00', C: '3010921.50' })
  t.strictSame([result.total, result.residual], ['7957800.00', '0.00'])
})

t.test('B is lifted by 12,642.60 to 98.5 % of its 3,060,000, and A and C give 12,637.40 of it', async (t) => {
  // At a base of 4,324.70: 2,594,820.00 + 129,741.00 + 51,896.40 + 225,000 are 3,001,457.40 for B.
  const result = await resultOf('landing.yaml')
  const linesOf = (id: string) =>
    result.schools.map(({ lines }) => lines.find((line) => line.id === id)?.amount)
  t.strictSame(linesOf('soft_landing.general.free'), ['0.00', '11694.87', '0.00'])
  t.strictSame(linesOf('soft_landing.general.purpose'), ['0.00', '947.73', '0.00'])
  t.strictSame(linesOf('pool.general.free'), ['-4802.70', '0.00', '-7834.70'])
  t.notOk(
    result.lines.some(({ id }) => id === 'pool.general.purpose'),
    'no foundation is scaled',
  )
  t.strictSame(result.adjustments[0]?.bound, ['B'])
  t.strictSame([result.budget?.change, result.budget?.holds], ['0.00', true])
})

t.test('a dollar more for each school on a solved base costs three dollars', async (t) => {
  const [solved, more] = [await resultOf('weight.yaml'), await resultOf('dollar.yaml')]
  t.strictSame(changesOf(solved, more), { A: '1.00', B: '1.00', C: '1.00' })
  // The neutral base left 5.20 of its own base; three dollars of that are spent.
  t.equal(more.budget?.change, '-2.20')
  t.equal(more.parameters.find(({ name }) => name === 'base')?.provenance.kind, 'derived')
})

async function resultOf(file: string): Promise<RunResult> {
  const { run, problems } = await runScenario(file, files)
  if (run === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return run.result
}

function totalsOf({ schools }: RunResult): Record<string, string> {
  return Object.fromEntries(schools.map(({ id, total }) => [id, total]))
}

function changesOf(before: RunResult, after: RunResult): Record<string, string> {
  const totals = totalsOf(before)
  return Object.fromEntries(
    after.schools.map(({ id, total }) => [
      id,
      fixedText(subtract(decimal(total), decimal(totals[id] ?? '0'))),
    ]),
  )
}
