import type pg from 'pg'
import { tablesOf } from './catalogue.ts'

/** Of every table the hash of all that one district has in it. */
export async function districtHashes(client: pg.Client, district: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ readonly hash: string }>(
      `select md5(coalesce(string_agg(each::text, e'\\n' order by each::text collate "C"), '')) as hash
        from leeway.${table} each where district_id = $1`,
      [district],
    )
    hashes[table] = rows[0]?.hash ?? ''
  }
  return hashes
}
