import { z } from 'zod'
import { FLEXIBILITIES } from '../../core/formula/definition.ts'

// Amounts, counts and weights are decimal texts: a JSON number would round them on the way.
const amount = z.string()

const provenance = z.strictObject({ kind: z.enum(['source', 'derived', 'assumed']), words: z.string() })

/** What a row is called where it is not a school. */
export const rowWords = z.strictObject({ one: z.string(), many: z.string() })

const compared = {
  published: amount.optional(),
  /** Computed less published. */
  difference: amount.optional(),
}

const schoolLine = z.strictObject({
  id: z.string(),
  label: z.string(),
  fund: z.string(),
  flexibility: z.enum(FLEXIBILITIES),
  amount,
  ...compared,
})

const figure = z.strictObject({ id: z.string(), label: z.string(), amount, ...compared })

const school = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Null where the formula counts no students. */
  pupils: amount.nullable(),
  total: amount,
  perPupil: amount.nullable(),
  lines: z.array(schoolLine),
  figures: z.array(figure),
})

const fund = z.strictObject({
  id: z.string(),
  label: z.string(),
  restricted: z.boolean(),
  total: amount,
  pool: amount.nullable(),
  residual: amount.nullable(),
})

const line = z.strictObject({
  id: z.string(),
  label: z.string(),
  fund: z.string(),
  flexibility: z.enum(FLEXIBILITIES),
  recurs: z.enum(['recurring', 'one-time']),
  ends: z.string().optional(),
  rounding: z.string().optional(),
  /** The adjustment that left the line. */
  adjustment: z.string().optional(),
  total: amount,
})

const adjustment = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.string(),
  /** What it adds or takes in all. */
  total: amount,
  /** How many schools it changes. */
  schools: z.number(),
  /** The factor, share or minimum it found, to ten places; one pool is called "". */
  levels: z.array(z.strictObject({ pool: z.string(), level: amount })),
  /** New schools that it does not apply to. */
  exempt: z.array(z.string()),
  /** Schools that a floor or cap binds. */
  bound: z.array(z.string()),
  /** What is left of a reserve. */
  left: amount.nullable(),
})

const parameter = z.strictObject({
  name: z.string(),
  unit: z.string(),
  value: z.unknown(),
  from: z.string().optional(),
  provenance,
})

const dataset = z.strictObject({
  name: z.string(),
  vintage: z.string().optional(),
  source: z.string().optional(),
  schools: z.number(),
  measures: z.array(
    z.strictObject({
      name: z.string(),
      unit: z.string(),
      basis: z.string().optional(),
      asOf: z.string().optional(),
      includes: z.string().optional(),
      instrument: z.string().optional(),
      meaning: z.string().optional(),
    }),
  ),
})

const transition = z.strictObject({
  /** The dataset beside `now`. */
  dataset: z.string(),
  /** Schools of `now` that it does not have, and those that it has and `now` does not. */
  new: z.array(z.string()),
  closed: z.array(z.string()),
  merged: z.array(z.strictObject({ school: z.string(), from: z.array(z.string()) })),
})

const published = z.strictObject({
  of: z.string(),
  source: z.string(),
  note: z.string().optional(),
  compared: z.number(),
  equal: z.number(),
  greatestDifference: amount,
  differences: z.array(
    z.strictObject({ school: z.string(), computed: amount, published: amount, difference: amount }),
  ),
})

const control = z.strictObject({
  of: z.string(),
  control: amount,
  tolerance: amount,
  computed: amount,
  difference: amount,
  holds: z.boolean(),
})

const budget = z.strictObject({
  declared: z.enum(['neutral', 'new-money', 'cut']).nullable(),
  base: z.strictObject({ id: z.string(), name: z.string(), total: amount }).nullable(),
  /** What the run costs more than its base. */
  change: amount.nullable(),
  /** Whether the run costs what it declares. */
  holds: z.boolean(),
  /** The parameter that was solved for, and the next value up, which would cost too much. */
  solved: z
    .strictObject({
      parameter: z.string(),
      value: amount,
      residual: amount,
      next: z.strictObject({ value: amount, total: amount }),
    })
    .nullable(),
})

const warning = z.strictObject({
  code: z.string(),
  message: z.string(),
  pointer: z.string().optional(),
  dataset: z.string().optional(),
  measure: z.string().optional(),
  school: z.string().optional(),
  found: z.string().optional(),
  expected: z.string().optional(),
  suggestion: z.string().optional(),
})

/** The result of a run: the same bytes for the same inputs, on every machine; schools by id in code-point order. */
export const runResultSchema = z.strictObject({
  leeway: z.strictObject({ engine: z.string(), inputs: z.string() }),
  scenario: z.strictObject({
    id: z.string(),
    name: z.string(),
    rows: rowWords.optional(),
    year: z.string(),
    currency: z.string(),
    demonstration: z.string().optional(),
  }),
  budget: budget.nullable(),
  controls: z.array(control),
  total: amount,
  residual: amount,
  funds: z.array(fund),
  lines: z.array(line),
  adjustments: z.array(adjustment),
  schools: z.array(school),
  published: z.array(published),
  parameters: z.array(parameter),
  datasets: z.array(dataset),
  transitions: z.array(transition),
  warnings: z.array(warning),
})

export type RunResult = z.infer<typeof runResultSchema>
