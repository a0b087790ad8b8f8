import { sql } from 'kysely'
import { type Changed, obstacleTo, type Removed } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

/** What a district keeps by its name alone: what the columns of a kind of file are, and tables of accounts. */
export type ByName = 'mappings' | 'accounts'

export interface Named {
  readonly name: string
  readonly revision: number
}

export interface NamedContent extends Named {
  /** JSON. */
  readonly content: string
}

const COLUMNS = ['name', 'content', 'revision'] as const
const byName = sql<string>`name collate "C"`

/** A page of them with their content, by name; the key of the page is the name. */
export async function listContents(trx: Trx, table: ByName, wish: PageWish): Promise<Page<NamedContent>> {
  let query = trx
    .selectFrom(table)
    .select(COLUMNS)
    .orderBy(byName)
    .limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(byName, '>', wish.after)
  return pageOf(await query.execute(), wish, ({ name }) => name)
}

/** The same without the contents, which can be large. */
export async function listNames(trx: Trx, table: ByName, wish: PageWish): Promise<Page<Named>> {
  let query = trx
    .selectFrom(table)
    .select(['name', 'revision'])
    .orderBy(byName)
    .limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(byName, '>', wish.after)
  return pageOf(await query.execute(), wish, ({ name }) => name)
}

export async function findContent(trx: Trx, table: ByName, name: string): Promise<NamedContent | undefined> {
  return trx.selectFrom(table).select(COLUMNS).where('name', '=', name).executeTakeFirst()
}

/** Keeps a content by its name. Whoever changes one says which revision they saw, or that they saw none. */
export async function keepContent(
  trx: Trx,
  { districtId }: Identity,
  table: ByName,
  { name, content, revision }: Omit<NamedContent, 'revision'> & { readonly revision: number | undefined },
): Promise<Changed<NamedContent>> {
  if (revision === undefined) {
    const first = await trx
      .insertInto(table)
      .values({ district_id: districtId, name, content })
      .onConflict((conflict) => conflict.columns(['district_id', 'name']).doNothing())
      .returning(COLUMNS)
      .executeTakeFirst()
    if (first !== undefined) return { kind: 'changed', row: first }
  }
  const found = await held(trx, table, name)
  // No revision is 0: whoever saw none is told of the one that is there.
  const obstacle = obstacleTo(found, revision ?? 0)
  if (found === undefined || obstacle !== undefined) return obstacle ?? { kind: 'absent' }
  const row = await trx
    .updateTable(table)
    .set({ content, revision: found.revision + 1 })
    .where('name', '=', name)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { kind: 'changed', row }
}

export async function removeContent(trx: Trx, table: ByName, { name, revision }: Named): Promise<Removed> {
  const obstacle = obstacleTo(await held(trx, table, name), revision)
  if (obstacle !== undefined) return obstacle
  await trx.deleteFrom(table).where('name', '=', name).execute()
  return { kind: 'removed' }
}

async function held(
  trx: Trx,
  table: ByName,
  name: string,
): Promise<{ readonly revision: number } | undefined> {
  return trx.selectFrom(table).select('revision').where('name', '=', name).forUpdate().executeTakeFirst()
}
