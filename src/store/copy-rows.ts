import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { type Cell, copyRow } from '../app/stored/copy-text.ts'
import { clientOf, type Trx } from './with-district.ts'

/** Whole rows as COPY takes them, in UTF-8 where they are bytes. */
export interface PackedRows {
  readonly pieces: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>
}

interface Staging {
  /** Columns and their types, as `create table` has them. */
  readonly columns: Readonly<Record<string, string>>
  /** Rows, or the bytes of rows as COPY takes them. */
  readonly rows: Iterable<readonly Cell[]> | PackedRows
}

/**
 * Copies rows into a temporary table, gives its name to `work`, and drops it. A table under row-level security takes no
 * COPY; an `insert … select` from here is checked by it row for row.
 */
export async function withStagedRows<Result>(
  trx: Trx,
  { columns, rows }: Staging,
  work: (table: string) => Promise<Result>,
): Promise<Result> {
  const client = clientOf(trx)
  const table = 'staged_rows'
  const definition = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  await client.query(`create temporary table ${table} (${definition.join(', ')}) on commit drop`)
  const names = Object.keys(columns).join(', ')
  const written = 'pieces' in rows ? rows.pieces : pieces(rows)
  await pipeline(Readable.from(written), client.query(copyFrom(`copy ${table} (${names}) from stdin`)))
  const result = await work(table)
  await client.query(`drop table ${table}`)
  return result
}

const PIECE_CHARACTERS = 65_536

function* pieces(rows: Iterable<readonly Cell[]>): Generator<string> {
  let piece = ''
  for (const row of rows) {
    piece += copyRow(row)
    if (piece.length < PIECE_CHARACTERS) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
