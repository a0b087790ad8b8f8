/** What a number of pupils is based on. Two measures of one name and different bases are not comparable. */
export const BASES = [
  'projection',
  'count-day',
  'attendance',
  'membership',
  'annual-average',
  'census',
] as const
export type Basis = (typeof BASES)[number]

/** How numbers are written in a column; nothing but `plain` is ever assumed. */
export const NUMBER_FORMATS = ['plain', 'grouped', 'us-money', 'percent', 'decimal-comma'] as const
export type NumberFormat = (typeof NUMBER_FORMATS)[number]

/** The checks of a dataset whose severity can be set, with what they have unless it is. */
export const QUALITY_DEFAULTS = {
  negative: 'error',
  lost_zeros: 'error',
  need_above_pupils: 'warning',
  parts_differ: 'warning',
  basis_not_stated: 'warning',
} as const

export type QualityCheck = keyof typeof QUALITY_DEFAULTS
export type QualitySetting = 'error' | 'warning' | 'off'

export interface MeasureMapping {
  /** Header of the column; the measure's own name unless stated. */
  readonly column?: string | undefined
  readonly kind?: 'number' | 'text' | 'boolean' | undefined
  readonly unit?: string | undefined
  readonly basis?: Basis | undefined
  readonly as_of?: string | undefined
  readonly includes?: string | undefined
  readonly meaning?: string | undefined
  /** The instrument behind a count of poverty: forms, direct certification, census … */
  readonly instrument?: string | undefined
  readonly format?: NumberFormat | undefined
  /** Texts that mean that a cell is empty, such as `*`. */
  readonly blank?: readonly string[] | undefined
  /** Columns that add up to this one, such as grades. */
  readonly parts?: readonly string[] | undefined
  /** `'true'` for counts in which one pupil can count more than once. */
  readonly may_exceed_pupils?: 'true' | 'false' | undefined
  /** `'true'` for amounts that can be taken back, such as a hold-back of gains. */
  readonly may_be_negative?: 'true' | 'false' | undefined
}

export interface IdMapping {
  readonly column: string
  /** Number of digits that ids are padded to with zeros, or `as-is` to keep ids of uneven length. */
  readonly digits?: string | undefined
}

/** How a table of schools becomes a dataset: which column is what, and on what basis. */
export interface DatasetMapping {
  readonly id?: string | IdMapping | undefined
  readonly name?: string | undefined
  readonly vintage?: string | undefined
  readonly source?: string | undefined
  readonly measures?: Readonly<Record<string, MeasureMapping>> | undefined
  /** Schools that were several in this dataset: their new id, and the ids whose numbers add up to it. */
  readonly merged?: Readonly<Record<string, readonly string[]>> | undefined
  readonly quality?: Readonly<Partial<Record<QualityCheck, QualitySetting | undefined>>> | undefined
}

/** A table as it was read: every cell still text, every row with its line in the file or its inline number. */
export interface RawTable {
  readonly header: readonly string[]
  /** Line of the header in the file; 1 for rows written in place. */
  readonly headerLine: number
  /** How many rows there are below the header. They and the columns are counted from 0. */
  readonly size: number
  /** From row to row it is greater. */
  line(row: number): number
  /** An empty text where there is no such column. */
  cell(row: number, column: number): string
  /** The cells of all rows, where they stand in one text: whoever looks at them there makes no texts of them. */
  readonly places?: CellPlaces
}

/** A text with all cells of a table, and where in it each begins and ends: two numbers a cell, row by row. */
export interface CellPlaces {
  readonly text: string
  readonly bounds: Int32Array
}
