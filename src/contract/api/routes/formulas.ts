import { z } from 'zod'
import { formulaSchema } from '../../schema/formula-schema.ts'
import { scenarioSchema } from '../../schema/scenario-schema.ts'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  id,
  NO_PARAMETERS,
  pageOnly,
  pageSchema,
  plainName,
  STAFF,
  wholeNumber,
} from '../stored-fields.ts'
import { namedSchema, versionSchema } from './version-schemas.ts'

const oneFormula = z.strictObject({ formula: id })

/** Formulas, by name and version. */
export const FORMULA_ROUTES = {
  formulas: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/formulas',
    summary: 'The formulas',
    description: 'By name. Each points at the newest version that you may see.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(namedSchema),
  },
  saveFormula: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/formulas',
    summary: 'Keep a formula as the next version of its name',
    description: 'A scenario file with a formula in it. It is named by its id, unless a name is given.',
    access: STAFF,
    scope: 'write',
    params: NO_PARAMETERS,
    query: z.strictObject({ name: plainName.optional() }),
    takes: { kind: 'document', task: 'formula', schema: scenarioSchema },
    result: z.strictObject({ id, name: z.string(), version: z.number(), isNew: z.boolean() }),
    creates: true,
  },
  formula: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/formulas/{formula}',
    summary: 'One formula',
    description: 'Its name and its newest version.',
    access: EVERYBODY,
    scope: 'read',
    params: oneFormula,
    query: NO_PARAMETERS,
    result: namedSchema,
    revision: 'told',
  },
  changeFormula: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/formulas/{formula}',
    summary: 'Rename a formula',
    description: 'Its versions stay as they are.',
    access: STAFF,
    scope: 'write',
    params: oneFormula,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject({ name: plainName }) },
    result: namedSchema,
    revision: 'needed',
  },
  formulaVersions: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/formulas/{formula}/versions',
    summary: 'The versions of a formula',
    description: 'Newest first.',
    access: EVERYBODY,
    scope: 'read',
    params: oneFormula,
    query: pageOnly,
    result: pageSchema(versionSchema),
  },
  formulaVersion: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/formulas/{formula}/versions/{version}',
    summary: 'One version of a formula',
    description: 'In the language of scenario files.',
    access: EVERYBODY,
    scope: 'read',
    params: z.strictObject({ formula: id, version: wholeNumber }),
    query: NO_PARAMETERS,
    result: z.strictObject({ ...versionSchema.shape, formula: formulaSchema }),
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
