import { journalComparison, journalResult } from '../contract/ledger/journal-result.ts'
import type { JournalComparison, JournalResult } from '../contract/ledger/journal-schema.ts'
import { readAccounts } from '../contract/ledger/read-accounts.ts'
import { ACTUALS, readJournal } from '../contract/ledger/read-journal.ts'
import { createSourceMap, type LocatedProblem } from '../contract/report/source-map.ts'
import { ACCOUNTS, type JournalRow, journalOf } from '../core/ledger/journal.ts'
import type { Outcome } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { tableIn } from './ledger-table.ts'
import type { Run } from './run-scenario.ts'

export type JournalOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] }

/** The budget journal of a run, by the table of accounts in a CSV file. */
export async function journalOfRun(
  run: Run,
  files: Files,
  { accounts }: { readonly accounts: string },
): Promise<JournalOutcome<JournalResult>> {
  const rows = await journalRows(run, files, accounts)
  return rows.kind === 'refused' ? rows : { kind: 'done', result: journalResult(run.result, rows.result) }
}

/** The budget journal of a run beside what a ledger has, which is read from another CSV file. */
export async function journalAgainst(
  run: Run,
  files: Files,
  { accounts, actuals }: { readonly accounts: string; readonly actuals: string },
): Promise<JournalOutcome<JournalComparison>> {
  const [budget, actual] = [
    await journalRows(run, files, accounts),
    await located(actuals, ACTUALS, tableIn(files, { path: actuals, dataset: ACTUALS }, readJournal)),
  ]
  const problems = [budget, actual].flatMap((each) => (each.kind === 'refused' ? each.problems : []))
  if (budget.kind === 'refused' || actual.kind === 'refused') return { kind: 'refused', problems }
  const compared = { budget: budget.result, actual: actual.result }
  return { kind: 'done', result: journalComparison(run.result, compared) }
}

async function journalRows(
  { allocation }: Run,
  files: Files,
  accounts: string,
): Promise<JournalOutcome<readonly JournalRow[]>> {
  const reading = tableIn(files, { path: accounts, dataset: ACCOUNTS }, (table) => {
    const rows = readAccounts(table)
    return rows.kind === 'failed' ? rows : journalOf(allocation, rows.value)
  })
  return located(accounts, ACCOUNTS, reading)
}

/** An outcome whose problems have their place in the file. */
async function located<Result>(
  path: string,
  dataset: string,
  reading: Promise<Outcome<Result>>,
): Promise<JournalOutcome<Result>> {
  const outcome = await reading
  if (outcome.kind !== 'failed') return { kind: 'done', result: outcome.value }
  const places = createSourceMap(path)
  places.addDataset(dataset, { pointer: '', file: path })
  return { kind: 'refused', problems: outcome.problems.map(places.locate) }
}
