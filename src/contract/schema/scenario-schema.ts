import { z } from 'zod'
import { datasetSchema } from './dataset-schema.ts'
import { flag, listOf, mapOf, text } from './fields.ts'
import { formulaSchema } from './formula-schema.ts'

export const FORMAT_VERSION = '1'

const scenario = z.strictObject({
  id: text,
  name: text.optional(),
  note: text.optional(),
  demonstration: flag.optional(),
})

const control = z.strictObject({
  of: text,
  amount: text,
  tolerance: text.optional(),
  source: text.optional(),
})

// Without `now` it is a single dataset with a slip of the pen in it, and not datasets by name.
const namedDatasets = mapOf(z.union([text, datasetSchema])).refine((named) => Object.hasOwn(named, 'now'), {
  message: 'datasets by name, one of them now',
})

/** A file that holds a formula, data to run it on, or both. */
export const scenarioSchema = z.strictObject({
  leeway: z.literal(FORMAT_VERSION),
  scenario: scenario.optional(),
  formula: z.union([text, formulaSchema]).optional(),
  data: z.union([text, datasetSchema, namedDatasets]).optional(),
  controls: listOf(control).optional(),
})

export type ScenarioFile = z.infer<typeof scenarioSchema>
