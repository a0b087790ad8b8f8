import { accountTotals, type JournalRow } from '../../core/ledger/journal.ts'
import { fixedText } from '../../core/numbers/decimal.ts'
import { subtract, sum, zero } from '../../core/numbers/rational.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import { csvText } from '../report/run-csv.ts'
import type { RunResult } from '../report/run-schema.ts'
import type { JournalComparison, JournalResult } from './journal-schema.ts'

export function journalResult({ leeway, scenario }: RunResult, rows: readonly JournalRow[]): JournalResult {
  return {
    leeway,
    scenario,
    total: fixedText(sum(rows.map(({ amount }) => amount))),
    accounts: [...accountTotals(rows)].map(([account, amount]) => ({ account, amount: fixedText(amount) })),
    rows: rows.map(({ amount, ...row }) => ({ ...row, amount: fixedText(amount) })),
  }
}

export function journalComparison(
  { leeway, scenario }: RunResult,
  {
    budget,
    actual,
  }: Readonly<Record<'budget' | 'actual', readonly Pick<JournalRow, 'account' | 'amount'>[]>>,
): JournalComparison {
  const [planned, booked] = [accountTotals(budget), accountTotals(actual)]
  const names = [...new Set([...planned.keys(), ...booked.keys()])].sort(compareCodePoints)
  const totals = { planned: sum(planned.values()), booked: sum(booked.values()) }
  return {
    leeway,
    scenario,
    budget: fixedText(totals.planned),
    actual: fixedText(totals.booked),
    difference: fixedText(subtract(totals.booked, totals.planned)),
    accounts: names.map((account) => {
      const [plan, book] = [planned.get(account), booked.get(account)]
      return {
        account,
        budget: plan === undefined ? null : fixedText(plan),
        actual: book === undefined ? null : fixedText(book),
        difference: fixedText(subtract(book ?? zero, plan ?? zero)),
      }
    }),
  }
}

/** A journal as a table for a ledger: a row for each account, school and line. */
export function journalCsv({ rows, scenario }: JournalResult): string {
  return csvText([
    ['account', 'amount', 'school', 'line', 'fund', ...noticeColumn(scenario)],
    ...rows.map(({ account, amount, school, line, fund }) => [
      account,
      amount,
      school,
      line,
      fund,
      ...noticeOf(scenario),
    ]),
  ])
}

export function comparisonOfJournalCsv({ accounts, scenario }: JournalComparison): string {
  return csvText([
    ['account', 'budget', 'actual', 'difference', ...noticeColumn(scenario)],
    ...accounts.map(({ account, budget, actual, difference }) => [
      account,
      budget ?? '',
      actual ?? '',
      difference,
      ...noticeOf(scenario),
    ]),
  ])
}

function noticeOf({ demonstration }: RunResult['scenario']): string[] {
  return demonstration === undefined ? [] : [demonstration]
}

function noticeColumn(scenario: RunResult['scenario']): string[] {
  return noticeOf(scenario).map(() => 'notice')
}
