import t from 'tap'
import { bundleScenario } from '../../src/app/bundle-scenario.ts'
import { compareScenarios } from '../../src/app/compare-scenarios.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { splitScenarios } from '../../src/app/split-scenarios.ts'
import { sweepScenario } from '../../src/app/sweep-scenario.ts'
import { placeText } from '../problems/problem-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const MILLION_MILLIONS = '1000000000000'
const rows = (first: string, second: string): string =>
  `rows: [{ id: "1", enrollment: ${first}, frl: 0, level: ES }, { id: "2", enrollment: ${second}, frl: 0, level: HS }]`
const measures = 'measures: { enrollment: { basis: projection }, frl: { basis: projection } }'

/** Two schools of a million students, at a million millions each: 2 × 10^18 dollars. */
const base = smallDistrict({
  parameters: `parameters:\n  base: { value: "${MILLION_MILLIONS}", unit: money/pupil, assumed: for the test }`,
  data: `data: { ${measures}, ${rows('1000000', '1000000')} }`,
})
const whatIf = (budget: string, lines: string): string =>
  `leeway: 1\nscenario: { id: b, budget: ${budget} }\nbase: a.yaml\n${lines}\n`
const twice = 'changes: [{ change_counts: enrollment, set: { "1": "2000000" } }]'

t.test('a base may cost more than any number of eighteen digits, and is met to the cent', async (t) => {
  const files = memoryFiles({
    'a.yaml': base,
    'b.yaml': whatIf('new-money', twice),
    'c.yaml': whatIf('neutral', `solve: { parameter: base, to: base }\n${twice}`),
  })
  const more = await runScenario('b.yaml', files)
  t.match(more.run?.result.budget, {
    base: { total: '2000000000000000000.00' },
    change: '1000000000000000000.00',
    holds: true,
  })
  // For three million students two thirds of the base: 666,666,666,666.66 leaves 20,000, and a cent more takes 30,000.
  const same = await runScenario('c.yaml', files)
  t.match(same.run?.result.budget, {
    change: '-20000.00',
    holds: true,
    solved: { value: '666666666666.66', next: { value: '666666666666.67', total: '2000000000000010000.00' } },
  })
})

t.test('such a run can be bundled, compared, split and swept', async (t) => {
  const vary = `vary: { base: ["${MILLION_MILLIONS}", "2"] }`
  const files = memoryFiles({
    'a.yaml': base,
    'b.yaml': whatIf('new-money', twice),
    'c.yaml': whatIf('neutral', `solve: { parameter: base, to: base }\n${twice}`),
    'v.yaml': whatIf('cut', vary),
  })
  const { bundle } = await bundleScenario('c.yaml', files, { isPretty: false })
  t.match(bundle?.text, '"to":"2000000000000000000"')
  t.equal(bundle?.result.total, '1999999999999980000.00')
  const { comparison } = await compareScenarios(['a.yaml', 'b.yaml'], files, { baseline: undefined, by: [] })
  t.equal(comparison?.comparisons[0]?.total.change, '1000000000000000000.00')
  const step = async () => true
  const { split } = await splitScenarios(['a.yaml', 'b.yaml'], files, { step })
  t.equal(split?.change, '1000000000000000000.00')
  const { sweep } = await sweepScenario('v.yaml', files, { withRows: false, step })
  t.strictSame(
    sweep?.variants.map(({ change }) => change),
    ['0.00', '-1999999999996000000.00'],
  )
})

t.test('a count of students that outgrows what a file can hold is refused where it is made', async (t) => {
  const most = '9'.repeat(18)
  const said = async (text: string) => {
    const { problems } = await runScenario('b.yaml', memoryFiles({ 'a.yaml': many, 'b.yaml': text }))
    return problems.map(({ code, where, message }) => `${code} ${placeText(where)} ${message}`)
  }
  const many = smallDistrict({ data: `data: { ${measures}, ${rows(most, '1')} }` })
  const changed = (add: string): string =>
    whatIf('new-money', `changes: [{ change_counts: enrollment, add: { "1": "${add}" } }]`)
  const beyond = 'more than the 18 digits that a number of the data may have'
  t.strictSame(await said(changed('-1')), [])
  t.strictSame(await said(changed('1')), [`NUMBER_TOO_LARGE b.yaml:4:52 enrollment of 1 grows to ${beyond}`])
  const merged = smallDistrict({
    data: `data:\n  merged: { "3": ["1", "2"] }\n  ${measures}\n  ${rows(most, '1')}`,
  })
  t.strictSame(await said(merged), [`NUMBER_TOO_LARGE b.yaml:18:13 enrollment of 3 adds up to ${beyond}`])
  t.strictSame(await said(merged.replace(most, most.replace('9', '8'))), [])
})
