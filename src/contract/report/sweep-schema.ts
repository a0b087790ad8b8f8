import { z } from 'zod'
import { runResultSchema } from './run-schema.ts'

// Amounts, counts and weights are decimal texts: a JSON number would round them on the way.
const amount = z.string()

const move = z.strictObject({ schools: z.number(), amount })

const school = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Null where the formula counts no students. */
  pupils: amount.nullable(),
  total: amount,
  /** Against the same school of the baseline; nothing where the baseline has no schools. */
  change: amount.nullable(),
  perPupil: amount.nullable(),
})

const variant = z.strictObject({
  /** Counted from 1. */
  variant: z.number(),
  /** In the order of the parameters. */
  values: z.array(amount),
  total: amount,
  change: amount,
  solved: z.strictObject({ parameter: z.string(), value: amount, residual: amount }).nullable(),
  /** What is left of the pools, where there are some. */
  residual: amount.nullable(),
  /** Whether the variant costs what the scenario declares. */
  holds: z.boolean(),
  /** Control totals that it does not meet. */
  failed: z.array(z.strictObject({ of: z.string(), computed: amount, control: amount, difference: amount })),
  increases: move.nullable(),
  decreases: move.nullable(),
  unchanged: z.number().nullable(),
  /** The median is the median student's. */
  perPupil: z.strictObject({ least: amount, median: amount, greatest: amount }).nullable(),
  /** A quarter of the students each, from the least need to the greatest. */
  quartiles: z
    .array(z.strictObject({ schools: z.number(), pupils: amount, perPupil: amount.nullable() }))
    .nullable(),
  /** Where they are asked for. */
  schools: z.array(school).optional(),
})

/** The result of a sweep: the same bytes for the same inputs, variants in the order of their values. */
export const sweepResultSchema = z.strictObject({
  leeway: z.strictObject({ engine: z.string(), inputs: z.string() }),
  scenario: runResultSchema.shape.scenario,
  /** What changes are held against: the base, or the first variant where there is none. */
  against: z.strictObject({
    kind: z.enum(['base', 'first-variant']),
    id: z.string(),
    name: z.string(),
    total: amount,
  }),
  declared: z.enum(['neutral', 'new-money', 'cut']).nullable(),
  parameters: z.array(z.strictObject({ name: z.string(), unit: z.string(), values: z.array(amount) })),
  zip: z.boolean(),
  /** The measure behind the quartiles, whether it is divided by all students, and the schools it says nothing of. */
  poverty: z
    .strictObject({ measure: z.string(), perPupil: z.boolean(), leftOut: z.array(z.string()) })
    .nullable(),
  variants: z.array(variant),
  warnings: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      /** How many variants it concerns. */
      variants: z.number(),
    }),
  ),
})

export type SweepResult = z.infer<typeof sweepResultSchema>
export type SweepVariant = SweepResult['variants'][number]
