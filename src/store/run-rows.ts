import { sql } from 'kysely'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { asId } from './versions.ts'
import type { Trx } from './with-district.ts'

export interface RunRow {
  readonly school: string
  /** What the district calls it now. */
  readonly name: string
  /** In the order of the run's lines, as decimal text. */
  readonly amounts: readonly string[]
  readonly total: string
}

/** All the amounts that the transaction may see, by school. */
export async function readRunRows(trx: Trx, runId: string): Promise<RunRow[]> {
  return (await rowsOf(trx, runId).execute()).map(rowOf)
}

const bySchool = sql<string>`r.school_id collate "C"`

/** A page of them; the key of the page is the school. */
export async function listRunRows(trx: Trx, runId: string, wish: PageWish): Promise<Page<RunRow>> {
  let query = rowsOf(trx, runId).limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(bySchool, '>', wish.after)
  return pageOf((await query.execute()).map(rowOf), wish, ({ school }) => school)
}

/** The schools of a run that the transaction may see, in the order of its result. */
export async function schoolsOfRun(trx: Trx, runId: string): Promise<string[]> {
  const found = await trx
    .selectFrom('run_rows as r')
    .select('r.school_id')
    .where('r.run_id', '=', asId(runId) ?? null)
    .orderBy(bySchool)
    .execute()
  return found.map(({ school_id }) => school_id)
}

/** One school's amounts. */
export async function findRunRow(trx: Trx, runId: string, school: string): Promise<RunRow | undefined> {
  const found = await rowsOf(trx, runId).where('r.school_id', '=', school).executeTakeFirst()
  return found && rowOf(found)
}

function rowsOf(trx: Trx, runId: string) {
  return trx
    .selectFrom('run_rows as r')
    .innerJoin('schools as s', (join) =>
      join.onRef('s.district_id', '=', 'r.district_id').onRef('s.school_id', '=', 'r.school_id'),
    )
    .select(['r.school_id', 's.name', 'r.amounts', 'r.total'])
    .where('r.run_id', '=', asId(runId) ?? null)
    .orderBy(bySchool)
}

function rowOf({
  school_id,
  name,
  amounts,
  total,
}: Omit<RunRow, 'school'> & { readonly school_id: string }): RunRow {
  return { school: school_id, name, amounts, total }
}
