import { z } from 'zod'
import type { ScenarioChange } from '../../core/formula/change.ts'
import { adjustmentSchema } from './adjustment-schema.ts'
import { listOf, mapOf, places, text } from './fields.ts'
import { lineSchema } from './formula-schema.ts'

const provenance = { source: text.optional(), derived: text.optional(), assumed: text.optional() }

/** One change of a what-if. Changes apply in order; a later one to the same target wins. */
export const changeSchema = z.union([
  z.strictObject({ set: text, to: text, ...provenance }),
  z.strictObject({ scale: text, by: text, places: places.optional(), ...provenance }),
  z.strictObject({
    change_counts: text,
    dataset: text.optional(),
    set: mapOf(text).optional(),
    add: mapOf(text).optional(),
    note: text.optional(),
  }),
  z.strictObject({ add_line: lineSchema }),
  z.strictObject({ replace_line: lineSchema }),
  z.strictObject({ remove_line: text }),
  z.strictObject({ add_adjustment: adjustmentSchema }),
  z.strictObject({ replace_adjustment: adjustmentSchema }),
  z.strictObject({ remove_adjustment: text }),
  z.strictObject({ order_adjustments: listOf(text) }),
  z.strictObject({ drop_schools: listOf(text) }),
  z.strictObject({ restrict: text }),
]) satisfies z.ZodType<ScenarioChange>
