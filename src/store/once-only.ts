import { sql } from 'kysely'
import type { Identity, Trx } from './with-district.ts'

/** What a request was answered with. */
export interface Answer {
  readonly status: number
  /** JSON. */
  readonly headers: string
  readonly body: string
}

export interface KeyedRequest {
  /** Which operation: the same key may serve in another one. */
  readonly operation: string
  readonly key: string
  /** SHA-256 of what was asked, so that the same key with another request is found out. */
  readonly requestHash: Buffer
}

export type Outcome =
  | { readonly kind: 'done' | 'replayed'; readonly answer: Answer }
  | { readonly kind: 'other-request' }

const HOURS_KEPT = 24

/**
 * Does the work of a request once, however often and however many at a time it is sent with this key: the others get
 * the first one's answer. The key is kept in the same transaction as the work, so work that fails keeps no key.
 */
export async function onceOnly(
  trx: Trx,
  identity: Identity & { readonly personId: string },
  { operation, key, requestHash }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<Outcome> {
  const { districtId, personId } = identity
  // Until this transaction ends, the same request waits here; the lock of a key that is not there yet is its name.
  const name = JSON.stringify([districtId, personId, operation, key])
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx)
  const isTheKey = { district_id: districtId, person_id: personId, operation, key }
  await trx
    .deleteFrom('idempotency_keys')
    .where((where) => where.and(isTheKey))
    .where('expires_at', '<=', sql<string>`clock_timestamp()`)
    .execute()
  const kept = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'headers', 'body'])
    .where((where) => where.and(isTheKey))
    .executeTakeFirst()
  if (kept !== undefined) {
    const { request_hash, status, headers, body } = kept
    if (!request_hash.equals(requestHash)) return { kind: 'other-request' }
    return { kind: 'replayed', answer: { status, headers, body } }
  }
  const answer = await work()
  await trx
    .insertInto('idempotency_keys')
    .values({
      ...isTheKey,
      request_hash: requestHash,
      ...answer,
      expires_at: sql`clock_timestamp() + make_interval(hours => ${HOURS_KEPT})`,
    })
    .execute()
  return { kind: 'done', answer }
}

const MOST_FORGOTTEN = 5_000

/** Deletes keys of the district that are over, so many at a time at most, and says how many it deleted. */
export async function forgetExpired(trx: Trx): Promise<number> {
  const { rows } = await sql`delete from idempotency_keys where (district_id, person_id, operation, key) in (
      select district_id, person_id, operation, key from idempotency_keys
      where expires_at <= clock_timestamp() order by expires_at limit ${MOST_FORGOTTEN})
    returning 1`.execute(trx)
  return rows.length
}
