import { explainSchool } from '../../src/app/explain-school.ts'
import type { Files } from '../../src/app/files.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { workbookOfRun } from '../../src/app/workbook-of-run.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { fromCsv } from '../support/small-district.ts'
import { type ProblemCase, wrong, wrongCsv } from './problem-case.ts'

const needs = (frl: string): { needs: string } => ({
  needs: `needs:
  enrollment: { unit: pupil }
  frl: ${frl}
  level: { kind: text, one_of: [ES, HS] }`,
})

const poorOnly = {
  lines: 'lines:\n  - { id: base, amount: frl * base, fund: general, flexibility: free }',
}

function manySchools(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => `{ id: "${i}", enrollment: 10, frl: 4, level: ES }`)
  return `data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows: [${rows.join(', ')}]`
}

async function workbookProblems(files: Files): Promise<{ readonly problems: readonly LocatedProblem[] }> {
  const { run } = await runScenario('district.yaml', files)
  if (run === undefined) throw new Error('the run comes to a result')
  const made = await workbookOfRun(run, { command: 'leeway run' })
  return { problems: made.kind === 'refused' ? made.problems : [] }
}

/** What a file can only be wrong about once it runs. */
export const runCases: readonly ProblemCase[] = [
  wrongCsv(
    'an empty cell that a line needs',
    { ...poorOnly, data: fromCsv, csv: 'id,enrollment,frl,level\n1,10,4,ES\n2,20,,HS\n' },
    [
      'CELL_MISSING',
      'schools.csv:3 frl of 2',
      'fill the cell, state what an empty one counts as (frl: { missing: "0" }), or ask given(frl)',
    ],
  ),
  wrongCsv(
    'a school that last year did not know',
    {
      lines: 'lines:\n  - { id: base, amount: prior.enrollment * base, fund: general, flexibility: free }',
      data: `data:
  now: { file: schools.csv, measures: { enrollment: { basis: projection }, frl: { basis: projection } } }
  ▸prior: { measures: { enrollment: { basis: projection } }, rows: [{ id: "1", enrollment: 5 }] }`,
    },
    ['CELL_MISSING', '▸ enrollment of 2', 'ask first: if(given(prior.enrollment), …, …)'],
  ),
  wrongCsv(
    'an empty cell that counts as none',
    {
      ...poorOnly,
      ...needs('{ unit: pupil, missing: ▸"0" }'),
      data: fromCsv,
      csv: 'id,enrollment,frl,level\n1,10,4,ES\n2,20,,HS\n',
    },
    ['CELL_ASSUMED', '▸'],
  ),
  wrong(
    'a share of no pupils',
    {
      lines:
        'lines:\n  - { id: base, amount: frl / ▸(enrollment - 10) * base * enrollment, fund: general, flexibility: free }',
    },
    ['ZERO_DIVISOR', '▸', 'say what holds there: if(divisor == 0, 0, …)'],
  ),
  wrong(
    'a level without a rate',
    {
      parameters:
        'parameters:\n  rate: { kind: table, unit: text -> money/pupil, value: { ES: "1" }, assumed: x }',
      lines: 'lines:\n  - { id: base, amount: enrollment * ▸rate(level), fund: general, flexibility: free }',
    },
    ['KEY_ABSENT', '▸'],
  ),
  wrong(
    'a number that grows without bound',
    {
      measures: 'measures: { big: "pow(pow(pow(999999999999999999, 9), 6), 1)" }',
      lines: 'lines: [{ id: base, amount: "▸pow(big, 9)", fund: general, flexibility: free }]',
    },
    ['NUMBER_TOO_LARGE', '▸'],
  ),
  wrongCsv(
    'a school without pupils',
    { data: fromCsv, csv: 'id,enrollment,frl,level\n1,10,4,ES\n2,0,0,HS\n' },
    ['PUPILS_ZERO', 'schools.csv of 2'],
  ),
  {
    ...wrong('a school that the run does not know', {}, ['SCHOOL_UNKNOWN', '', 'did you mean 1?']),
    by: (files) => explainSchool('district.yaml', files, { schoolId: '10' }),
  },
  {
    ...wrong('a workbook with a sheet for each of 1,001 schools', { data: manySchools(1001) }, [
      'SHEETS_LIMIT',
      '',
      'ask for the workbook of one school, or for CSV',
    ]),
    by: workbookProblems,
  },
  {
    ...wrong('a line that the formula does not know', {}, ['LINE_UNKNOWN', '', 'did you mean base?']),
    by: (files) => explainSchool('district.yaml', files, { schoolId: '1', id: 'bas' }),
  },
]
