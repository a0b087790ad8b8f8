import type { Files } from '../../src/app/files.ts'
import { journalAgainst, journalOfRun } from '../../src/app/journal-of-run.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { smallDistrict } from '../support/small-district.ts'
import type { ProblemCase } from './problem-case.ts'

/** A table of accounts for the two schools, and what is wrong with it. */
function booked(claim: string, table: string, ...says: ProblemCase['says']): ProblemCase {
  const files = { 'district.yaml': smallDistrict(), 'accounts.csv': table }
  return { claim, files, by: journalProblems, says }
}

async function journalProblems(files: Files): Promise<{ readonly problems: readonly LocatedProblem[] }> {
  const { run } = await runScenario('district.yaml', files)
  if (run === undefined) throw new Error('the run comes to a result')
  const made = await journalOfRun(run, files, { accounts: 'accounts.csv' })
  return { problems: made.kind === 'refused' ? made.problems : [] }
}

/** What can be wrong with the accounts of a ledger. */
export const ledgerCases: readonly ProblemCase[] = [
  booked('a line without an account', 'line,school,account\nbase,1,A\n', ['ACCOUNT_MISSING', 'accounts.csv']),
  booked('a row without an account', 'line,account\nbase,\n', ['ACCOUNT_MISSING', 'accounts.csv:2 account']),
  booked(
    'a line, a fund and a school that are not there',
    'line,fund,school,account\nbas,,,A\n*,genral,,A\n*,,3,A\n',
    ['ACCOUNT_TARGET', 'accounts.csv:2 line', 'did you mean base?'],
    ['ACCOUNT_TARGET', 'accounts.csv:3 fund', 'did you mean general?'],
    ['ACCOUNT_TARGET', 'accounts.csv:4 school', 'did you mean 1?'],
  ),
  booked('a line under the fund of another', 'line,fund,account\nbase,title1,A\n', [
    'ACCOUNT_TARGET',
    'accounts.csv:2 fund',
    'write general, or *',
  ]),
  booked('an account with another word in braces', 'line,account\nbase,A-{School}\n', [
    'ACCOUNT_TARGET',
    'accounts.csv:2 account',
  ]),
  booked('two accounts that take the whole line each', 'line,account\nbase,A\nbase,B\n', [
    'ACCOUNT_SHARE',
    'accounts.csv:2 share',
    'write shares as decimals or fractions: 0.25, 1/3',
  ]),
  booked('shares that add up to less than the line', 'line,account,share\nbase,A,0.3\nbase,B,1/3\n', [
    'ACCOUNT_SHARE',
    'accounts.csv:2 share',
    'write shares as decimals or fractions: 0.25, 1/3',
  ]),
  booked('a share that is no number', 'line,account,share\nbase,A,half\n', [
    'ACCOUNT_SHARE',
    'accounts.csv:2 share',
  ]),
  booked('an account twice for one line', 'line,account,share\nbase,A,0.5\nbase,A,0.5\n', [
    'ACCOUNT_TWICE',
    'accounts.csv:3 account',
  ]),
  booked('a table without accounts', 'line,acount\nbase,A\n', [
    'COLUMN_MISSING',
    'accounts.csv:1 account',
    'is it called acount?',
  ]),
  booked('a table of accounts with a column twice', 'line,account,account\nbase,A,B\n', [
    'COLUMN_DUPLICATE',
    'accounts.csv:1 account',
  ]),
  {
    claim: 'a journal with an amount that is no plain number, and a row without an account',
    files: {
      'district.yaml': smallDistrict(),
      'accounts.csv': 'line,account\nbase,A\n',
      'actuals.csv': 'account,amount\nA,"1,000.00"\n,5\n',
    },
    by: async (files) => {
      const { run } = await runScenario('district.yaml', files)
      if (run === undefined) throw new Error('the run comes to a result')
      const paths = { accounts: 'accounts.csv', actuals: 'actuals.csv' }
      const made = await journalAgainst(run, files, paths)
      return { problems: made.kind === 'refused' ? made.problems : [] }
    },
    says: [
      ['CELL_FORMAT', 'actuals.csv:2 amount'],
      ['ACCOUNT_MISSING', 'actuals.csv:3 account'],
    ],
  },
]
