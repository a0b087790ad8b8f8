import { sql } from 'kysely'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

/** One version of something that has a name. */
export interface VersionRef {
  readonly id: string
  readonly version: number
}

/** What a save came to: `isNew` is false where the newest version had that content already. */
export interface SavedVersion extends VersionRef {
  readonly isNew: boolean
}

/** What has versions: its tables are called after it. */
export type Versioned = 'dataset' | 'formula' | 'scenario'

/** About a version, without what is in it. */
export interface Version {
  readonly version: number
  readonly hash: string
  readonly createdBy: string | undefined
  readonly createdAt: string
  readonly releasedAt: string | undefined
}

interface VersionColumns {
  readonly version: number
  readonly hash: string
  readonly created_by: string | null
  readonly created_at: string
  readonly released_at: string | null
}

export function versionOf({ version, hash, created_by, created_at, released_at }: VersionColumns): Version {
  return {
    version,
    hash,
    createdBy: created_by ?? undefined,
    createdAt: created_at,
    releasedAt: released_at ?? undefined,
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A text as an id of the database, where it can be one. */
export function asId(text: string): string | undefined {
  const lower = text.toLowerCase()
  return UUID.test(lower) ? lower : undefined
}

const MOST_VERSION = 2_147_483_647

/** Where a page of versions goes on; a key that is none leads past their end. */
function versionAfter({ after }: PageWish): number {
  if (after === undefined) return MOST_VERSION
  return /^\d{1,9}$/.test(after) ? Number(after) : 0
}

/** The versions that the transaction may see, newest first; the key of the page is the version. */
export async function listVersions(
  trx: Trx,
  kind: Versioned,
  id: string,
  wish: PageWish,
): Promise<Page<Version>> {
  const { rows } = await sql<VersionColumns>`
    select version, hash, created_by, created_at, released_at from ${sql.table(`${kind}_versions`)}
    where ${sql.ref(`${kind}_id`)} = ${asId(id) ?? null} and version < ${versionAfter(wish)}
    order by version desc limit ${wish.limit + 1}`.execute(trx)
  return pageOf(rows.map(versionOf), wish, ({ version }) => String(version))
}

/**
 * The number that the next version of a name gets; the name is made where it is new. Until the transaction ends no
 * other gets a number for the same name.
 */
export async function nextVersion(
  trx: Trx,
  { districtId }: Identity,
  kind: 'dataset' | 'formula',
  name: string,
): Promise<VersionRef> {
  const table = sql.table(`${kind}s`)
  const id = sql.ref(`${kind}_id`)
  await sql`insert into ${table} (district_id, name) values (${districtId}, ${name})
    on conflict (district_id, name) do nothing`.execute(trx)
  const { rows } = await sql<VersionRef>`select ${id} as id, coalesce(current_version, 0) + 1 as version
    from ${table} where name = ${name} for no key update`.execute(trx)
  const [next] = rows
  if (next === undefined) throw new Error(`a ${kind} that was just made cannot be seen`)
  return next
}

/** Whether the version before this one has that content. */
export async function isSameAsBefore(
  trx: Trx,
  kind: Versioned,
  { id, version }: VersionRef,
  hash: string,
): Promise<boolean> {
  const { rows } = await sql<{ readonly hash: string }>`select hash from ${sql.table(`${kind}_versions`)}
    where ${sql.ref(`${kind}_id`)} = ${id} and version = ${version - 1}`.execute(trx)
  return rows[0]?.hash === hash
}

/** Makes the name point at a version. The first one is part of making the name, and no change of it. */
export async function pointAt(trx: Trx, kind: Versioned, { id, version }: VersionRef): Promise<void> {
  await sql`update ${sql.table(`${kind}s`)} set current_version = ${version},
    revision = revision + case when current_version is null then 0 else 1 end
    where ${sql.ref(`${kind}_id`)} = ${id}`.execute(trx)
}
