import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { inFolder } from '../support/in-folder.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const year = 'id: simple\ncurrency: USD\nyear: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }'
const adjustments =
  'adjustments: [{ id: raise, kind: minimum, over: [base], least: "1500" }]\npools: [{ fund: general, amount: "100", assumed: x }]'

/** Two districts of a state, paid by a formula that says so; or, with no words, two schools. */
function state(base: string, words = 'rows: { one: district, many: districts }', more = ''): string {
  const parameters = `parameters:\n  base: { value: "${base}", unit: money/pupil, assumed: x }`
  const lines =
    'lines: [{ id: base, amount: enrollment * base, when: frl > 0, fund: general, flexibility: free }]'
  const published = 'published: [{ of: line.base, column: printed, source: sheet }]'
  const data =
    'data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows:\n    - { id: "1", name: Ada, enrollment: 10, frl: 4, level: ES, printed: "1" }\n    - { id: "2", name: Bea, enrollment: 20, frl: 5, level: HS, printed: "" }'
  const blocks = {
    head: `${year}\n${words}`,
    scenario: `scenario: { id: at-${base} }`,
    parameters,
    lines,
    published,
    data,
  }
  return `${smallDistrict({ ...blocks, pools: adjustments })}${more}`
}

/** The same under four names: with another base amount, with other districts and needs, and with a sweep. */
function filesOf(words: string | undefined) {
  const later = state('100', words).replace('id: "2"', 'id: "3"').replace('frl: 4', 'frl: 5')
  return { low: state('100', words), high: state('101', words), later, swept: state('100', words, vary) }
}

const vary = 'vary: { base: ["100", "101"] }\nstatistics: { poverty: frl }\n'
const commands: Readonly<Record<string, readonly string[]>> = {
  run: ['run', 'low'],
  compare: ['compare', 'low', 'high', '--by', 'level', '--by', 'quartile:frl'],
  sweep: ['sweep', 'swept', '--rows'],
  split: ['split', 'low', 'high', '--rows'],
  'split with other rows': ['split', 'low', 'later'],
  check: ['check', 'low'],
  explain: ['explain', 'low', '--school', '1'],
}

t.test('where rows are districts, every page calls them so', async (t) => {
  const files = filesOf(undefined)
  for (const [name, words] of Object.entries(commands)) {
    const { out, code, err } = await inFolder(t, files, words)
    t.equal(code, 0, `${name} ${err}`)
    t.notMatch(out, /school/i, name)
    if (name !== 'explain') t.match(out, /district/i, name)
  }
})

t.test('unless a formula says what its rows are, the same pages speak of schools', async (t) => {
  const files = filesOf('')
  for (const [name, words] of Object.entries(commands)) {
    const { out } = await inFolder(t, files, words)
    t.notMatch(out, /district/i, name)
    if (name !== 'explain') t.match(out, /school/i, name)
  }
})

t.test('one district and several are counted as people count them', async (t) => {
  const { out } = await inFolder(t, { low: state('100') }, commands['run'] ?? [])
  t.match(out, /^Id +District +Students +base +raise\.general\.free +Total +Per student$/m)
  t.match(out, /^Total +2 districts +3,000\.00/m)
  t.match(out, /^Adjustment +Kind +Districts changed +Level +Adds$/m)
  t.match(out, /^Fund +To districts +Pool +Residual$/m)
  t.match(out, '\ngeneral: districts get 3,400.00 more than its pool\n')
  t.match(out, '\n    district 1: computed 1,000.00, published 1.00, difference 999.00\n')
  t.match(out, '\nData now: 2 districts; counts: projection\n')
  const only = state('100').replace(/^ +- \{ id: "2".*\n/m, '')
  t.match((await inFolder(t, { only }, ['run', 'only'])).out, /^Total +1 district +1,000\.00/m)
})

t.test('causes of a change name new and closed districts, and the data of the districts', async (t) => {
  const { out } = await inFolder(t, filesOf(undefined), commands['split with other rows'] ?? [])
  for (const cause of [
    'New districts (1)',
    'Closed districts (1)',
    'Need mix (all other data of the districts)',
  ])
    t.match(out, `\n${cause} `)
})

t.test('a result has the words where its rows are no schools, and its fields keep their names', async (t) => {
  const { run } = await runScenario('a.yaml', memoryFiles({ 'a.yaml': state('100') }))
  t.strictSame(run?.result.scenario.rows, { one: 'district', many: 'districts' })
  t.equal(run?.result.schools.length, 2)
  const texts = ['', 'rows: { one: school, many: schools }'].map((words) => state('100', words))
  const [silent, stated] = await Promise.all(
    texts.map(async (text) => (await runScenario('a.yaml', memoryFiles({ 'a.yaml': text }))).run?.result),
  )
  t.equal(silent?.scenario.rows, undefined)
  t.equal(JSON.stringify(stated), JSON.stringify(silent), 'that schools are schools need not be said')
})
