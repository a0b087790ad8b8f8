import t from 'tap'
import { causesAt, causesOf, splitFiles } from '../../support/split-files.ts'
import { adopted } from '../../support/weight-what-ifs.ts'
import { whatIf } from '../../support/what-if.ts'

/** From the adopted formula to a what-if on it. */
async function splitOf(changes: readonly (string | object)[], budget?: string) {
  return splitFiles({ 'adopted.yaml': adopted, 'b.yaml': whatIf('b', changes, budget) }, 'adopted.yaml')
}

t.test('a weight that the same money has to pay for is one cause, the lower base the other', async (t) => {
  const split = await splitOf(['{ set: weight.low_income, to: "0.20" }'], 'neutral')
  // At A the weight gives 240 × 0.08 × 4,500 = 86,400.00 as the first and × 4,324.70 = 83,034.24 as the last.
  t.strictSame(causesAt(split, 'A'), ['parameter.base -67735.92', 'parameter.weight.low_income 84717.12'])
  t.strictSame(causesAt(split, 'B'), ['parameter.base -111490.80', 'parameter.weight.low_income 52948.20'])
  t.strictSame(causesAt(split, 'C'), ['parameter.base -110228.64', 'parameter.weight.low_income 151784.84'])
  t.strictSame(causesOf(split), ['parameter.base -289455.36', 'parameter.weight.low_income 289450.16'])
  t.equal(split.change, '-5.20')
  t.strictSame(
    split.causes.map(({ kind, label, from, to }) => [kind, label, from, to]),
    [
      ['solved', 'base (solved for)', '4500', '4324.7'],
      ['parameter', 'weight.low_income', '0.12', '0.2'],
    ],
  )
})

t.test('students and needs that change together are told apart', async (t) => {
  const split = await splitOf([
    '{ change_counts: students, add: { B: "10" } }',
    '{ change_counts: el, add: { B: "2" } }',
    '{ set: base, to: "4600" }',
  ])
  // Students alone: 10 × 4,500, or × 4,600 after the base. English learners: 2 × 0.40 × the same.
  t.strictSame(causesAt(split, 'B'), ['enrollment 45500.00', 'need_mix 3640.00', 'parameter.base 63540.00'])
  t.strictSame(causesAt(split, 'A'), ['parameter.base 37680.00'])
  t.equal(split.schools[1]?.change, '112680.00')
})

t.test('the parts that students add up from are enrollment too, not need mix', async (t) => {
  const formula = adopted
    .replace('students: { unit: pupil }', 'students: { unit: pupil }\n    grade_1: { unit: pupil }')
    .replace('students * base, fund', 'grade_1 * base, fund')
    .replace('students: { basis: projection }', 'students: { basis: projection, parts: [grade_1] }')
    .replaceAll(/students: (\d+),/g, 'students: $1, grade_1: $1,')
  const changes = [
    '{ change_counts: students, add: { A: "1" } }',
    '{ change_counts: grade_1, add: { A: "1" } }',
  ]
  const split = await splitFiles({ 'adopted.yaml': formula, 'b.yaml': whatIf('b', changes) }, 'adopted.yaml')
  t.strictSame(causesOf(split), ['enrollment 4500.00'])
})

t.test('a school that closes takes all its money along, and one that opens brings its own', async (t) => {
  const files = {
    'adopted.yaml': adopted,
    'a.yaml': whatIf('a', ['{ drop_schools: [C] }']),
    'b.yaml': whatIf('b', ['{ drop_schools: [B] }', '{ set: foundation, to: "200000" }']),
  }
  const split = await splitFiles(files)
  t.strictSame(
    split.schools.map(({ id, state, from, to, change }) => [id, state, from, to, change]),
    [
      ['A', 'both', '1920600.00', '1895600.00', '-25000.00'],
      ['B', 'closed', '3060000.00', null, '-3060000.00'],
      ['C', 'new', null, '2952200.00', '2952200.00'],
    ],
  )
  // The lower foundation meets B and C half of the time: when it comes before they go, or after they come.
  t.strictSame(causesAt(split, 'B'), ['schools.closed -3047500.00', 'parameter.foundation -12500.00'])
  t.strictSame(causesAt(split, 'C'), ['schools.new 2964700.00', 'parameter.foundation -12500.00'])
})

