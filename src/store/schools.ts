import { sql } from 'kysely'
import { type Changed, obstacleTo } from './changed.ts'
import { withStagedRows } from './copy-rows.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

export interface School {
  readonly id: string
  readonly name: string
  readonly revision: number
}

const COLUMNS = ['school_id as id', 'name', 'revision'] as const

/** The schools of the district, by id. The list is open to everybody in it. */
export async function listSchools(trx: Trx, wish: PageWish): Promise<Page<School>> {
  const key = sql<string>`school_id collate "C"`
  let query = trx.selectFrom('schools').select(COLUMNS)
  if (wish.after !== undefined) query = query.where(key, '>', wish.after)
  const found = await query
    .orderBy(key)
    .limit(wish.limit + 1)
    .execute()
  return pageOf(found, wish, ({ id }) => id)
}

export async function findSchool(trx: Trx, id: string): Promise<School | undefined> {
  return trx.selectFrom('schools').select(COLUMNS).where('school_id', '=', id).executeTakeFirst()
}

/**
 * Adds the schools that the district does not have yet, and gives their ids, sorted; the name of one that it has stays.
 */
export async function addSchools(
  trx: Trx,
  { districtId }: Identity,
  schools: readonly Pick<School, 'id' | 'name'>[],
): Promise<string[]> {
  const rows = schools.map(({ id, name }) => [id, name])
  return withStagedRows(trx, { columns: { school_id: 'text', name: 'text' }, rows }, async (staged) => {
    const added = await sql<{ readonly id: string }>`with added as (
        insert into schools (district_id, school_id, name)
        select ${districtId}, school_id, name from ${sql.table(staged)}
        on conflict (district_id, school_id) do nothing
        returning school_id
      ) select school_id as id from added order by school_id collate "C"`.execute(trx)
    return added.rows.map(({ id }) => id)
  })
}

/** Those of these schools that the district does not have, sorted. */
export async function missingSchools(trx: Trx, schools: readonly Pick<School, 'id'>[]): Promise<string[]> {
  const { rows } = await sql<{
    readonly id: string
  }>`select id from unnest(${schools.map(({ id }) => id)}::text[]) as each(id)
    where not exists (select from schools where school_id = id) order by id collate "C"`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Gives a school another name. Its id stays: results and data name it by that. */
export async function changeSchool(
  trx: Trx,
  id: string,
  revision: number,
  { name }: Pick<School, 'name'>,
): Promise<Changed<School>> {
  const found = await trx
    .selectFrom('schools')
    .select('revision')
    .where('school_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const obstacle = obstacleTo(found, revision)
  if (obstacle !== undefined) return obstacle
  const row = await trx
    .updateTable('schools')
    .set({ name, revision: revision + 1 })
    .where('school_id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { kind: 'changed', row }
}
