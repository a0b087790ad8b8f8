import { smallDistrict } from '../support/small-district.ts'
import { type ProblemCase, wrong } from './problem-case.ts'

/** A what-if on the two schools, with these lines in its file. */
function whatIf(claim: string, lines: string, ...says: ProblemCase['says']): ProblemCase {
  const scenario = 'scenario: { id: what-if, budget: new-money }'
  return {
    claim,
    files: {
      'base.yaml': smallDistrict(),
      'district.yaml': `leeway: 1\n${lines.includes('scenario:') ? '' : `${scenario}\n`}${lines}\n`,
    },
    says,
  }
}

/** What can be wrong with a what-if, and with solving for a parameter. */
export const whatIfCases: readonly ProblemCase[] = [
  wrong(
    'a year that is before itself',
    {
      data: `data:
  now: { measures: { enrollment: { basis: census }, frl: { basis: census } }, rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }] }
  prior: { earlier: ▸district.yaml }`,
    },
    ['EARLIER_FAILED', '▸', 'leeway check district.yaml'],
  ),
  whatIf('a base that is the what-if itself', 'base: ▸district.yaml', ['BASE_CYCLE', '▸']),
  whatIf('a base in the folder above', 'base: ▸../base.yaml', ['FILE_OUTSIDE_ROOT', '▸']),
  whatIf('a base that is not there', 'base: ▸bases.yaml', ['FILE_NOT_FOUND', '▸']),
  whatIf('a what-if about a misspelt parameter', 'base: base.yaml\nchanges: [{ set: ▸bas, to: "110" }]', [
    'CHANGE_TARGET',
    '▸',
    'did you mean base?',
  ]),
  whatIf('a what-if about a misspelt line', 'base: base.yaml\nchanges: [{ remove_line: ▸bas }]', [
    'CHANGE_TARGET',
    '▸',
    'did you mean base?',
  ]),
  whatIf(
    'a what-if that says two things of one parameter',
    'base: base.yaml\nchanges: [{ set: base, to: "110" }, ▸{ set: base, to: "120" }]',
    ['CHANGE_AGAIN', '▸'],
  ),
  whatIf(
    'a what-if that does not say what it costs',
    '▸scenario: { id: what-if }\nbase: base.yaml\nchanges: [{ set: base, to: "110" }]',
    ['BUDGET_UNDECLARED', '▸', 'scenario: { …, budget: neutral }'],
  ),
  wrong('a level that is solved for', { controls: 'solve: { parameter: ▸level, to: "3000" }' }, [
    'SOLVE_PARAMETER',
    '▸',
  ]),
  wrong('a misspelt parameter that is solved for', { controls: 'solve: { parameter: ▸bse, to: "3000" }' }, [
    'SOLVE_PARAMETER',
    '▸',
    'did you mean base?',
  ]),
  {
    claim: 'a budget-neutral what-if whose base names a parameter to balance it that is none',
    files: {
      'base.yaml': smallDistrict({ pools: 'balance: { parameter: ▸bases }' }),
      'district.yaml':
        'leeway: 1\nscenario: { id: what-if, budget: neutral }\nbase: base.yaml\nchanges: [{ set: base, to: "110" }]\n',
    },
    says: [['SOLVE_PARAMETER', '▸', 'did you mean base?']],
  },
  wrong(
    'a parameter with which no line rises',
    {
      parameters: `parameters:
  base: { value: "100", unit: money/pupil, assumed: for the test }
  spare: { value: "1", assumed: for the test }`,
      controls: 'solve: { parameter: ▸spare, to: "3000" }',
    },
    ['SOLVE_NOT_MONOTONE', '▸'],
  ),
  {
    claim: 'a budget-neutral what-if under which a higher base costs less',
    files: {
      'base.yaml': smallDistrict({ pools: 'balance: { parameter: base }' }),
      'district.yaml':
        'leeway: 1\nscenario: { id: what-if, budget: ▸neutral }\nbase: base.yaml\nchanges: [{ replace_line: { id: base, amount: "if(base > 50, 0, enrollment * base)", fund: general, flexibility: free } }]\n',
    },
    says: [['SOLVE_NOT_MONOTONE', '▸']],
  },
  wrong('a total that no base is small enough for', { controls: 'solve: { parameter: base, to: ▸"-1" }' }, [
    'SOLVE_OUT_OF_REACH',
    '▸',
  ]),
  wrong(
    'a misspelt fund that is solved over',
    { controls: 'solve: { parameter: base, to: "3000", fund: ▸genral }' },
    ['FUND_UNKNOWN', '▸', 'did you mean general?'],
  ),
  wrong('a pool that the formula does not have', { controls: 'solve: { parameter: base, to: ▸pool }' }, [
    'SOLVE_OUT_OF_REACH',
    '▸',
  ]),
  wrong(
    'a school merged from one that never was',
    {
      data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  merged: { ▸"3": ["1", "9"] }
  rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]`,
    },
    ['MERGED_SCHOOL', '▸'],
  ),
]
