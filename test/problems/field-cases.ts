import { runScenario } from '../../src/app/run-scenario.ts'
import { type ProblemCase, wrong } from './problem-case.ts'

const base = 'base: { value: "100", unit: money/pupil, assumed: for the test }'
const addAssumed = 'add assumed: "…" until the source is known'

/** Fields that are missing, unknown, or hold what they cannot. */
export const fieldCases: readonly ProblemCase[] = [
  wrong('a file without its format', { version: '' }, [
    'FORMAT_VERSION',
    'district.yaml:1:1',
    'start the file with the line leeway: 1',
  ]),
  wrong('a file in a format of the future', { version: 'leeway: ▸2' }, [
    'FORMAT_VERSION',
    '▸',
    'start the file with the line leeway: 1',
  ]),
  wrong('a scenario without an id', { scenario: '▸scenario: { name: Two schools }' }, ['FIELD_MISSING', '▸']),
  wrong('a misspelt field', { scenario: 'scenario: { id: two, ▸nam: Two schools }' }, [
    'FIELD_UNKNOWN',
    '▸',
    'did you mean name?',
  ]),
  wrong('a field from another program', { scenario: 'scenario: { id: two, ▸spreadsheet: 7 }' }, [
    'FIELD_UNKNOWN',
    '▸',
  ]),
  wrong(
    'a misspelt field of a parameter, and so no origin',
    { parameters: 'parameters:\n  ▸base: { value: "100", unit: money/pupil, asumed: for the test }' },
    ['FIELD_UNKNOWN', 'district.yaml:14:46', 'did you mean assumed?'],
    ['PROVENANCE', '▸', addAssumed],
  ),
  wrong(
    'a misspelt field of a parameter in a group',
    {
      parameters: `parameters:\n  ${base}\n  weight: { frl: { value: "1", ▸lable: Lunch, assumed: for the test } }`,
    },
    ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
  ),
  wrong('a list where a text is meant', { scenario: 'scenario: { ▸id: [two, schools] }' }, [
    'FIELD_VALUE',
    '▸',
  ]),
  wrong(
    'a day that no calendar has',
    {
      head: 'id: simple\ncurrency: USD\nyear: { label: 2025-26, start: ▸2025-02-30, end: 2026-06-30 }',
    },
    ['FIELD_VALUE', '▸'],
  ),
  wrong(
    'a currency in words',
    {
      head: 'id: simple\ncurrency: ▸dollars\nyear: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }',
    },
    ['FIELD_VALUE', '▸'],
  ),
  wrong(
    'a freedom that there is not',
    {
      lines: 'lines:\n  - { id: base, amount: enrollment * base, fund: general, flexibility: ▸fre }',
    },
    ['FIELD_VALUE', '▸'],
  ),
  wrong('a file without a formula', { formula: '' }, ['FORMULA_MISSING', 'district.yaml:1:1']),
  {
    ...wrong('a formula without data, when it is to run', { data: '' }, [
      'DATA_MISSING',
      'district.yaml:1:1',
    ]),
    by: (files) => runScenario('district.yaml', files),
  },
  wrong('data from a file and in place', { data: '▸data: { file: a.csv, rows: [{ id: "1" }] }' }, [
    'DATA_MISSING',
    '▸',
  ]),
  wrong(
    'last year in a formula, and not in the data',
    { lines: 'lines:\n  - { id: base, amount: prior.enrollment * base, fund: general, flexibility: free }' },
    ['DATASET_UNKNOWN', 'district.yaml:17:1', 'data: { now: …, prior: prior.csv }'],
  ),
]