t.test('each line that comes, goes or changes is a cause', async (t) => {
  const split = await splitOf([
    '{ remove_line: foundation }',
    '{ add_line: { id: arts, amount: students * base * weight.el, fund: general, flexibility: free } }',
    '{ replace_line: { id: el, amount: el * base, fund: general, flexibility: free } }',
  ])
  t.strictSame(causesAt(split, 'A'), [
    'line.arts 540000.00',
    'line.el 324000.00',
    'line.foundation -225000.00',
  ])
  t.strictSame(
    split.causes.map(({ label, to }) => `${label} ${to ?? ''}`),
    ['Line arts added', 'Line el replaced', 'Line foundation removed'],
  )
})

t.test('a line that names another one counts it as nothing while that is not there', async (t) => {
  const split = await splitOf([
    '{ add_line: { id: one, amount: foundation, fund: general, flexibility: free } }',
    '{ add_line: { id: two, amount: line.one + foundation, fund: general, flexibility: free } }',
  ])
  // Two alone is 225,000; both are 225,000 + 450,000: one is worth 225,000 first and 450,000 last.
  t.strictSame(causesAt(split, 'A'), ['line.one 337500.00', 'line.two 337500.00'])
})

t.test('the same formula in other words has no causes', async (t) => {
  const other = adopted
    .replace('low_income * base * weight.low_income', '(low_income*base)*weight.low_income')
    .replace('value: "0.12"', 'value: "0.120"')
    .replace('amount: foundation, fund', 'label: Foundation, note: n, amount: foundation, fund')
    .replace('flexibility: purpose', 'flexibility: free')
  const split = await splitFiles({ 'a.yaml': adopted, 'b.yaml': other })
  t.strictSame(split.causes, [])
  t.equal(split.change, '0.00')
})

t.test('a measure, an entry of a table and the rest of a formula are causes of their own', async (t) => {
  const district = (counted: string, rate: string, missing: string): string =>
    adopted
      .replace('  measures:\n', `  measures:\n    counted: ${counted}\n`)
      .replace('  parameters:\n', `  parameters:\n    rate: ${rates(rate)}\n`)
      .replace('  needs:\n', `  needs:\n    extra: { unit: pupil, missing: "${missing}" }\n`)
      .replace('  balance:', `    - ${more}\n  balance:`)
      .replaceAll('prior_total: "', 'extra: "", prior_total: "')
  const rates = (rate: string): string =>
    `{ kind: table, unit: text -> money/pupil, value: { ES: "10", HS: "${rate}" }, assumed: x }`
  const more = '{ id: more, amount: (counted + extra) * rate("HS"), fund: general, flexibility: free }'
  const split = await splitFiles({
    'a.yaml': district('students', '20', '0'),
    'b.yaml': district('students + el', '25', '1'),
  })
  t.strictSame(
    split.causes.map(({ id, label, from, to }) => [id, label, from, to]),
    [
      ['parameter.rate', 'rate.HS', '20', '25'],
      ['measure.counted', 'Measure counted', undefined, undefined],
      ['formula', 'Rest of the formula', undefined, undefined],
    ],
  )
  // A: 300 × 20 before, (300 + 120 + 1) × 25 after; the measure is 120 and the rest 1, at 20 or 25.
  t.strictSame(causesAt(split, 'A'), ['parameter.rate 1802.50', 'measure.counted 2700.00', 'formula 22.50'])
})

t.test('another dataset is a cause of its own', async (t) => {
  const [formula = '', data = ''] = adopted
    .replace('students * base,', '(students - prior.students) * base,')
    .split('\ndata:\n')
  const rows = (old: number): string =>
    `[{ id: A, students: ${old} }, { id: B, students: 1 }, { id: C, students: 1 }]`
  const scenario = (old: number): string =>
    `${formula}\ndata:\n  now:\n${data.replaceAll(/^/gm, '  ')}\n  prior: { rows: ${rows(old)} }\n`
  const split = await splitFiles({ 'a.yaml': scenario(100), 'b.yaml': scenario(102) })
  t.strictSame(causesOf(split), ['dataset.prior -9000.00'])
})
