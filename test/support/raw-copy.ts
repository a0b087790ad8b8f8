import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { asAdministrator } from './database.ts'

/** Milliseconds in which PostgreSQL takes a CSV file, just as it is, into a new table; and how many rows it took. */
export async function rawCopy(
  connection: pg.ClientConfig,
  { file, columns }: { readonly file: string; readonly columns: readonly string[] },
): Promise<{ readonly milliseconds: number; readonly rows: number }> {
  return asAdministrator(connection, async (client) => {
    await client.query('drop table if exists public.copied')
    await client.query(`create table public.copied (${columns.join(', ')})`)
    await client.query('checkpoint')
    const start = performance.now()
    await client.query('begin')
    const rows = client.query(copyFrom('copy public.copied from stdin with (format csv, header)'))
    await pipeline(createReadStream(file), rows)
    await client.query('commit')
    return { milliseconds: performance.now() - start, rows: rows.rowCount }
  })
}

/** Has all written that was changed so far, so that it is no part of what is measured next. */
export async function checkpointed(connection: pg.ClientConfig): Promise<void> {
  await asAdministrator(connection, async (client) => client.query('checkpoint'))
}
