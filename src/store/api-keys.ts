import { sql } from 'kysely'
import { newSecret } from './secrets.ts'
import type { Scope } from './tables.ts'
import type { Identity, Trx } from './with-district.ts'

interface NewKey {
  readonly personId: string
  /** The person's own word for it, such as the script that has it. */
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly days: number
}

/** Makes a key for a person. Its text is given here and nowhere else again. */
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
  readonly email: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: string
  readonly state: 'valid' | 'expired' | 'revoked'
}

/** The keys that the transaction may see, oldest first; never their text, which nobody has, nor their hash. */
export async function listKeys(trx: Trx): Promise<Key[]> {
  const rows = await trx
    .selectFrom('api_keys as k')
    .innerJoin('people as p', (join) =>
      join.onRef('p.district_id', '=', 'k.district_id').onRef('p.person_id', '=', 'k.person_id'),
    )
    .select(['k.key_id', 'p.email', 'k.name', 'k.scopes', 'k.expires_at', 'k.revoked_at'])
    .select(sql<boolean>`k.expires_at <= clock_timestamp()`.as('is_over'))
    .orderBy('k.created_at')
    .orderBy('k.key_id')
    .execute()
  return rows.map(({ key_id, email, name, scopes, expires_at, revoked_at, is_over }) => ({
    keyId: key_id,
    email,
    name,
    scopes,
    expiresAt: expires_at,
    state: revoked_at !== null ? 'revoked' : is_over ? 'expired' : 'valid',
  }))
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
