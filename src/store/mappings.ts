import { sql } from 'kysely'
import { type Changed, obstacleTo, type Removed } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

/** What the columns of a kind of file are. */
export interface Mapping {
  readonly name: string
  /** JSON. */
  readonly content: string
  readonly revision: number
}

const COLUMNS = ['name', 'content', 'revision'] as const

/** A page of the mappings, by name; the key of the page is the name. */
export async function listMappings(trx: Trx, wish: PageWish): Promise<Page<Mapping>> {
  const byName = sql<string>`name collate "C"`
  let query = trx
    .selectFrom('mappings')
    .select(COLUMNS)
    .orderBy(byName)
    .limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(byName, '>', wish.after)
  return pageOf(await query.execute(), wish, ({ name }) => name)
}

export async function findMapping(trx: Trx, name: string): Promise<Mapping | undefined> {
  return trx.selectFrom('mappings').select(COLUMNS).where('name', '=', name).executeTakeFirst()
}

/** Remembers a mapping by its name. Whoever changes one says which revision they saw, or that they saw none. */
export async function keepMapping(
  trx: Trx,
  { districtId }: Identity,
  { name, content }: Omit<Mapping, 'revision'>,
  revision: number | undefined,
): Promise<Changed<Mapping>> {
  if (revision === undefined) {
    const first = await trx
      .insertInto('mappings')
      .values({ district_id: districtId, name, content })
      .onConflict((conflict) => conflict.columns(['district_id', 'name']).doNothing())
      .returning(COLUMNS)
      .executeTakeFirst()
    if (first !== undefined) return { kind: 'changed', row: first }
  }
  const found = await held(trx, name)
  // No revision is 0: whoever saw none is told of the one that is there.
  const obstacle = obstacleTo(found, revision ?? 0)
  if (found === undefined || obstacle !== undefined) return obstacle ?? { kind: 'absent' }
  const row = await trx
    .updateTable('mappings')
    .set({ content, revision: found.revision + 1 })
    .where('name', '=', name)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { kind: 'changed', row }
}

export async function removeMapping(
  trx: Trx,
  name: string,
  revision: number,
): Promise<Exclude<Removed, { kind: 'in-use' }>> {
  const obstacle = obstacleTo(await held(trx, name), revision)
  if (obstacle !== undefined) return obstacle
  await trx.deleteFrom('mappings').where('name', '=', name).execute()
  return { kind: 'removed' }
}

async function held(trx: Trx, name: string): Promise<{ readonly revision: number } | undefined> {
  return trx.selectFrom('mappings').select('revision').where('name', '=', name).forUpdate().executeTakeFirst()
}
