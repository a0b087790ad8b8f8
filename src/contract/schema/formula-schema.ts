import { z } from 'zod'
import {
  FLEXIBILITIES,
  type FormulaDefinition,
  type ParameterTree,
  type TableDefinition,
} from '../../core/formula/definition.ts'
import { adjustmentSchema } from './adjustment-schema.ts'
import { date, flag, listOf, MOST_ENTRIES, mapOf, rounding, solvedPlaces, text } from './fields.ts'

const provenance = { source: text.optional(), derived: text.optional(), assumed: text.optional() }

const unit = z.string().regex(/^[a-z][a-z_]*$/, 'a word in small letters')

const need = z.strictObject({
  kind: z.enum(['number', 'text', 'boolean']).optional(),
  unit: text.optional(),
  one_of: listOf(text).optional(),
  missing: z.string().optional(),
  meaning: text.optional(),
  dataset: text.optional(),
})

const fund = z.strictObject({
  id: text,
  label: text.optional(),
  restricted: flag.optional(),
  note: text.optional(),
})

const table: z.ZodType<TableDefinition> = z.lazy(() => mapOf(z.union([text, table])))
const parameterValue = z.union([text, listOf(listOf(text)), table])

const datedValue = z.strictObject({
  from: date.optional(),
  value: parameterValue,
  note: text.optional(),
  ...provenance,
})

const parameter = z.strictObject({
  kind: z.enum(['number', 'taper', 'band', 'table']).optional(),
  unit: text.optional(),
  label: text.optional(),
  note: text.optional(),
  from: date.optional(),
  value: parameterValue.optional(),
  values: listOf(datedValue).optional(),
  ...provenance,
})

/** What has a value is read as a parameter, so nothing in a group of them can be called that. */
const parameterTree: z.ZodType<ParameterTree> = z.lazy(() =>
  mapOf(z.union([parameter, parameterTree])).superRefine((group, context) => {
    const message = 'another name: value and values are fields of a parameter'
    for (const key of ['value', 'values'])
      if (Object.hasOwn(group, key)) context.addIssue({ code: 'custom', path: [key], message })
  }),
)

const measure = z.strictObject({
  value: text,
  kind: z.enum(['ratio', 'decimal', 'text', 'boolean']).optional(),
  label: text.optional(),
  note: text.optional(),
})

/** A line as a file holds it. */
export const lineSchema = z.strictObject({
  id: text,
  label: text.optional(),
  amount: text,
  when: text.optional(),
  fund: text,
  flexibility: z.enum(FLEXIBILITIES),
  restricted: flag.optional(),
  round: rounding.optional(),
  recurs: z.enum(['recurring', 'one-time']).optional(),
  ends: date.optional(),
  note: text.optional(),
})

const figure = z.strictObject({
  id: text,
  label: text.optional(),
  amount: text,
  round: rounding.optional(),
  note: text.optional(),
})

const published = z.strictObject({ of: text, column: text, source: text, note: text.optional() })

const pool = z.strictObject({ fund: text, amount: text, ...provenance })

/** A formula as a file holds it. */
export const formulaSchema = z.strictObject({
  id: text,
  name: text.optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD'),
  year: z.strictObject({ label: text, start: date, end: date }),
  note: text.optional(),
  rows: z.strictObject({ one: text, many: text }).optional(),
  units: listOf(unit, MOST_ENTRIES.units).optional(),
  datasets: listOf(text).optional(),
  groups: mapOf(listOf(text, MOST_ENTRIES.members), MOST_ENTRIES.groups).optional(),
  needs: mapOf(need),
  funds: listOf(z.union([text, fund])).min(1),
  pupils: text.optional(),
  parameters: parameterTree.optional(),
  measures: mapOf(z.union([text, measure])).optional(),
  lines: listOf(lineSchema),
  adjustments: listOf(adjustmentSchema).optional(),
  figures: listOf(figure).optional(),
  published: listOf(published).optional(),
  pools: listOf(pool).optional(),
  restrict: text.optional(),
  balance: z.strictObject({ parameter: text, places: solvedPlaces.optional() }).optional(),
}) satisfies z.ZodType<FormulaDefinition>
