import { z } from 'zod'
import { runResultSchema } from '../report/run-schema.ts'

const { leeway, scenario } = runResultSchema.shape

const cell = z.strictObject({
  dataset: z.string(),
  column: z.string(),
  row: z.number().optional(),
  basis: z.string().optional(),
  asOf: z.string().optional(),
  isAssumed: z.boolean(),
})

/** Something that an expression names, with its value and where that comes from. */
export const useSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  value: z.string(),
  unit: z.string().optional(),
  from: z.string().optional(),
  provenance: z.strictObject({ kind: z.string(), words: z.string() }).optional(),
  cell: cell.optional(),
  schools: z.number().optional(),
  lookedUp: z.string().optional(),
  entries: z.string().optional(),
  get arithmetic() {
    return z.optional(arithmeticSchema)
  },
})

/** An expression, the same with its values put in, and what it comes to. */
export const arithmeticSchema = z.strictObject({
  expression: z.string(),
  substituted: z.string(),
  value: z.string(),
  get uses() {
    return z.array(useSchema)
  },
})

const amount = z.strictObject({
  kind: z.enum(['line', 'adjustment', 'figure']),
  id: z.string(),
  label: z.string(),
  applies: z.boolean(),
  ...arithmeticSchema.shape,
  // A list of its own: one that two schemas share has no place in the description of the service.
  uses: z.array(useSchema),
  rounding: z.string(),
  rounded: z.string(),
  amount: z.string(),
})

/** One school's amounts, each opened into the arithmetic that made it. */
export const explanationSchema = z.strictObject({
  leeway,
  scenario,
  school: z.strictObject({ id: z.string(), name: z.string(), total: z.string() }),
  amounts: z.array(amount),
})

export type Explanation = z.infer<typeof explanationSchema>
