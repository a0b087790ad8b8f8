import { z } from 'zod'
import { printFields } from '../../report/board/print-wish.ts'
import { sweepResultSchema } from '../../report/sweep-schema.ts'
import { flag } from '../../schema/fields.ts'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  id,
  moment,
  NO_PARAMETERS,
  PLANNERS,
  pageQuery,
  pageSchema,
  wholeNumber,
} from '../stored-fields.ts'
import { jobDocumentSchema } from './job-documents.ts'
import { jobProblem, jobSchema, ref, state } from './job-schema.ts'
import { uploadKept } from './upload-report.ts'

const MOST_SCENARIOS = 1000
/** Parts can be large; so many are given at once. */
export const MOST_PARTS = 20

/** What a part came to. */
const jobPartSchema = z.strictObject({
  /** Counted from 1 in the order of the job; and in the order in which they came. */
  part: z.number(),
  place: z.number(),
  done: moment,
  /** Of a sweep. */
  variants: sweepResultSchema.shape.variants,
  /** Of a batch. */
  scenario: ref.nullable(),
  /** One of these two is there. */
  run: id.nullable(),
  problem: jobProblem.nullable(),
  /** Of boards: which of the documents. */
  documents: z.array(z.number()),
  /** Of an import: how many are written. */
  rows: z.number().nullable(),
})

const batchResult = z.strictObject({
  /** Both in the order in which the scenarios were named; `part` is the place there, from 1. */
  runs: z.array(z.strictObject({ part: z.number(), scenario: ref, run: id, total: z.string() })),
  /** What could not be computed, with the first problems of each; its part has all of them. */
  refused: z.array(z.strictObject({ part: z.number(), scenario: ref, problem: jobProblem })),
})

const boardsResult = z.strictObject({
  /** As `/documents` lists them. */
  documents: z.array(jobDocumentSchema),
})

const oneJob = z.strictObject({ job: id })

/** Long work: sweeps, and many scenarios at once. */
export const JOB_ROUTES = {
  jobs: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs',
    summary: 'The jobs',
    description: 'Newest first: your own, and those of others as far as your role sees drafts.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({ ...pageQuery, state: state.optional() }),
    result: pageSchema(jobSchema),
  },
  createJob: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/jobs',
    summary: 'Begin long work',
    description:
      '`sweep`: every variant of a scenario that varies something; with `rows` the schools of each. It tells of all ' +
      'schools, and is for finance and analysts. `batch`: a run of each of several scenarios; one that cannot be ' +
      'computed does not hold up the others. `boards`: the board pack of a run as PDFs, one for the district and one for ' +
      'each school; for finance and analysts. Work is done in parts; districts take turns. A large file is kept as long ' +
      'work by `POST /v1/datasets/import`.',
    access: PLANNERS,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({
        kind: z.enum(['sweep', 'batch', 'boards']),
        /** Of a sweep. */
        scenario: id.optional(),
        /** The newest unless stated. */
        version: wholeNumber.optional(),
        rows: flag.optional(),
        /** Of a batch. */
        scenarios: z
          .array(z.strictObject({ scenario: id, version: wholeNumber.optional() }))
          .min(1)
          .max(MOST_SCENARIOS)
          .optional(),
        /** Of boards, with the run before. */
        run: id.optional(),
        against: id.optional(),
        ...printFields,
      }),
    },
    result: jobSchema,
    creates: true,
  },
  job: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}',
    summary: 'How far a job is',
    description:
      'Its state, its place in the queue, how much of it is done, how many scenarios of a batch could not be computed, and why it failed if it did.',
    access: EVERYBODY,
    scope: 'read',
    params: oneJob,
    query: NO_PARAMETERS,
    result: jobSchema,
  },
  cancelJob: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/jobs/{job}/cancel',
    summary: 'Stop a job',
    description: 'From the answer on nothing more is written for it. What it has done stays.',
    access: PLANNERS,
    scope: 'write',
    params: oneJob,
    query: NO_PARAMETERS,
    result: jobSchema,
  },
  resumeJob: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/jobs/{job}/resume',
    summary: 'Let a job go on',
    description: 'One that was stopped or has failed goes on with what is missing.',
    access: PLANNERS,
    scope: 'write',
    params: oneJob,
    query: NO_PARAMETERS,
    result: jobSchema,
  },
  jobResult: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}/result',
    summary: 'What a job came to',
    description:
      'Once it is done: of a sweep the bytes of `leeway sweep`, for whoever may see all schools; of a batch the runs ' +
      'that it made, and what could not be computed; of boards the documents that you may see; of an import what the upload would have answered, as CSV its columns.',
    access: EVERYBODY,
    scope: 'read',
    params: oneJob,
    query: NO_PARAMETERS,
    result: z.union([sweepResultSchema, batchResult, boardsResult, uploadKept]),
    forms: ['json', 'csv'],
    mayBeGone: true,
  },
  jobParts: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}/parts',
    summary: 'The parts of a job, as they come',
    description: `In the order in which they were done, at most ${MOST_PARTS} at once; \`next\` is null where no more are there yet.`,
    access: EVERYBODY,
    scope: 'read',
    params: oneJob,
    query: z.strictObject(pageQuery),
    result: pageSchema(jobPartSchema),
  },
  jobEvents: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}/events',
    summary: 'What happens to a job, while it happens',
    description:
      'Server-sent events: `progress` with the job whenever it has changed, `part` with each part, `end` with the job ' +
      'when it has ended. `Last-Event-ID` goes on after that part. At most 8 such streams for one key.',
    access: EVERYBODY,
    scope: 'read',
    params: oneJob,
    query: z.strictObject({
      /** Without them only how far the job is. */
      parts: flag.optional(),
    }),
    result: z.string(),
    forms: ['events'],
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
