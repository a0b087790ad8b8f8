import { createHash } from 'node:crypto'
import type pg from 'pg'
import { exportDistrict } from '../../src/store/export-district.ts'
import { type Imported, importDistrict, type NewNames } from '../../src/store/import-district.ts'

/** The text that an export comes to. */
export async function exported(pool: pg.Pool, districtId: string): Promise<string> {
  const pieces: string[] = []
  await exportDistrict(pool, districtId, async (piece) => void pieces.push(piece))
  return pieces.join('')
}

/** Imports a text, in pieces that end anywhere. */
export async function imported(
  pool: pg.Pool,
  text: string,
  { code, name }: Partial<NewNames> = {},
): Promise<Imported> {
  return importDistrict(pool, pieces(Buffer.from(text)), { code, name })
}

const PIECE_BYTES = 700

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}

/** The lines of an export that holds these, with a last line that fits them. */
export function sealed(lines: readonly string[]): string {
  const before = lines.map((line) => `${line}\n`).join('')
  const sha256 = createHash('sha256').update(before).digest('hex')
  return `${before}${JSON.stringify({ rows: lines.length - 1, sha256 })}\n`
}

/** The lines of an export but for its last one. */
export function contentLines(text: string): string[] {
  return text.split('\n').slice(0, -2)
}

/** Every row of a district, by table, as PostgreSQL writes it; the district's id apart. In an order of their own. */
export async function rowsOfDistrict(
  client: pg.ClientBase,
  code: string,
  tables: readonly string[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const table of tables) {
    const { rows } = await client.query<{ readonly row: string }>(
      `select (to_jsonb(t) - 'district_id')::text as row from leeway.${table} t
        where district_id = (select district_id from leeway.districts where code = $1) order by 1`,
      [code],
    )
    found[table] = rows.map(({ row }) => row)
  }
  return found
}

/** The id of the district with that code; undefined where there is none. */
export async function districtOf(client: pg.ClientBase, code: string): Promise<string | undefined> {
  const { rows } = await client.query<{ readonly id: string }>(
    'select district_id as id from leeway.districts where code = $1',
    [code],
  )
  return rows[0]?.id
}
