import { textHash } from '../../contract/canonical/canonical-json.ts'
import type { School } from '../../core/data/dataset.ts'
import { type NewTable, ROWS_AT_ONCE } from './dataset-table.ts'
import { countedColumns, firstComparison } from './first-comparison.ts'
import { packRow, packSchool } from './packed-row.ts'
import type { TableComparison } from './table-comparison.ts'
import type { TableDraft } from './table-draft.ts'
import { Utf8Text } from './utf8-text.ts'

/** A table to be kept, without its rows: those go from the thread that has read it into the database as bytes. */
export interface ReadTable extends Omit<NewTable, 'rows' | 'schools'> {
  /** The table as the first of its name. */
  readonly comparison: TableComparison
}

/** A table as the database takes it. Where it was sent on as it was packed, there are no pieces. */
export interface PackedTable extends ReadTable {
  /** UTF-8 of whole rows as COPY takes them: id and name. */
  readonly schools: readonly Uint8Array[]
  /** The same of id, numbers and texts. */
  readonly rows: readonly Uint8Array[]
}

/** Some of a table as it was packed. All schools go before the first rows. */
export type TablePiece =
  | { readonly of: 'schools'; readonly bytes: Uint8Array; readonly isLast: boolean }
  | { readonly of: 'rows'; readonly bytes: Uint8Array }

export function packedTable(draft: TableDraft): PackedTable {
  const rows: Uint8Array[] = []
  const table = packedRows(draft, (bytes) => void rows.push(bytes))
  return { ...table, schools: [...packedSchools(draft.schools)], rows }
}

/** Schools as COPY takes them, so many at a time. */
export function* packedSchools(schools: readonly School[]): Generator<Uint8Array> {
  const copy = new Utf8Text()
  for (let from = 0; from < schools.length; from += ROWS_AT_ONCE) {
    copy.length = 0
    for (const school of schools.slice(from, from + ROWS_AT_ONCE)) packSchool(copy, school)
    yield copy.written().slice()
  }
}

/** Packs the rows of a table. They are sent on before the rest is known, so that the database can take them meanwhile. */
export function packedRows(draft: TableDraft, sendOn: (rows: Uint8Array) => void): ReadTable {
  const { description, numberColumns, textColumns, schools } = draft
  const copy = new Utf8Text()
  const json = new Utf8Text()
  const counted = countedColumns(draft)
  const hashes = [textHash(description)]
  for (let from = 0; from < schools.length; from += ROWS_AT_ONCE) {
    copy.length = 0
    json.length = 0
    for (let school = from; school < Math.min(from + ROWS_AT_ONCE, schools.length); school += 1) {
      json.ascii(school === from ? '[' : ',')
      packRow({ copy, json }, { draft, counted, school })
    }
    json.ascii(']')
    sendOn(copy.written().slice())
    // One stretch after another: the text of a large table as one would take as much memory again.
    hashes.push(textHash(json.written()))
  }
  return {
    description,
    numberColumns,
    textColumns,
    hash: textHash(hashes.join('\n')),
    comparison: firstComparison(draft, counted),
  }
}
