import { createHash } from 'node:crypto'
import type pg from 'pg'
import { tablesOf } from './catalogue.ts'

/** Of every table the hash of all that one district has in it. */
export async function districtHashes(client: pg.Client, district: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const table of await tablesOf(client)) {
    const text = await rowsOf(client, table, district)
    hashes[table] = createHash('sha256').update(text).digest('hex')
  }
  return hashes
}

/** All that a district keeps, as text. */
export async function districtRows(client: pg.Client, district: string): Promise<string> {
  const texts: string[] = []
  for (const table of await tablesOf(client)) texts.push(await rowsOf(client, table, district))
  return texts.join('\n')
}

async function rowsOf(client: pg.Client, table: string, district: string): Promise<string> {
  const { rows } = await client.query<{ readonly row: string }>(
    `select each::text as row from leeway.${table} each where district_id = $1 order by each::text collate "C"`,
    [district],
  )
  return rows.map(({ row }) => row).join('\n')
}
