import { z } from 'zod'
import { type AdjustmentDefinition, FLEXIBILITIES } from '../../core/formula/definition.ts'
import { listOf, rounding, text } from './fields.ts'

const common = {
  id: text,
  label: text.optional(),
  over: listOf(text).optional(),
  include: listOf(z.strictObject({ line: text, reason: text })).optional(),
  when: text.optional(),
  round: rounding.optional(),
  note: text.optional(),
}

const destination = { fund: text, flexibility: z.enum(FLEXIBILITIES) }

const changeLimit = {
  ...common,
  against: text,
  // biome-ignore lint/suspicious/noThenProperty: the word of the file format, in an object that is never awaited
  per: z.strictObject({ now: text, then: text }).optional(),
  new_schools: z.literal('exempt').optional(),
}

/** A district-wide step after the lines; which fields it has depends on its kind. */
export const adjustmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('minimum'), ...common, least: text }),
  z.strictObject({ kind: z.literal('floor_change'), ...changeLimit, least: text }),
  z.strictObject({ kind: z.literal('cap_change'), ...changeLimit, most: text }),
  z.strictObject({ kind: z.literal('phase_in'), ...common, share: text, from: text.optional() }),
  z.strictObject({
    kind: z.literal('scale_to_pool'),
    ...common,
    fund: text.optional(),
    total: text,
    by: text.optional(),
    protect: listOf(text).optional(),
    keep: listOf(text).optional(),
    least: text.optional(),
    most: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('distribute'),
    ...common,
    ...destination,
    total: text,
    share: text,
    by: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('equalise'),
    ...common,
    ...destination,
    total: text,
    per: text,
    by: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('recount'),
    ...common,
    ...destination,
    projected: text,
    actual: text,
    tolerance: text.optional(),
    counts: z.enum(['beyond', 'all']).optional(),
    gain: text,
    loss: text,
    fraction: text.optional(),
    reserve: text.optional(),
  }),
  z.strictObject({ kind: z.literal('salary_basis'), ...common, ...destination, actual: text, average: text }),
  z.strictObject({
    kind: z.literal('override'),
    ...common,
    ...destination,
    school: text,
    amount: text,
    reason: text,
  }),
]) satisfies z.ZodType<AdjustmentDefinition>
