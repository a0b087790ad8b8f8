import { compareScenarios } from '../../src/app/compare-scenarios.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { splitScenarios } from '../../src/app/split-scenarios.ts'
import { sweepScenario } from '../../src/app/sweep-scenario.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type ProblemCase, wrong } from './problem-case.ts'

const toTheEnd = { step: async () => true }

const withSpare = `parameters:
  base: { value: "100", unit: money/pupil, assumed: for the test }
  spare: { value: "1", assumed: for the test }`

/** The two schools with `vary` and what else stands beside it, swept unless stated. */
function swept(claim: string, vary: string, ...says: ProblemCase['says']): ProblemCase {
  return {
    ...wrong(claim, { parameters: withSpare, controls: vary }, ...says),
    by: (files) => sweepScenario('district.yaml', files, { withRows: true, ...toTheEnd }),
  }
}

/** What can be wrong with a sweep of many variants. */
export const sweepCases: readonly ProblemCase[] = [
  {
    ...wrong('a sweep that is run as one district', { controls: '▸vary: { base: ["100", "110"] }' }, [
      'VARY_SWEEP',
      '▸',
      'leeway sweep, or leave out vary',
    ]),
    by: (files) => runScenario('district.yaml', files),
  },
  swept('a sweep of nothing', '', ['VARY_MISSING', 'district.yaml:1:1']),
  swept('a sweep of a misspelt parameter', 'vary: { ▸bas: ["100"] }', [
    'CHANGE_TARGET',
    '▸',
    'did you mean base?',
  ]),
  swept('a sweep by steps that miss their end', 'vary: { base: { from: "100", to: "105", step: ▸"2" } }', [
    'VARY_RANGE',
    '▸',
  ]),
  swept('a sweep backwards', 'vary: { base: { from: "105", to: "100", step: ▸"1" } }', ['VARY_RANGE', '▸']),
  swept('a sweep of more than 10,000 variants', 'vary: { ▸base: { from: "1", to: "10001", step: "1" } }', [
    'VARY_LIMIT',
    '▸',
  ]),
  swept(
    'values that go together and are not as many',
    '▸vary: { base: ["100", "110"], spare: ["1"] }\nzip: true',
    ['VARY_LENGTHS', '▸'],
  ),
  swept('a sweep of what is solved for', 'solve: { parameter: base, to: "3000" }\nvary: { ▸base: ["100"] }', [
    'VARY_PARAMETER',
    '▸',
    'vary another parameter, or do not solve for this one',
  ]),
  {
    ...wrong(
      'quartiles of students that nobody counts',
      { pupils: '', controls: 'vary: { base: ["100", "110"] }\nstatistics: { poverty: ▸frl }' },
      ['PUPILS_NOT_COUNTED', '▸'],
    ),
    by: (files) => sweepScenario('district.yaml', files, { withRows: false, ...toTheEnd }),
  },
]

/** The two schools twice, held against each other. */
function compared(
  claim: string,
  other: Parameters<typeof smallDistrict>[0],
  wish: { readonly baseline?: string; readonly by?: readonly string[] },
  ...says: ProblemCase['says']
): ProblemCase {
  return {
    claim,
    files: {
      'district.yaml': smallDistrict(),
      'other.yaml': smallDistrict({ scenario: 'scenario: { id: other }', ...other }),
    },
    by: (files) =>
      compareScenarios(['district.yaml', 'other.yaml'], files, {
        baseline: wish.baseline,
        by: wish.by ?? [],
      }),
    says,
  }
}

const inReais = {
  head: 'id: simple\ncurrency: BRL\nyear: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }',
}

/** What can be wrong with two runs side by side. */
export const comparisonCases: readonly ProblemCase[] = [
  compared('a baseline that is none of the runs', {}, { baseline: 'othr' }, [
    'COMPARE_BASELINE',
    'district.yaml',
    'did you mean other?',
  ]),
  compared(
    'a baseline that two runs are called',
    { scenario: 'scenario: { id: two-schools }' },
    { baseline: 'two-schools' },
    ['COMPARE_BASELINE', 'district.yaml', 'name its file'],
  ),
  compared('dollars held against reais', inReais, {}, ['COMPARE_CURRENCY', 'other.yaml']),
  compared('groups by a misspelt text', {}, { by: ['levl'] }, [
    'COMPARE_GROUP',
    'district.yaml',
    'did you mean level?',
  ]),
  {
    ...compared('groups by quartiles of students that nobody counts', {}, { by: ['quartile:frl'] }, [
      'PUPILS_NOT_COUNTED',
      'district.yaml',
    ]),
    files: {
      'district.yaml': smallDistrict({ pupils: '' }),
      'other.yaml': smallDistrict({ scenario: 'scenario: { id: other }' }),
    },
  },
  compared(
    'a count held against one on another basis',
    {
      data: `data:
  measures: { enrollment: { basis: census }, frl: { basis: projection } }
  rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]`,
    },
    {},
    ['COMPARE_FOOTING', 'other.yaml'],
  ),
  {
    ...compared('a change from dollars to reais', inReais, {}, ['SPLIT_CURRENCY', 'other.yaml']),
    by: (files) => splitScenarios(['district.yaml', 'other.yaml'], files, toTheEnd),
  },
]
