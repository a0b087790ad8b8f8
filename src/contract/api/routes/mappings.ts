import { z } from 'zod'
import { mappingSchema } from '../../schema/dataset-schema.ts'
import type { StoredRoute } from '../route.ts'
import { NO_PARAMETERS, pageOnly, pageSchema, plainName, revision, STAFF } from '../stored-fields.ts'

const mapping = z.strictObject({
  name: z.string(),
  /** In the words of scenario files. */
  content: z.record(z.string(), z.unknown()),
  revision,
})
const oneMapping = z.strictObject({ mapping: plainName })

/** What the columns of files are, remembered by name. */
export const MAPPING_ROUTES = {
  mappings: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/mappings',
    summary: 'The column mappings',
    description: 'By name.',
    access: STAFF,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(mapping),
  },
  mapping: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/mappings/{mapping}',
    summary: 'One column mapping',
    description: 'What the columns of a kind of file are, and how it is read.',
    access: STAFF,
    scope: 'read',
    params: oneMapping,
    query: NO_PARAMETERS,
    result: mapping,
    revision: 'told',
  },
  keepMapping: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/mappings/{mapping}',
    summary: 'Remember what the columns of a kind of file are',
    description:
      'An upload names it as `mapping`: what the file says of itself goes first, and before that what the address of ' +
      'the upload says. One that is there has to be named by If-Match; for a new one the header is left out.',
    access: STAFF,
    scope: 'write',
    params: oneMapping,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: mappingSchema },
    result: mapping,
    revision: 'needed-if-there',
  },
  removeMapping: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/mappings/{mapping}',
    summary: 'Forget a column mapping',
    description: 'Datasets that were read by it stay as they are.',
    access: STAFF,
    scope: 'write',
    params: oneMapping,
    query: NO_PARAMETERS,
    revision: 'needed',
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
