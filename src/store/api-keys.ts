import { sql } from 'kysely'
import type { Scope } from '../contract/api/roles.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { newSecret } from './secrets.ts'
import type { Identity, Trx } from './with-district.ts'

interface NewKey {
  readonly personId: string
  /** The person's own word for it, such as the script that has it. */
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly days: number
}

/**
 * Makes a key for a person. Its text is given here and nowhere else again. Several may have the same name: to change a
 * key without a gap, make another, use it, and then revoke the first.
 */
export async function addKey(
  trx: Trx,
  { districtId }: Identity,
  { personId, name, scopes, days }: NewKey,
): Promise<{ readonly keyId: string; readonly text: string }> {
  const { text, hash } = newSecret('key')
  const { key_id: keyId } = await trx
    .insertInto('api_keys')
    .values({
      district_id: districtId,
      person_id: personId,
      name,
      hash,
      scopes,
      expires_at: sql`clock_timestamp() + make_interval(days => ${days})`,
    })
    .returning('key_id')
    .executeTakeFirstOrThrow()
  return { keyId, text }
}

export interface Key {
  readonly keyId: string
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly expiresAt: string
  readonly state: 'valid' | 'expired' | 'revoked'
}

/**
 * The keys that the transaction may see, or those of one person, oldest first; never their text, which nobody has, nor
 * their hash.
 */
export async function listKeys(
  trx: Trx,
  wish: PageWish & { readonly personId?: string | undefined },
): Promise<Page<Key>> {
  let query = keys(trx)
  if (wish.personId !== undefined) query = query.where('k.person_id', '=', wish.personId)
  if (wish.after !== undefined) query = query.where('k.key_id', '>', wish.after)
  const found = await query
    .orderBy('k.key_id')
    .limit(wish.limit + 1)
    .execute()
  return pageOf(found.map(keyOf), wish, ({ keyId }) => keyId)
}

export async function findKey(trx: Trx, keyId: string): Promise<Key | undefined> {
  const found = await keys(trx).where('k.key_id', '=', keyId).executeTakeFirst()
  return found === undefined ? undefined : keyOf(found)
}

function keys(trx: Trx) {
  return trx
    .selectFrom('api_keys as k')
    .innerJoin('people as p', (join) =>
      join.onRef('p.district_id', '=', 'k.district_id').onRef('p.person_id', '=', 'k.person_id'),
    )
    .select(['k.key_id', 'k.person_id', 'p.email', 'k.name', 'k.scopes', 'k.created_at', 'k.expires_at'])
    .select('k.revoked_at')
    .select(sql<boolean>`k.expires_at <= clock_timestamp()`.as('is_over'))
}

type FoundKey = Awaited<ReturnType<ReturnType<typeof keys>['executeTakeFirstOrThrow']>>

function keyOf({ key_id, person_id, created_at, expires_at, revoked_at, is_over, ...rest }: FoundKey): Key {
  return {
    keyId: key_id,
    personId: person_id,
    createdAt: created_at,
    expiresAt: expires_at,
    state: revoked_at !== null ? 'revoked' : is_over ? 'expired' : 'valid',
    ...rest,
  }
}

/** Ends a key at once. False if there is none of that id that is still open. */
export async function revokeKey(trx: Trx, keyId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('api_keys')
    .set({ revoked_at: sql`clock_timestamp()` })
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
