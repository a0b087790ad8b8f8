import { z } from 'zod'
import { BASES, type DatasetMapping, NUMBER_FORMATS, type QualityCheck } from '../../core/data/definition.ts'
import { date, flag, listOf, mapOf, text } from './fields.ts'

const measureMapping = z.strictObject({
  column: text.optional(),
  kind: z.enum(['number', 'text', 'boolean']).optional(),
  unit: text.optional(),
  basis: z.enum(BASES).optional(),
  as_of: date.optional(),
  includes: text.optional(),
  meaning: text.optional(),
  instrument: text.optional(),
  format: z.enum(NUMBER_FORMATS).optional(),
  blank: listOf(text).optional(),
  parts: listOf(text).optional(),
  may_exceed_pupils: flag.optional(),
  may_be_negative: flag.optional(),
})

/** A row of a sheet, counted from 1. */
export const headerRow = z.string().regex(/^[1-9]\d{0,5}$/, 'the number of a row, from 1')
const digits = z.union([z.literal('as-is'), z.string().regex(/^[1-9]\d?$/, 'a number of digits, or as-is')])
const setting = z.enum(['error', 'warning', 'off']).optional()

const mapping = {
  id: z.union([text, z.strictObject({ column: text, digits: digits.optional() })]).optional(),
  name: text.optional(),
  vintage: text.optional(),
  source: text.optional(),
  measures: mapOf(measureMapping).optional(),
  merged: mapOf(listOf(text).min(2)).optional(),
  quality: z
    .strictObject({
      negative: setting,
      lost_zeros: setting,
      need_above_pupils: setting,
      parts_differ: setting,
      basis_not_stated: setting,
    } satisfies Record<QualityCheck, typeof setting>)
    .optional(),
}

/** The YAML above the table in a CSV file: what each column is, and on what basis. */
export const csvHeaderSchema = z.strictObject(mapping) satisfies z.ZodType<DatasetMapping>

/** How a file of a table is read. */
const reading = {
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', 'tab']).optional(),
  /** Of an XLSX file: the sheet, and the row of its header. */
  sheet: text.optional(),
  header_row: headerRow.optional(),
} as const

/** What is remembered of a kind of file: how it is read, and what its columns are. */
export const mappingSchema = z.strictObject({ ...reading, ...mapping })

export type RememberedMapping = z.infer<typeof mappingSchema>

/** A dataset in a scenario file: a CSV or XLSX file beside it, or rows written in place. */
export const datasetSchema = z.strictObject({
  file: text.optional(),
  /** A scenario whose run is the dataset. */
  earlier: text.optional(),
  ...reading,
  rows: z.array(z.record(z.string(), z.string())).optional(),
  ...mapping,
})

export type DatasetFile = z.infer<typeof datasetSchema>
