import type { RawTable } from '../../core/data/definition.ts'
import { type AccountRow, ANY } from '../../core/ledger/account-row.ts'
import { ACCOUNTS } from '../../core/ledger/journal.ts'
import { readDecimal } from '../../core/numbers/decimal.ts'
import { divide, isZero, type Rational } from '../../core/numbers/rational.ts'
import { done, type Outcome } from '../../core/problems/problem.ts'
import { readColumns, type TableCells } from './table-columns.ts'

const COLUMNS = { needed: ['line', 'account'], others: ['fund', 'school', 'share'] } as const

/**
 * Reads a table of accounts: the columns line, account, and fund, school and share if need be. What is wrong with a row
 * is told with all else that is wrong with the table.
 */
export function readAccounts(table: RawTable): Outcome<readonly AccountRow[]> {
  const columns = readColumns(table, ACCOUNTS, COLUMNS)
  if (columns.kind === 'failed') return columns
  return done(columns.value.map(accountRow))
}

/** An empty cell is all of them. */
function accountRow({ at, cell }: TableCells): AccountRow {
  const [line, fund, school] = [cell('line'), cell('fund'), cell('school')].map((text) => text || ANY)
  const written = cell('share')
  const share = written === '' ? undefined : readShare(written)
  return {
    line: line ?? ANY,
    fund: fund ?? ANY,
    school: school ?? ANY,
    account: cell('account'),
    ...(share !== undefined && { share }),
    ...(written !== '' && share === undefined && { unread: written }),
    at,
  }
}

/** `0.25` or `1/3`. */
function readShare(text: string): Rational | undefined {
  const [above, below, more] = text.split('/').map((part) => readDecimal(part.trim()))
  if (above?.kind !== 'decimal' || more !== undefined) return undefined
  if (below === undefined) return above.value
  return below.kind === 'decimal' && !isZero(below.value) ? divide(above.value, below.value) : undefined
}
