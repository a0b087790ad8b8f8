import t from 'tap'
import { stringify } from 'yaml'
import { runScenario } from '../../src/app/run-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'

// Last year's columns called total and pupils are not what a run means by them. B is lifted from 400 to 700.
const lastYear = `leeway: 1
formula:
  id: last-year
  currency: USD
  year: { label: 2024-25, start: 2024-07-01, end: 2025-06-30 }
  needs:
    enrollment: { unit: pupil }
    pupils: { unit: pupil }
    open: { kind: boolean }
    level: { kind: text }
    extra: { unit: money, missing: "0" }
  pupils: enrollment
  funds: [general]
  parameters:
    base: { value: "100", unit: money/pupil, assumed: for this test }
  lines:
    - { id: base, amount: enrollment * base, fund: general, flexibility: free }
    - { id: extra, amount: extra, when: open and level == "ES", fund: general, flexibility: free }
  adjustments:
    - { id: least, kind: minimum, over: [base], least: "700" }
  restrict: enrollment > 8
data:
  measures:
    enrollment: { basis: projection }
    pupils: { basis: projection, may_exceed_pupils: true }
    total: { unit: money }
  rows:
    - { id: A, name: Ash, enrollment: 10, total: 77, pupils: 66, open: true, level: ES, extra: "1.50" }
    - { id: B, name: Birch, enrollment: 4, total: 88, pupils: 55, open: true, level: HS, extra: "" }
    - { id: C, name: Cedar, enrollment: 9, total: 99, pupils: 44, open: false, level: ES, extra: "2" }
`

t.test('what an earlier run came to goes before what it was given under the same name', async (t) => {
  t.strictSame(await readings({ own: ['total', 'money'], theirs: ['given.total', 'money'] }), [
    'A own 1001.50',
    'A theirs 77.00',
    'B own 700.00',
    'B theirs 88.00',
  ])
  t.strictSame(await readings({ own: ['pupils', 'pupil'], theirs: ['given.pupils', 'pupil'] }), [
    'A own 10.00',
    'A theirs 66.00',
    'B own 4.00',
    'B theirs 55.00',
  ])
})

t.test('lines, what an adjustment left, and given columns are read by their names', async (t) => {
  const columns = {
    base_then: ['line.base', 'money'],
    lifted: ['line.least.general.free', 'money'],
    enrolled: ['enrollment', 'pupil'],
  } as const
  t.strictSame(await readings(columns), [
    'A base_then 1000.00',
    'A lifted 0.00',
    'A enrolled 10.00',
    'B base_then 400.00',
    'B lifted 300.00',
    'B enrolled 4.00',
  ])
})

t.test('an empty cell of the year before stays empty, whatever it counted as then', async (t) => {
  t.strictSame(await readings({ extra_then: ['extra', 'money'] }), [
    'CELL_MISSING prior.extra_then is empty at school B, and the formula needs it',
  ])
})

t.test('texts and truths come as they were, and a school that was not shown is there', async (t) => {
  const whether = (expression: string) => ({ [expression]: `if(${expression}, 1, 0)` })
  const figures = { ...whether('is_open'), ...whether('school_level == "ES"') }
  const needs = { is_open: { kind: 'boolean' }, school_level: { kind: 'text' } }
  const columns = { is_open: { column: 'open' }, school_level: { column: 'level' } }
  t.strictSame(await figuresOf({ needs, columns, figures, ids: ['A', 'B', 'C'] }), [
    'A is_open 1.00',
    'A school_level == "ES" 1.00',
    'B is_open 1.00',
    'B school_level == "ES" 0.00',
    'C is_open 0.00',
    'C school_level == "ES" 1.00',
  ])
})

t.test('a column that the earlier run does not have is not there', async (t) => {
  t.strictSame(await readings({ own: ['given.enrollment', 'pupil'] }), [
    'COLUMN_MISSING there is no column "given.enrollment"',
  ])
})

/** What this year reads at A and B, each need from a column of last year's run. */
async function readings(
  read: Readonly<Record<string, readonly [column: string, unit: string]>>,
): Promise<string[]> {
  const entries = Object.entries(read)
  const needs = Object.fromEntries(entries.map(([name, [, unit]]) => [name, { unit }]))
  const columns = Object.fromEntries(
    entries.map(([name, [column, unit]]) => [
      name,
      { column, unit, basis: 'projection', may_exceed_pupils: 'true' },
    ]),
  )
  const figures = Object.fromEntries(entries.map(([name]) => [name, name]))
  return figuresOf({ needs, columns, figures, ids: ['A', 'B'] })
}

interface ThisYear {
  readonly needs: Readonly<Record<string, object>>
  readonly columns: object
  /** Expressions by what the test calls them. */
  readonly figures: Readonly<Record<string, string>>
  readonly ids: readonly string[]
}

/** Every figure of every school, or what prevents them. */
async function figuresOf({ needs, columns, figures, ids }: ThisYear): Promise<string[]> {
  const prior = Object.fromEntries(
    Object.entries(needs).map(([name, need]) => [name, { ...need, dataset: 'prior' }]),
  )
  const formula = {
    id: 'this-year',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    needs: { students: { unit: 'pupil' }, ...prior },
    pupils: 'students',
    funds: ['general'],
    lines: [{ id: 'none', amount: '0', fund: 'general', flexibility: 'free' }],
    figures: Object.values(figures).map((amount, i) => ({ id: `f${i}`, amount })),
  }
  const now = {
    measures: { students: { basis: 'projection' } },
    rows: ids.map((id) => ({ id, students: '1' })),
  }
  const data = { now, prior: { earlier: 'last.yaml', measures: columns } }
  const files = memoryFiles({ 'this.yaml': stringify({ leeway: '1', formula, data }), 'last.yaml': lastYear })
  const { run, problems } = await runScenario('this.yaml', files)
  if (run === undefined) return problems.map(({ code, message }) => `${code} ${message}`)
  const names = Object.keys(figures)
  return run.result.schools.flatMap((school) =>
    school.figures.map(({ amount }, i) => `${school.id} ${names[i]} ${amount}`),
  )
}
