import { type PackedRows, withStagedRows } from './copy-rows.ts'
import type { Trx } from './with-district.ts'

const COLUMNS = { school_id: 'text collate "C"', numbers: 'numeric[]', texts: 'text[]' }

/** Copies the rows of a table that was read into one of the database, for as long as `work` has its name. */
export async function withStagedTable<Result>(
  trx: Trx,
  pieces: PackedRows['pieces'],
  work: (staged: string) => Promise<Result>,
): Promise<Result> {
  return withStagedRows(trx, { columns: COLUMNS, rows: { pieces } }, work)
}
