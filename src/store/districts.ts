import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Identity, withDistrict, withDistrictCode } from './with-district.ts'

/** The program itself, in one district. */
export function systemOf(districtId: string): Identity {
  return { districtId, personId: undefined, role: 'system', schools: [] }
}

/** Makes a district and gives its id. The code names it where people sign in: `a-z`, `0-9` and `-`. */
export async function createDistrict(
  pool: pg.Pool,
  { code, name }: { readonly code: string; readonly name: string },
): Promise<string> {
  const districtId = randomUUID()
  await withDistrict(pool, systemOf(districtId), async (trx) => {
    await trx.insertInto('districts').values({ district_id: districtId, code, name }).execute()
  })
  return districtId
}

/** The id of the district with that code. */
export async function findDistrict(pool: pg.Pool, code: string): Promise<string | undefined> {
  return withDistrictCode(pool, code, async (trx) => {
    const found = await trx.selectFrom('districts').select('district_id').executeTakeFirst()
    return found?.district_id
  })
}
