import { z } from 'zod'
import { runResultSchema } from '../report/run-schema.ts'
import { told } from './wire-problem.ts'

const { rows } = runResultSchema.shape.scenario.shape

const summary = z.strictObject({
  id: z.string(),
  name: z.string(),
  rows,
  year: z.string(),
  currency: z.string(),
  lines: z.number(),
  funds: z.array(z.string()),
  parameters: z.strictObject({ source: z.number(), derived: z.number(), assumed: z.number() }),
  measures: z.number(),
  figures: z.number(),
  published: z.number(),
  controls: z.number(),
  /** Missing in a formula on its own. */
  schools: z.number().optional(),
  variants: z.number().optional(),
  demonstration: z.boolean(),
})

/** What a scenario does, if nothing is wrong with it, and every problem if something is. */
export const checkReportSchema = z.strictObject({
  summary: summary.nullable(),
  controls: runResultSchema.shape.controls,
  budget: runResultSchema.shape.budget,
  ...told,
})

export type CheckReport = z.infer<typeof checkReportSchema>
