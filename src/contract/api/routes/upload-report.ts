import { z } from 'zod'
import { id } from '../stored-fields.ts'
import { wireProblemSchema } from '../wire-problem.ts'

const beforeAndAfter = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ before: value, after: value })

/** What an upload is, and what it changes against the newest version of its name. */
export const uploadReport = z.strictObject({
  name: z.string(),
  /** Of the content: name it as `expect` to keep what was looked at, and nothing else. */
  hash: z.string(),
  rows: beforeAndAfter(z.number()),
  /** Schools that the district does not have yet, and gets. */
  newSchools: z.array(z.string()),
  /** Schools in this file and not in the version before, and the other way round. */
  added: z.array(z.string()),
  gone: z.array(z.string()),
  columns: z.array(
    z.strictObject({
      header: z.string(),
      change: z.enum(['kept', 'added', 'gone']),
      /** Cells of schools in both that differ. */
      changed: z.number(),
      missing: beforeAndAfter(z.number().nullable()),
      sum: beforeAndAfter(z.string().nullable()),
    }),
  ),
  /** What the columns are taken to be, in the words of scenario files. */
  mapping: z.record(z.string(), z.unknown()),
  warnings: z.array(wireProblemSchema),
})

/** What came of an upload. */
export const uploadKept = z.strictObject({
  id,
  version: z.number(),
  /** False where the newest version has this content already. */
  isNew: z.boolean(),
  report: uploadReport,
})
