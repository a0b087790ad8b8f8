import { sql } from 'kysely'
import { type Changed, obstacleTo } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { asId, type Versioned } from './versions.ts'
import type { Trx } from './with-district.ts'

/** A name, and which of its versions the transaction may see. */
export interface Named {
  readonly id: string
  readonly name: string
  /** The newest one that may be seen. */
  readonly currentVersion: number | undefined
  /** The newest one that is released. */
  readonly releasedVersion: number | undefined
  readonly createdAt: string
  readonly revision: number
}

interface NamedColumns {
  readonly id: string
  readonly name: string
  readonly newest: number | null
  readonly newest_released: number | null
  readonly created_at: string
  readonly revision: number
}

/** A page of the names, in their order; the key of the page is the name. */
export async function listNames(trx: Trx, kind: 'dataset' | 'formula', wish: PageWish): Promise<Page<Named>> {
  const after = wish.after ?? null
  const { rows } = await sql<NamedColumns>`${selectNames(kind)}
    where ${after}::text is null or n.name collate "C" > ${after}
    order by n.name collate "C" limit ${wish.limit + 1}`.execute(trx)
  return pageOf(rows.map(namedOf), wish, ({ name }) => name)
}

export async function findName(
  trx: Trx,
  kind: 'dataset' | 'formula',
  id: string,
): Promise<Named | undefined> {
  const { rows } = await sql<NamedColumns>`${selectNames(kind)}
    where n.${sql.ref(`${kind}_id`)} = ${asId(id) ?? null}`.execute(trx)
  return rows.map(namedOf)[0]
}

/** Gives it another name. Throws the fault 'taken' where there is one of that name. */
export async function changeName(
  trx: Trx,
  kind: 'dataset' | 'formula',
  id: string,
  revision: number,
  { name }: { readonly name: string },
): Promise<Changed<Named>> {
  const table = sql.table(`${kind}s`)
  const isIt = sql`${sql.ref(`${kind}_id`)} = ${asId(id) ?? null}`
  const { rows } = await sql<{ readonly revision: number }>`
    select revision from ${table} where ${isIt} for no key update`.execute(trx)
  const obstacle = obstacleTo(rows[0], revision)
  if (obstacle !== undefined) return obstacle
  await sql`update ${table} set name = ${name}, revision = revision + 1 where ${isIt}`.execute(trx)
  const row = await findName(trx, kind, id)
  return row === undefined ? { kind: 'absent' } : { kind: 'changed', row }
}

/** The names with the newest of their versions: what may not be seen of them is not counted either. */
function selectNames(kind: Versioned) {
  const id = sql.ref(`${kind}_id`)
  return sql`select n.${id} as id, n.name, n.created_at, n.revision, v.newest, v.newest_released
    from ${sql.table(`${kind}s`)} n left join lateral (
      select max(version) as newest, max(version) filter (where released_at is not null) as newest_released
      from ${sql.table(`${kind}_versions`)} each
      where each.district_id = n.district_id and each.${id} = n.${id}
    ) v on true`
}

function namedOf({ id, name, newest, newest_released, created_at, revision }: NamedColumns): Named {
  return {
    id,
    name,
    currentVersion: newest ?? undefined,
    releasedVersion: newest_released ?? undefined,
    createdAt: created_at,
    revision,
  }
}
