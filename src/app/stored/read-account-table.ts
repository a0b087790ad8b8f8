import { type AccountTable, accountTable, MOST_ACCOUNT_ROWS } from '../../contract/ledger/account-table.ts'
import { readAccounts } from '../../contract/ledger/read-accounts.ts'
import { reviewAccounts } from '../../core/ledger/account-groups.ts'
import type { AccountRow } from '../../core/ledger/account-row.ts'
import { ACCOUNTS } from '../../core/ledger/journal.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'
import type { Files } from '../files.ts'
import { tableIn } from '../ledger-table.ts'
import type { Refused } from '../service/no-result.ts'
import type { AccountsJob, ReadDone } from '../service/reading-job.ts'
import { postedDocument, refusal } from './posted-document.ts'

/** Reads a table of accounts that was posted for keeping, with all that is wrong with it whatever run is booked by it. */
export async function readAccountTable({
  bytes,
  form,
}: AccountsJob): Promise<ReadDone<{ readonly accounts: AccountTable }> | Refused> {
  const posted = postedDocument(`body.${form}`, bytes)
  posted.sourceMap.addDataset(ACCOUNTS, { pointer: '', file: posted.name })
  const files: Files = { read: async () => ({ kind: 'bytes', bytes }) }
  const rows = await tableIn(files, { path: posted.name, dataset: ACCOUNTS }, (table) => {
    const read = readAccounts(table)
    return read.kind === 'failed' ? read : soundRows(read.value)
  })
  if (rows.kind === 'failed') return refusal('input', rows.problems, posted)
  return { kind: 'read', value: { accounts: accountTable(rows.value) }, warnings: [] }
}

function soundRows(rows: readonly AccountRow[]): Outcome<readonly AccountRow[]> {
  if (rows.length > MOST_ACCOUNT_ROWS)
    return failed([
      problem('ROWS_LIMIT', {
        at: { kind: 'cell', dataset: ACCOUNTS },
        message: 'the table of accounts has more rows than are kept',
        found: `${rows.length}`,
        expected: `at most ${MOST_ACCOUNT_ROWS}`,
        suggestion: 'use * for all schools, and {school} in the account',
      }),
    ])
  const problems: Problem[] = []
  reviewAccounts(rows, problems)
  return outcome(problems, () => rows)
}
