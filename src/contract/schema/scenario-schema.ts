import { z } from 'zod'
import { PLAIN_TOTAL } from '../../core/numbers/decimal.ts'
import { changeSchema } from './change-schema.ts'
import { datasetSchema } from './dataset-schema.ts'
import { flag, listOf, MOST_ENTRIES, mapOf, solvedPlaces, text } from './fields.ts'
import { formulaSchema } from './formula-schema.ts'
import { statisticsSchema, varySchema } from './vary-schema.ts'

export const FORMAT_VERSION = '1'

/** What a what-if may declare: nothing more than its base, more, or less. */
const BUDGETS = ['neutral', 'new-money', 'cut'] as const
export type Budget = (typeof BUDGETS)[number]

const scenario = z.strictObject({
  id: text,
  name: text.optional(),
  note: text.optional(),
  demonstration: flag.optional(),
  /** What a what-if is meant to cost. */
  budget: z.enum(BUDGETS).optional(),
})

const solve = z.strictObject({
  parameter: text,
  /** An amount, `pool` for the pool of the fund, or `base` for what the base costs. */
  to: text,
  fund: text.optional(),
  places: solvedPlaces.optional(),
})

const amount = z.string().regex(PLAIN_TOTAL, 'a plain decimal such as 1234.50')

// Written into a self-contained document, so that it can be run without its base.
const baseline = z.strictObject({
  id: text,
  name: text,
  total: amount,
  /** What a base that is itself budget-neutral leaves of the total. */
  left: amount.optional(),
  funds: mapOf(amount),
})

const control = z.strictObject({
  of: text,
  amount: text,
  tolerance: text.optional(),
  source: text.optional(),
})

// Without `now` it is a single dataset with a slip of the pen in it, and not datasets by name.
const namedDatasets = mapOf(z.union([text, datasetSchema]), MOST_ENTRIES.datasets).refine(
  (named) => Object.hasOwn(named, 'now'),
  { message: 'datasets by name, one of them now' },
)

/** A file that holds a formula, data to run it on, or both. */
export const scenarioSchema = z.strictObject({
  /** Where an editor finds the schema of the file; nothing that is computed depends on it. */
  $schema: text.optional(),
  leeway: z.literal(FORMAT_VERSION),
  scenario: scenario.optional(),
  /** Another scenario that this one changes. */
  base: text.optional(),
  formula: z.union([text, formulaSchema]).optional(),
  data: z.union([text, datasetSchema, namedDatasets]).optional(),
  changes: listOf(changeSchema).optional(),
  solve: solve.optional(),
  /** Parameters that take several values, each combination a variant; `zip` takes the first of each, the second … */
  vary: varySchema.optional(),
  zip: flag.optional(),
  statistics: statisticsSchema.optional(),
  controls: listOf(control).optional(),
  baseline: baseline.optional(),
})

export type ScenarioFile = z.infer<typeof scenarioSchema>
