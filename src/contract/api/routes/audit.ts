import { z } from 'zod'
import type { StoredRoute } from '../route.ts'
import { EVERYBODY, id, moment, NO_PARAMETERS, pageQuery, pageSchema, plainName } from '../stored-fields.ts'

const entry = z.strictObject({
  id,
  at: moment,
  /** Null where the program acted by itself, or may not be seen. */
  user: id.nullable(),
  email: z.string().nullable(),
  /** As which it was done; `system` is the program. */
  role: z.string(),
  action: z.enum(['insert', 'update', 'delete', 'refused']),
  /** The table that was changed, or the operation that was refused. */
  subject: z.string(),
  /** Of the row that was changed, or what the refused request named; of many schools that were added, `school_ids`. */
  key: z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.array(z.string())])),
  /** Columns that were updated, without their values. */
  changed: z.array(z.string()),
})

const MOMENT = 'a moment such as 2025-07-01T12:00:00Z'
/** As exact as those of the audit, and within what PostgreSQL reads. */
const stated = z.iso
  .datetime({ offset: true, error: MOMENT })
  .regex(/^(?!0000).{19}(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):\d\d)$/, MOMENT)

/** Who did what. */
export const AUDIT_ROUTES = {
  audit: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/audit',
    summary: 'Who changed what, and who asked in vain',
    description:
      'Newest first. Finance sees all of it, everybody else what they did themselves. Values are not in it, and no ' +
      'secrets. The header Link has the address of the next page, for a table too.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({
      ...pageQuery,
      user: id.optional(),
      subject: plainName.optional(),
      /** From this moment on. */
      since: stated.optional(),
      /** Before this moment. */
      until: stated.optional(),
    }),
    result: pageSchema(entry),
    forms: ['json', 'csv'],
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
