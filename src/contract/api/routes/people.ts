import { z } from 'zod'
import { flag } from '../../schema/fields.ts'
import { ROLES } from '../roles.ts'
import type { StoredRoute } from '../route.ts'
import { secret } from '../secret-fields.ts'
import {
  EVERYBODY,
  FINANCE,
  id,
  moment,
  NO_PARAMETERS,
  pageOnly,
  pageQuery,
  pageSchema,
  plainName,
  revision,
  schoolId,
  schoolIds,
} from '../stored-fields.ts'

const user = z.strictObject({
  id,
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** Of a principal or budget partner: ids, sorted. */
  schools: z.array(z.string()),
  /** Of a supervisor. */
  portfolio: id.nullable(),
  disabled: z.boolean(),
  created: moment,
  revision,
})

const session = z.strictObject({ id, created: moment, expires: moment })
const oneUser = z.strictObject({ user: id })
const role = z.enum(ROLES)
const email = z
  .string()
  .min(1)
  .max(254)
  .refine((written) => !/\p{Cc}/u.test(written) && written.isWellFormed(), { message: 'name@place' })

/** The people of a district, and their sign-ins. */
export const PEOPLE_ROUTES = {
  users: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/users',
    summary: 'The people of the district',
    description: 'By e-mail. Finance sees all of them, everybody else themselves.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({
      ...pageQuery,
      role: role.optional(),
      /** Whose own it is, or in whose portfolio. */
      school: schoolId.optional(),
    }),
    result: pageSchema(user),
  },
  addUser: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/users',
    summary: 'Add a person',
    description:
      'A principal or budget partner has schools, a supervisor a portfolio, the others neither. Without a password ' +
      'nobody can sign in as them until they have one.',
    access: FINANCE,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        email,
        name: plainName,
        role,
        schools: schoolIds.optional(),
        portfolio: id.optional(),
        password: secret.optional(),
      }),
    },
    result: user,
    creates: true,
  },
  user: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/users/{user}',
    summary: 'One person',
    description: 'Finance sees all of them, everybody else themselves.',
    access: EVERYBODY,
    scope: 'read',
    params: oneUser,
    query: NO_PARAMETERS,
    result: user,
    revision: 'told',
  },
  changeUser: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/users/{user}',
    summary: 'Change a person',
    description:
      'What is left out stays, but for schools or a portfolio that a new role does not have. Who is disabled is ' +
      'signed out, and their keys open nothing until they are enabled again. The last one of finance stays so.',
    access: FINANCE,
    scope: 'write',
    params: oneUser,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        email: email.optional(),
        name: plainName.optional(),
        role: role.optional(),
        schools: schoolIds.optional(),
        portfolio: id.optional(),
        disabled: flag.optional(),
      }),
    },
    result: user,
    revision: 'needed',
  },
  setPassword: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/users/{user}/password',
    summary: 'Set a password',
    description:
      'Of 12 to 200 characters. Who changes their own sends the `current` one too; finance sets that of others ' +
      'without. Every session of the person ends.',
    access: EVERYBODY,
    scope: 'write',
    params: oneUser,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject({ password: secret, current: secret.optional() }) },
  },
  userSessions: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/users/{user}/sessions',
    summary: 'Where a person is signed in',
    description: 'The open sessions, oldest first.',
    access: EVERYBODY,
    scope: 'read',
    params: oneUser,
    query: pageOnly,
    result: pageSchema(session),
  },
  endUserSessions: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/users/{user}/sessions',
    summary: 'Sign a person out everywhere',
    description: 'At once. Keys stay: they are revoked one by one.',
    access: EVERYBODY,
    scope: 'write',
    params: oneUser,
    query: NO_PARAMETERS,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
