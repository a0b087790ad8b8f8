import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import { type Changed, obstacleTo } from './changed.ts'
import { type PackedRows, withStagedRows } from './copy-rows.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { clientOf, type Identity, type Trx } from './with-district.ts'

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
export async function missingSchools(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<InOneText>`
    select ${SORTED_IDS} from unnest(${ids}::text[]) as each(school_id)
    where not exists (select from schools s where s.school_id = each.school_id collate "default")`.execute(
    trx,
  )
  return idsOf(rows)
}

interface InOneText {
  readonly ids: string | null
}

/** In one text: so many rows of their own take longer to read than to find. No id has a line break. */
const SORTED_IDS = sql`string_agg(school_id, chr(10) order by school_id collate "C") as ids`

function idsOf([found]: readonly InOneText[]): string[] {
  return found?.ids?.split('\n') ?? []
}

/**
 * Adds those of these schools, id and name as COPY takes them, that the district does not have yet; gives their ids,
 * sorted.
 */
export async function addPackedSchools(
  trx: Trx,
  { districtId }: Identity,
  pieces: PackedRows['pieces'],
): Promise<string[]> {
  const columns = { school_id: 'text collate "C"', name: 'text' }
  return withStagedRows(trx, { columns, rows: { pieces } }, async (staged) => {
    const client = clientOf(trx)
    const missing = sql`insert into schools (district_id, school_id, name)
      select ${districtId}, school_id, name from ${sql.table(staged)} as each
      where not exists (select from schools s where s.school_id = each.school_id collate "default")`
    // Taken for not there at once they take a third less time; where somebody else was adding one of them, they are
    // looked up one by one.
    await client.query('savepoint before_schools')
    try {
      return await addedBy(trx, missing)
    } catch (thrown) {
      if (!(thrown instanceof pg.DatabaseError && thrown.code === '23505')) throw thrown
      await client.query('rollback to savepoint before_schools')
      return addedBy(trx, sql`${missing} on conflict (district_id, school_id) do nothing`)
    }
  })
}

async function addedBy(trx: Trx, insertion: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<InOneText>`with added as (${insertion} returning school_id)
    select ${SORTED_IDS} from added`.execute(trx)
  return idsOf(rows)
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
