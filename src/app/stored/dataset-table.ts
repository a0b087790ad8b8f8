import type { DatasetMapping } from '../../core/data/definition.ts'

/** One school's cells: numbers and texts in the order of the table's columns. */
export interface TableRow {
  readonly school: string
  /** Plain decimals; null where a cell is empty. */
  readonly numbers: readonly (string | null)[]
  /** To the letter; an empty cell is an empty text. */
  readonly texts: readonly (string | null)[]
}

/** A table as it is kept: what its columns are, and a row a school, in the order of ids. */
export interface KeptTable {
  /** JSON: the mapping, and the headers in their order with where the cells of each are. */
  readonly description: string
  /** Headers of the columns. */
  readonly numberColumns: readonly string[]
  readonly textColumns: readonly string[]
  readonly rows: readonly TableRow[]
}

/** A table to be kept. */
export interface NewTable extends KeptTable {
  /** `sha256:…` of the description and all rows. */
  readonly hash: string
  /** The schools by id, with names as a list of schools can have them. */
  readonly schools: readonly { readonly id: string; readonly name: string }[]
}

/** Where the cells of a column are: the ids themselves, or the numbers or texts of the rows. */
export type Holder = 'school' | 'numbers' | 'texts'

/** The description of a table, which is JSON there. */
export interface Description {
  readonly mapping: DatasetMapping
  readonly columns: readonly { readonly header: string; readonly in: Holder }[]
}

/** Rows that are packed, hashed or sent at a time. The hash of a table is one of hashes of so many. */
export const ROWS_AT_ONCE = 1000

/** What its columns mean, as whoever brought the table said. */
export function mappingOf(table: Pick<KeptTable, 'description'>): DatasetMapping {
  return descriptionOf(table).mapping
}

/** A column of a kept table. */
export interface KeptColumn {
  readonly header: string
  readonly isNumber: boolean
  /** Where in a row its cells are; of the ids themselves there is one. */
  readonly holder: Holder
  readonly index: number
  /** The cell as it was brought; an empty text where it is empty. */
  cellOf(row: TableRow): string
}

/** The columns in the order they were brought in. */
export function columnsOf(table: KeptTable): readonly KeptColumn[] {
  const next = { numbers: 0, texts: 0 }
  return descriptionOf(table).columns.map(({ header, in: holder }) => {
    if (holder === 'school')
      return { header, isNumber: false, holder, index: 0, cellOf: ({ school }) => school }
    const index = next[holder]
    next[holder] += 1
    const isNumber = holder === 'numbers'
    return { header, isNumber, holder, index, cellOf: (row) => row[holder][index] ?? '' }
  })
}

/** The description is one that `tableDraft` has written; it is held against no schema again. */
function descriptionOf({ description }: Pick<KeptTable, 'description'>): Description {
  return JSON.parse(description) as Description
}
