import { z } from 'zod'
import { runResultSchema } from './run-schema.ts'

// Amounts, counts and percents are decimal texts: a JSON number would round them on the way.
const amount = z.string()

const change = { before: amount, after: amount, change: amount }
/** Percent of the size of what was there before, to two places; null where there was nothing. */
const amountChange = { ...change, percent: amount.nullable() }

const total = z.strictObject(amountChange)
/** Null in a run that counts no students, and a rate where there are none. */
const partialChange = z.strictObject({
  before: amount.nullable(),
  after: amount.nullable(),
  change: amount.nullable(),
})
const pupils = partialChange
const rate = partialChange

/** What only one of the runs has is counted as zero in the other. */
const presence = z.enum(['kept', 'new', 'gone'])

const fund = z.strictObject({ id: z.string(), label: z.string(), presence, ...amountChange })
const line = z.strictObject({ id: z.string(), label: z.string(), presence, ...amountChange })
const schoolPart = z.strictObject({ id: z.string(), ...amountChange })

const school = z.strictObject({
  id: z.string(),
  name: z.string(),
  presence,
  pupils,
  total,
  perPupil: rate,
  /** Those whose amount changes at the school. */
  funds: z.array(schoolPart),
  lines: z.array(schoolPart),
})

const moved = z.strictObject({
  /** How many, shown or not. */
  schools: z.number(),
  amount,
  /** Those that are shown, the largest change first, ties by id. */
  list: z.array(
    z.strictObject({ id: z.string(), name: z.string(), change: amount, percent: amount.nullable() }),
  ),
})

const group = z.strictObject({
  /** Null for the schools of which nobody says to which group they belong. */
  group: z.string().nullable(),
  schools: z.number(),
  pupils,
  total,
  perPupil: rate,
})

const grouping = z.strictObject({
  by: z.string(),
  /** Of quarters of the students, what the schools are in order of, or of the share of all students that it is. */
  quartiles: z.strictObject({ measure: z.string(), perPupil: z.boolean() }).nullable(),
  groups: z.array(group),
})

const difference = z.strictObject({
  code: z.string(),
  message: z.string(),
  dataset: z.string(),
  footing: z.enum(['vintage', 'basis', 'as_of', 'includes', 'instrument']),
  measures: z.array(z.string()),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

const run = z.strictObject({
  ...runResultSchema.shape.scenario.shape,
  inputs: z.string(),
  schools: z.number(),
  total: amount,
})

const comparison = z.strictObject({
  run,
  /** What the run declares against its own base. */
  budget: runResultSchema.shape.budget,
  total,
  pupils,
  perPupil: rate,
  funds: z.array(fund),
  lines: z.array(line),
  increases: moved,
  decreases: moved,
  unchanged: z.number(),
  /** Schools that only the run has, and those that only the baseline has. */
  newSchools: z.array(z.string()),
  closedSchools: z.array(z.string()),
  schools: z.array(school),
  /** The schools of the two runs that are not shown; they are in every sum. */
  notShown: z.strictObject({ schools: z.number(), total }),
  groups: z.array(grouping),
  warnings: z.array(difference),
})

/** Runs held against one of them: the same bytes for the same inputs; schools by id in code-point order. */
export const comparisonSchema = z.strictObject({
  leeway: z.strictObject({ engine: z.string() }),
  currency: z.string(),
  /** Where one of the runs is a demonstration. */
  demonstration: z.string().optional(),
  baseline: run,
  /** How many schools a run leaves out of what it shows, so that none of their amounts stand here. */
  notShown: z.number(),
  comparisons: z.array(comparison),
})

export type ComparisonResult = z.infer<typeof comparisonSchema>
export type RunChange = ComparisonResult['comparisons'][number]
