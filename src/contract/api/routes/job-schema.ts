import { z } from 'zod'
import { id, moment } from '../stored-fields.ts'
import { told } from '../wire-problem.ts'

export const ref = z.strictObject({ id, version: z.number() })
export const state = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled'])

/** Why a job failed, or why a scenario of a batch has no run. */
export const jobProblem = z.strictObject({
  title: z.string(),
  detail: z.string(),
  errors: told.problems,
  more: told.more,
})

/** Long work, done in parts. */
export const jobSchema = z.strictObject({
  id,
  kind: z.enum(['sweep', 'batch', 'boards', 'import']),
  state,
  /** Of a sweep; the scenarios of a batch stand at its parts. */
  scenario: ref.nullable(),
  /** Of boards: what is printed. */
  run: id.nullable(),
  /** Of an import: the name of the dataset. */
  dataset: z.string().nullable(),
  /** Whether the result has the schools of every variant. */
  rows: z.boolean(),
  /** Parts of all work that come before its first one; null once it has begun. */
  ahead: z.number().nullable(),
  percent: z.number(),
  /** Variants of a sweep, scenarios of a batch, documents of boards, rows of an import. */
  done: z.number(),
  of: z.number(),
  parts: z.strictObject({ done: z.number(), of: z.number() }),
  /** Of those done: scenarios of a batch that could not be computed. */
  refused: z.number(),
  /** Why it failed. */
  problem: jobProblem.nullable(),
  by: id.nullable(),
  created: moment,
  started: moment.nullable(),
  ended: moment.nullable(),
  /** Of boards, once they have ended: until when their documents are there. */
  documentsUntil: moment.nullable(),
})
