import { z } from 'zod'
import { type AccountRow, ANY } from '../../core/ledger/account-row.ts'
import { exactText } from '../../core/numbers/decimal.ts'
import { csvText } from '../report/run-csv.ts'
import { text } from '../schema/fields.ts'

/** Rows of a table of accounts that is kept: some for every line and fund of every school of a large district. */
export const MOST_ACCOUNT_ROWS = 20_000

/** A district's table from lines to accounts, as it is kept and told. */
export const accountTableSchema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        /** Each of these three an id, or `*` for all that no row names. */
        line: text,
        fund: text,
        school: text,
        /** `{school}` in it stands for the id of the school. */
        account: text,
        /** The part of the line that the account takes, as a decimal or a fraction; all of it where none is stated. */
        share: text.optional(),
      }),
    )
    .max(MOST_ACCOUNT_ROWS),
})

export type AccountTable = z.infer<typeof accountTableSchema>

export function accountTable(rows: readonly AccountRow[]): AccountTable {
  return {
    rows: rows.map(({ line, fund, school, account, share }) => {
      return { line, fund, school, account, ...(share !== undefined && { share: exactText(share) }) }
    }),
  }
}

/** The table as a CSV file, as it is read; a row stands two lines below its place in the table. */
export function accountsCsv({ rows }: AccountTable): string {
  return csvText([
    ['line', 'fund', 'school', 'account', 'share'],
    ...rows.map(({ line, fund, school, account, share = '' }) => [
      ...[line, fund, school].map((each) => (each === ANY ? '' : each)),
      account,
      share,
    ]),
  ])
}
