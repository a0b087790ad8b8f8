import { sql } from 'kysely'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Trx } from './with-district.ts'

export interface Session {
  readonly sessionId: string
  readonly personId: string
  readonly createdAt: string
  readonly expiresAt: string
}

/** A person's open sessions, oldest first. */
export async function listSessions(
  trx: Trx,
  wish: PageWish & { readonly personId: string },
): Promise<Page<Session>> {
  let query = openSessions(trx).where('person_id', '=', wish.personId)
  if (wish.after !== undefined) query = query.where('session_id', '>', wish.after)
  const found = await query
    .orderBy('session_id')
    .limit(wish.limit + 1)
    .execute()
  return pageOf(found, wish, ({ sessionId }) => sessionId)
}

/** An open session. */
export async function findSession(trx: Trx, sessionId: string): Promise<Session | undefined> {
  return openSessions(trx).where('session_id', '=', sessionId).executeTakeFirst()
}

function openSessions(trx: Trx) {
  return trx
    .selectFrom('sessions')
    .select([
      'session_id as sessionId',
      'person_id as personId',
      'created_at as createdAt',
      'expires_at as expiresAt',
    ])
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<string>`clock_timestamp()`)
}

/** Ends a session, as signing out does. False if there is none of that id that has not ended. */
export async function endSession(trx: Trx, sessionId: string): Promise<boolean> {
  return (await endWhere(trx, 'session_id', sessionId)) > 0
}

/** Ends all sessions of a person, and says how many there were. */
export async function endSessions(trx: Trx, personId: string): Promise<number> {
  return endWhere(trx, 'person_id', personId)
}

async function endWhere(trx: Trx, column: 'session_id' | 'person_id', id: string): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('sessions')
    .set({ ended_at: sql`clock_timestamp()` })
    .where(column, '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
