import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { COPIED_TABLES, type CopiedTable } from './district-copy/copied-tables.ts'
import {
  EXPORT_FORMAT,
  type ExportedValue,
  exportLine,
  MOST_LINE_BYTES,
} from './district-copy/export-format.ts'
import { executedMigrations, type StoredColumns, storedColumns } from './district-copy/stored-columns.ts'
import { systemOf } from './districts.ts'
import { StoreFault } from './store-fault.ts'
import { clientOf, type Trx, withDistrict } from './with-district.ts'

/** Takes the next piece of text, and is done when there is room for another. */
export type Write = (piece: string) => Promise<void>

/**
 * Writes all that one district keeps, as it is at one moment, but for what COPYING leaves out: lines of JSON, whose
 * last one has the count of rows and the hash of all lines before it. Gives the count.
 */
export async function exportDistrict(pool: pg.Pool, districtId: string, write: Write): Promise<number> {
  return withDistrict(
    pool,
    systemOf(districtId),
    async (trx) => {
      // Whoever takes the pieces may be slow.
      await clientOf(trx).query('set local idle_in_transaction_session_timeout = 0')
      const columns = await storedColumns(trx)
      const output = hashed(write)
      await output.add(exportLine(await headerOf(trx)))
      let rows = 0
      for (const table of COPIED_TABLES) rows += await copyTable(trx, districtId, table, columns, output.add)
      await output.end(rows)
      return rows
    },
    { isolation: 'repeatable read read only', isTriedOnce: true },
  )
}

const PIECE_CHARACTERS = 65_536

/** Puts lines together into larger pieces, and keeps the hash of them all. */
function hashed(write: Write): { add: Write; end(rows: number): Promise<void> } {
  const hash = createHash('sha256')
  let piece = ''
  const flush = async (): Promise<void> => {
    hash.update(piece)
    const written = piece
    piece = ''
    await write(written)
  }
  return {
    async add(line) {
      piece += line
      if (piece.length >= PIECE_CHARACTERS) await flush()
    },
    async end(rows) {
      await flush()
      await write(exportLine({ rows, sha256: hash.digest('hex') }))
    },
  }
}

async function headerOf(trx: Trx): Promise<Parameters<typeof exportLine>[0]> {
  const district = await trx.selectFrom('districts').select(['code', 'name']).executeTakeFirst()
  if (district === undefined) throw new StoreFault('reference', 'the district is not there any more')
  return { leeway_export: EXPORT_FORMAT, migrations: await executedMigrations(trx), district }
}

const ROWS_AT_ONCE = 500

/** Writes a table, a stretch of a cursor at a time, and gives the count of its rows. */
async function copyTable(
  trx: Trx,
  districtId: string,
  { name, isLarge }: CopiedTable,
  columns: ReadonlyMap<string, StoredColumns>,
  add: Write,
): Promise<number> {
  const { all, key } = columns.get(name) ?? { all: [], key: [] }
  const names = (of: readonly string[]) => sql.join(['district_id', ...of].map((each) => sql.ref(each)))
  await sql`declare exported no scroll cursor for
    select ${names(all)} from ${sql.table(name)} order by ${names(key)}`.execute(trx)
  const fetch = sql<
    Readonly<Record<string, ExportedValue>>
  >`fetch ${sql.lit(isLarge ? 1 : ROWS_AT_ONCE)} from exported`
  let count = 0
  for (;;) {
    const { rows } = await fetch.execute(trx)
    if (rows.length === 0) break
    for (const { district_id: owner, ...row } of rows) {
      // Row-level security lets none of them through. An export that did would be given away.
      if (owner !== districtId) throw new Error(`a row of ${name} is of another district`)
      const line = exportLine({ table: name, row })
      if (Buffer.byteLength(line) > MOST_LINE_BYTES)
        throw new StoreFault('bad-value', `a row of ${name} is too large for an export`)
      await add(line)
    }
    count += rows.length
  }
  await sql`close exported`.execute(trx)
  return count
}
