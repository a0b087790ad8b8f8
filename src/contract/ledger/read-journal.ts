import type { RawTable } from '../../core/data/definition.ts'
import type { JournalRow } from '../../core/ledger/journal.ts'
import { readDecimal } from '../../core/numbers/decimal.ts'
import { isEnough } from '../../core/problems/many-problems.ts'
import { type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'
import { readColumns } from './table-columns.ts'

/** What a journal that is read back is called where problems have their place. */
export const ACTUALS = 'actuals'

type Booked = Pick<JournalRow, 'account' | 'amount'>

/** Reads a journal: what each row books to an account. Other columns are left alone. */
export function readJournal(table: RawTable): Outcome<readonly Booked[]> {
  const columns = readColumns(table, ACTUALS, { needed: ['account', 'amount'], others: [] })
  if (columns.kind === 'failed') return columns
  const problems: Problem[] = []
  const rows: Booked[] = []
  for (const { at, cell } of columns.value) {
    if (isEnough(problems, at)) break
    const [account, written] = [cell('account'), cell('amount')]
    const amount = readDecimal(written)
    if (account === '')
      problems.push(
        problem('ACCOUNT_MISSING', { at: { ...at, column: 'account' }, message: 'a row names no account' }),
      )
    if (amount.kind === 'refused')
      problems.push(
        problem('CELL_FORMAT', {
          at: { ...at, column: 'amount' },
          message: 'an amount is not a plain number',
          found: written,
          expected: 'a plain decimal, such as 1234.50 or -12',
        }),
      )
    else rows.push({ account, amount: amount.value })
  }
  return outcome(problems, () => rows)
}
