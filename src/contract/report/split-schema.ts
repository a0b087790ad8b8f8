import { z } from 'zod'
import { rowWords } from './run-schema.ts'

// Amounts, counts and weights are decimal texts: a JSON number would round them on the way.
const amount = z.string()

const side = z.strictObject({
  id: z.string(),
  name: z.string(),
  year: z.string(),
  inputs: z.string(),
  total: amount,
})

/** `exact` is the share before it was rounded, a fraction where it has no last digit. */
const share = { amount, exact: amount }

const cause = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'enrollment',
    'need-mix',
    'dataset',
    'new-schools',
    'closed-schools',
    'parameter',
    'solved',
    'measure',
    'line',
    'adjustment',
    'adjustment-order',
    'formula',
    'joined',
    'others',
  ]),
  label: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Of several causes that go together: what they are, and why. */
  members: z.array(z.string()).optional(),
  reason: z.string().optional(),
  ...share,
  /** How many schools it gives money, and how many it takes some from. */
  increases: z.number(),
  decreases: z.number(),
})

const school = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['both', 'new', 'closed']),
  from: amount.nullable(),
  to: amount.nullable(),
  change: amount,
  /** In the order of the causes. */
  causes: z.array(z.strictObject({ id: z.string(), ...share })),
})

/** The change from one run to another by cause; the amounts of a school, and those of all, add up to the cent. */
export const splitResultSchema = z.strictObject({
  leeway: z.strictObject({ engine: z.string() }),
  currency: z.string(),
  /** What a row of the later run is called where it is not a school. */
  rows: rowWords.optional(),
  demonstration: z.string().optional(),
  from: side,
  to: side,
  change: amount,
  causes: z.array(cause),
  schools: z.array(school),
})

export type SplitResult = z.infer<typeof splitResultSchema>
