import { sql } from 'kysely'
import { asId, type Versioned } from './versions.ts'
import type { Trx } from './with-district.ts'

/** How somebody names a version: the newest that they may see, where they say none. */
export interface Wanted {
  readonly nameOrId: string
  readonly version?: number | undefined
}

/** What a name stands for. */
export type Resolved =
  | { readonly kind: 'found'; readonly id: string; readonly version: number }
  | { readonly kind: 'absent' }
  /** Scenarios of several people have that name: the ids that it can be. */
  | { readonly kind: 'ambiguous'; readonly ids: readonly string[] }

export async function resolveFormula(trx: Trx, wanted: Wanted): Promise<Resolved> {
  return resolve(trx, 'formula', wanted, sql`false`)
}

export async function resolveDataset(trx: Trx, wanted: Wanted): Promise<Resolved> {
  return resolve(trx, 'dataset', wanted, sql`false`)
}

/** A person's own scenario goes before one of that name that somebody else made. */
export async function resolveScenario(trx: Trx, wanted: Wanted): Promise<Resolved> {
  return resolve(trx, 'scenario', wanted, sql`created_by is not distinct from (select current_person())`)
}

const MOST_IDS = 10

async function resolve(
  trx: Trx,
  kind: Versioned,
  { nameOrId, version }: Wanted,
  isOwn: ReturnType<typeof sql>,
): Promise<Resolved> {
  // PostgreSQL takes no text with a NUL, and pg writes half of a sign as another one.
  if (nameOrId.includes('\0') || !nameOrId.isWellFormed() || !isVersion(version)) return { kind: 'absent' }
  const column = sql.ref(`${kind}_id`)
  const id = asId(nameOrId) ?? null
  const { rows } = await sql<{ readonly id: string; readonly is_it: boolean; readonly is_own: boolean }>`
    select ${column} as id, coalesce(${column} = ${id}::uuid, false) as is_it, ${isOwn} as is_own
    from ${sql.table(`${kind}s`)} where ${column} = ${id}::uuid or name = ${nameOrId.normalize('NFC')}
    order by is_it desc, is_own desc, id limit ${MOST_IDS}`.execute(trx)
  const [first, second] = rows
  if (first === undefined) return { kind: 'absent' }
  if (second !== undefined && !first.is_it && first.is_own === second.is_own)
    return { kind: 'ambiguous', ids: rows.map((row) => row.id) }
  const { rows: versions } = await sql<{ readonly version: number | null }>`
    select max(version) as version from ${sql.table(`${kind}_versions`)}
    where ${column} = ${first.id} and (${version ?? null}::int is null or version = ${version ?? null})`.execute(
    trx,
  )
  const found = versions[0]?.version
  return found === null || found === undefined
    ? { kind: 'absent' }
    : { kind: 'found', id: first.id, version: found }
}

const MOST_VERSION = 2_147_483_647

function isVersion(version: number | undefined): boolean {
  return version === undefined || (Number.isInteger(version) && version > 0 && version <= MOST_VERSION)
}
