import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Changed, obstacleTo } from './changed.ts'
import { type Identity, type Trx, withDistrict, withDistrictCode } from './with-district.ts'

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

export interface District {
  readonly code: string
  readonly name: string
  readonly revision: number
}

const COLUMNS = ['code', 'name', 'revision'] as const

/** The district of the transaction. */
export async function readDistrict(trx: Trx, { districtId }: Identity): Promise<District> {
  return trx
    .selectFrom('districts')
    .select(COLUMNS)
    .where('district_id', '=', districtId)
    .executeTakeFirstOrThrow()
}

/** Gives the district another name. Its code stays: people sign in with it. */
export async function changeDistrict(
  trx: Trx,
  { districtId }: Identity,
  revision: number,
  { name }: Pick<District, 'name'>,
): Promise<Changed<District>> {
  const obstacle = obstacleTo(await holdDistrict(trx, districtId), revision)
  if (obstacle !== undefined) return obstacle
  const row = await trx
    .updateTable('districts')
    .set({ name, revision: revision + 1 })
    .where('district_id', '=', districtId)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { kind: 'changed', row }
}

/**
 * Until the transaction ends nobody else changes the district or holds it. Nothing is found for a role that may not
 * change it.
 */
export async function holdDistrict(
  trx: Trx,
  districtId: string,
): Promise<{ readonly revision: number } | undefined> {
  // A stronger lock would keep others from adding whatever names the district.
  return trx
    .selectFrom('districts')
    .select('revision')
    .where('district_id', '=', districtId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}
