import { z } from 'zod'
import { runResultSchema } from '../../report/run-schema.ts'
import { text } from '../../schema/fields.ts'
import { explanationSchema } from '../explanation-schema.ts'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  FINANCE,
  id,
  moment,
  NO_PARAMETERS,
  PLANNERS,
  pageOnly,
  pageQuery,
  pageSchema,
  schoolId,
  wholeNumber,
} from '../stored-fields.ts'

const run = z.strictObject({
  id,
  scenario: z.strictObject({ id, version: z.number() }),
  /** Version of the engine, and hash of what was computed. */
  engine: z.string(),
  inputs: z.string(),
  /** Over all schools of the district. */
  total: z.string(),
  schools: z.number(),
  lines: z.array(z.string()),
  by: id.nullable(),
  created: moment,
  released: moment.nullable(),
})

const schoolAmounts = z.strictObject({
  school: z.string(),
  name: z.string(),
  total: z.string(),
  /** By the id of the line. */
  lines: z.record(z.string(), z.string()),
})

const oneRun = z.strictObject({ run: id })
const oneSchool = z.strictObject({ run: id, school: schoolId })

/** Scenarios executed. */
export const RUN_ROUTES = {
  runs: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs',
    summary: 'The runs',
    description: 'Newest first: those that are released, and drafts as far as your role sees them.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({
      ...pageQuery,
      scenario: id.optional(),
      state: z.enum(['draft', 'released']).optional(),
    }),
    result: pageSchema(run),
  },
  createRun: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/runs',
    summary: 'Run a scenario',
    description:
      'Over the whole district, whoever asks; what they see of it is a matter of their role. The run is a draft ' +
      'until it is released, and its bytes are those of `POST /v1/compute`.',
    access: PLANNERS,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        scenario: id,
        /** The newest unless stated. */
        version: wholeNumber.optional(),
      }),
    },
    result: run,
    creates: true,
  },
  run: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}',
    summary: 'One run',
    description: 'What it was computed from, by what, and its total.',
    access: EVERYBODY,
    scope: 'read',
    params: oneRun,
    query: NO_PARAMETERS,
    result: run,
  },
  runResult: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/result',
    summary: 'The result of a run',
    description:
      'As it was computed, to the byte, for whoever may see all schools of it; or as a workbook whose amounts are ' +
      'formulas of the counts, for whoever may see the counts of all schools.',
    access: EVERYBODY,
    scope: 'read',
    params: oneRun,
    query: NO_PARAMETERS,
    result: runResultSchema,
    forms: ['json', 'csv', 'xlsx'],
    isComputedAgain: true,
  },
  runSchools: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/schools',
    summary: "Every school's amounts in a run",
    description:
      'By school, as far as you may see them: before a release your own. As CSV all of them at once.',
    access: EVERYBODY,
    scope: 'read',
    params: oneRun,
    query: pageOnly,
    result: pageSchema(schoolAmounts),
    forms: ['json', 'csv'],
  },
  runSchool: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/schools/{school}',
    summary: "One school's amounts in a run",
    description:
      'Line by line. As a workbook the sheet of the school alone, with sums over all schools and no others; a ' +
      'principal opens their own.',
    access: EVERYBODY,
    scope: 'read',
    params: oneSchool,
    query: NO_PARAMETERS,
    result: schoolAmounts,
    forms: ['json', 'xlsx'],
    isComputedAgain: true,
  },
  explainRun: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/schools/{school}/explanation',
    summary: "How one school's amounts in a run came about",
    description:
      'Each opened into the arithmetic that made it. Of other schools there are sums only, and a principal opens ' +
      'their own.',
    access: EVERYBODY,
    scope: 'read',
    params: oneSchool,
    query: z.strictObject({
      /** One line, adjustment or figure; all of them unless stated. */
      line: text.max(200).optional(),
    }),
    result: explanationSchema,
  },
  releaseRun: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/runs/{run}/release',
    summary: 'Show a run to the district',
    description:
      'From then on everybody in the district sees what every school receives, with the scenario, the formula and ' +
      'their own rows of the data. It is not taken back.',
    access: FINANCE,
    scope: 'write',
    params: oneRun,
    query: NO_PARAMETERS,
    result: run,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
