import { z } from 'zod'
import { KEY_DAYS, SCOPES } from '../roles.ts'
import type { StoredRoute } from '../route.ts'
import { EVERYBODY, id, moment, NO_PARAMETERS, pageQuery, pageSchema, plainName } from '../stored-fields.ts'

const key = z.strictObject({
  id,
  /** Whom it stands for. */
  user: id,
  email: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created: moment,
  expires: moment,
  state: z.enum(['valid', 'expired', 'revoked']),
})
const oneKey = z.strictObject({ key: id })

/** Keys, with which scripts ask in the place of a person. */
export const KEY_ROUTES = {
  keys: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/keys',
    summary: 'The keys',
    description:
      'Oldest first, those that are over too; finance sees those of everybody. Their text is not kept, and is told ' +
      'nowhere.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({ ...pageQuery, user: id.optional() }),
    result: pageSchema(key),
  },
  addKey: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/keys',
    summary: 'Make a key',
    description:
      'For oneself; finance makes them for others too. `text` is the key, and is told this once: to the same request ' +
      'sent again it is null. Asked for with a key, the new one is for no more than that key is, and ends no later. ' +
      'To change a key without a gap, make another, use it, and then revoke the first.',
    access: EVERYBODY,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        name: plainName,
        scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
        days: z.string().refine((days) => /^[1-9]\d{0,2}$/.test(days) && Number(days) <= KEY_DAYS.most, {
          message: `a whole number from 1 to ${KEY_DAYS.most}`,
        }),
        /** Whom it stands for; oneself unless stated. */
        user: id.optional(),
      }),
    },
    result: z.strictObject({ ...key.shape, text: z.string().nullable() }),
    creates: true,
  },
  key: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/keys/{key}',
    summary: 'One key',
    description: 'What it is for, and until when.',
    access: EVERYBODY,
    scope: 'read',
    params: oneKey,
    query: NO_PARAMETERS,
    result: key,
  },
  revokeKey: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/keys/{key}',
    summary: 'Revoke a key',
    description:
      'From the next request on it opens nothing. It stays in the list; revoked once more, nothing changes.',
    access: EVERYBODY,
    scope: 'write',
    params: oneKey,
    query: NO_PARAMETERS,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
