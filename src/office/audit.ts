import type { GivenBy } from '../contract/api/route-types.ts'
import type { AUDIT_ROUTES } from '../contract/api/routes/audit.ts'
import { csvText } from '../contract/report/run-csv.ts'
import { type AuditEntry, listAudit } from '../store/audit-log.ts'
import { done } from './answers.ts'
import type { Handlers } from './handler.ts'
import { idWishOf, pageAnswer } from './paging.ts'

/** Who did what. */
export const AUDIT_HANDLERS: Handlers<keyof typeof AUDIT_ROUTES> = {
  async audit({ trx, query, form }) {
    const { user: personId, subject, since, until } = query
    const page = await listAudit(trx, { ...idWishOf(query, 'newest-first'), personId, subject, since, until })
    const answer = pageAnswer(page, asWire)
    const next = new URLSearchParams({
      ...stated(query),
      ...(answer.next !== null && { after: answer.next }),
    })
    return done(answer, {
      ...(answer.next !== null && { headers: { link: `</v1/audit?${next.toString()}>; rel="next"` } }),
      ...(form === 'csv' && { text: auditCsv(page.rows) }),
    })
  },
}

function stated(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  return Object.fromEntries(entries)
}

type Entry = GivenBy<'audit'>['items'][number]

function asWire({ entryId: id, personId, email, subjectKey, changed, ...entry }: AuditEntry): Entry {
  return {
    id,
    at: entry.at,
    user: personId ?? null,
    email: email ?? null,
    role: entry.role,
    // Written by the trigger of the schema, and by us.
    action: entry.action as Entry['action'],
    subject: entry.subject,
    key: JSON.parse(subjectKey) as Entry['key'],
    changed: [...changed],
  }
}

const COLUMNS = ['id', 'at', 'user', 'email', 'role', 'action', 'subject', 'key', 'changed']

function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ entryId, at, personId = '', email = '', role, action, subject, ...rest }) => {
    return [entryId, at, personId, email, role, action, subject, rest.subjectKey, rest.changed.join(' ')]
  })
  return csvText([COLUMNS, ...rows])
}
