import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

/** Who did what, without the values. */
export interface AuditEntry {
  readonly entryId: string
  readonly at: string
  /** Nobody where the program acted by itself. */
  readonly personId: string | undefined
  /** Where the transaction may see the person. */
  readonly email: string | undefined
  readonly role: string
  /** `insert`, `update`, `delete` or `refused`. */
  readonly action: string
  /** A table, or the operation that was refused. */
  readonly subject: string
  /** JSON: the key of the row, or what the refused operation named. */
  readonly subjectKey: string
  /** Columns that were updated, sorted. */
  readonly changed: readonly string[]
}

export interface AuditWish extends PageWish {
  readonly personId?: string | undefined
  readonly subject?: string | undefined
  /** From this moment on. */
  readonly since?: string | undefined
  /** Before this moment. */
  readonly until?: string | undefined
}

/** What the transaction may see of the audit, newest first. */
export async function listAudit(trx: Trx, wish: AuditWish): Promise<Page<AuditEntry>> {
  let query = trx
    .selectFrom('audit as a')
    .leftJoin('people as p', (join) =>
      join.onRef('p.district_id', '=', 'a.district_id').onRef('p.person_id', '=', 'a.person_id'),
    )
    .select(['a.entry_id', 'a.at', 'a.person_id', 'a.role', 'a.action', 'a.subject', 'a.subject_key'])
    .select(['a.changed', 'p.email'])
  if (wish.personId !== undefined) query = query.where('a.person_id', '=', wish.personId)
  if (wish.subject !== undefined) query = query.where('a.subject', '=', wish.subject)
  if (wish.since !== undefined) query = query.where('a.at', '>=', wish.since)
  if (wish.until !== undefined) query = query.where('a.at', '<', wish.until)
  if (wish.after !== undefined) query = query.where('a.entry_id', '<', wish.after)
  const found = await query
    .orderBy('a.entry_id', 'desc')
    .limit(wish.limit + 1)
    .execute()
  const rows = found.map(({ entry_id, person_id, email, subject_key, ...rest }) => ({
    entryId: entry_id,
    personId: person_id ?? undefined,
    email: email ?? undefined,
    subjectKey: subject_key,
    ...rest,
  }))
  return pageOf(rows, wish, ({ entryId }) => entryId)
}

/** Longer than any id; who asks for more must not fill the audit with it. */
const MOST_CHARACTERS = 200

interface Refusal {
  readonly operation: string
  /** What the request named, such as `{ run: '…' }`. Long texts are cut. */
  readonly key: Readonly<Record<string, unknown>>
}

/** Notes that somebody asked for what is not theirs, or not there. Whoever asks may write this of themselves. */
export async function noteRefusal(
  trx: Trx,
  { districtId, personId, role }: Identity,
  { operation, key }: Refusal,
): Promise<void> {
  const shortened = (_name: string, value: unknown): unknown =>
    typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value
  await trx
    .insertInto('audit')
    .values({
      district_id: districtId,
      person_id: personId ?? null,
      role,
      action: 'refused',
      subject: operation,
      subject_key: JSON.stringify(key, shortened),
    })
    .execute()
}
