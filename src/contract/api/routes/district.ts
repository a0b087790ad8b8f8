import { z } from 'zod'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  FINANCE,
  NO_PARAMETERS,
  pageOnly,
  pageSchema,
  plainName,
  revision,
  STAFF,
  schoolId,
} from '../stored-fields.ts'

const district = z.strictObject({ code: z.string(), name: z.string(), revision })
const school = z.strictObject({ id: z.string(), name: z.string(), revision })
const oneSchool = z.strictObject({ school: schoolId })

/** The district and its schools. */
export const DISTRICT_ROUTES = {
  district: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/district',
    summary: 'The district',
    description: 'The one that the key or session belongs to; there is no way to another one.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    result: district,
    revision: 'told',
  },
  changeDistrict: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/district',
    summary: 'Rename the district',
    description: 'The code by which people sign in stays.',
    access: FINANCE,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject({ name: plainName }) },
    result: district,
    revision: 'needed',
  },
  schools: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/schools',
    summary: 'The schools of the district',
    description: 'By id. Their names are open to everybody in the district; what belongs to them is not.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(school),
  },
  school: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/schools/{school}',
    summary: 'One school',
    description: 'Its id and name.',
    access: EVERYBODY,
    scope: 'read',
    params: oneSchool,
    query: NO_PARAMETERS,
    result: school,
    revision: 'told',
  },
  addSchools: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/schools',
    summary: 'Add schools',
    description:
      'Those that the district has already stay as they are. An upload of data adds its schools by itself.',
    access: STAFF,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        schools: z
          .array(z.strictObject({ id: schoolId, name: plainName }))
          .min(1)
          .max(10_000),
      }),
    },
    result: z.strictObject({ added: z.array(z.string()) }),
    creates: true,
  },
  changeSchool: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/schools/{school}',
    summary: 'Rename a school',
    description: 'Its id stays. Results that are there keep the name they were computed with.',
    access: STAFF,
    scope: 'write',
    params: oneSchool,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject({ name: plainName }) },
    result: school,
    revision: 'needed',
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
