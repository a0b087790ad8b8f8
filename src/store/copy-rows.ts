import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { clientOf, type Trx } from './with-district.ts'

/** A value of a row: exact numbers are text here too, and a list becomes an array of PostgreSQL. */
export type Cell = string | null | readonly (string | null)[]

interface Staging {
  /** Columns and their types, as `create table` has them. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: Iterable<readonly Cell[]>
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
  await pipeline(Readable.from(pieces(rows)), client.query(copyFrom(`copy ${table} (${names}) from stdin`)))
  const result = await work(table)
  await client.query(`drop table ${table}`)
  return result
}

const PIECE_CHARACTERS = 65_536

function* pieces(rows: Iterable<readonly Cell[]>): Generator<string> {
  let piece = ''
  for (const row of rows) {
    piece += `${row.map(copyText).join('\t')}\n`
    if (piece.length < PIECE_CHARACTERS) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function copyText(cell: Cell): string {
  if (cell === null) return '\\N'
  return escaped(typeof cell === 'string' ? cell : arrayText(cell))
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** `{"a","b",NULL}`: every element in quotes, so that none is taken for something else. */
function arrayText(elements: readonly (string | null)[]): string {
  const written = elements.map((each) => (each === null ? 'NULL' : `"${each.replaceAll(/["\\]/g, '\\$&')}"`))
  return `{${written.join(',')}}`
}
