import { z } from 'zod'
import type { VaryDefinition } from '../../core/formula/vary.ts'
import { listOf, mapOf, text } from './fields.ts'

const range = z.strictObject({ from: text, to: text, step: text })

/** The values that parameters take in a sweep, by the parameter's name. */
export const varySchema = mapOf(z.union([listOf(text).min(1), range])).refine(
  (parameters) => Object.keys(parameters).length > 0,
  'at least one parameter with its values',
) satisfies z.ZodType<VaryDefinition>

/** What the statistics of a sweep are taken by. */
export const statisticsSchema = z.strictObject({
  /** A need or measure that counts the students in poverty, or is their share. */
  poverty: text,
})
