import { z } from 'zod'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  FINANCE,
  id,
  moment,
  NO_PARAMETERS,
  pageOnly,
  pageSchema,
  plainName,
  revision,
  wholeNumber,
} from '../stored-fields.ts'

const adoption = z.strictObject({
  year: z.string(),
  scenario: z.strictObject({ id, version: z.number() }),
  by: id.nullable(),
  at: moment,
  revision,
})
const oneYear = z.strictObject({ year: plainName })

/** The scenario that counts for a year. */
export const ADOPTION_ROUTES = {
  adoptions: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/adoptions',
    summary: 'Which scenario counts for which year',
    description: 'By year.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(adoption),
  },
  adoption: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/adoptions/{year}',
    summary: 'The scenario that counts for a year',
    description: 'The version that was adopted.',
    access: EVERYBODY,
    scope: 'read',
    params: oneYear,
    query: NO_PARAMETERS,
    result: adoption,
    revision: 'told',
  },
  adopt: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/adoptions/{year}',
    summary: 'Make a scenario the one that counts for a year',
    description:
      'What counted before stays a scenario like any other, and has to be named by If-Match; for a first one the ' +
      'header is left out.',
    access: FINANCE,
    scope: 'write',
    params: oneYear,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        scenario: id,
        /** The newest unless stated. */
        version: wholeNumber.optional(),
      }),
    },
    result: adoption,
    revision: 'needed-if-there',
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
