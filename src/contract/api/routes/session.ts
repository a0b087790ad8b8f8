import { z } from 'zod'
import { text } from '../../schema/fields.ts'
import { ROLES, SCOPES } from '../roles.ts'
import type { StoredRoute } from '../route.ts'
import { secret } from '../secret-fields.ts'
import { EVERYBODY, id, moment, NO_PARAMETERS } from '../stored-fields.ts'

const credentials = z.strictObject({ district: text.max(63), email: text.max(254), password: secret })

/** Who is asking, and what for. */
const sessionSchema = z.strictObject({
  district: z.strictObject({ code: z.string(), name: z.string() }),
  user: z.strictObject({
    id,
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    /** Of a principal, budget partner or supervisor; empty for those who see all. */
    schools: z.array(z.string()),
  }),
  scopes: z.array(z.enum(SCOPES)),
  expires: moment,
  /** What a browser has to send as `csrf-token` with every request that changes something; null with a key. */
  csrf: z.string().nullable(),
})

/** Signing in and out. */
export const SESSION_ROUTES = {
  signIn: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/session',
    summary: 'Sign in with e-mail and password',
    description:
      'Sets a cookie for a browser. Scripts use keys instead. Wrong passwords are counted, and answered ever later.',
    access: 'public',
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: credentials },
    result: sessionSchema,
    creates: true,
  },
  session: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/session',
    summary: 'Who is signed in',
    description: 'The person, the role and the schools behind a key or session.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    result: sessionSchema,
  },
  signOut: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out',
    description: 'Ends the session at once, in every window.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
