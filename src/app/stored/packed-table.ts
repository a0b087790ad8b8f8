import { textHash } from '../../contract/canonical/canonical-json.ts'
import { type NewTable, ROWS_AT_ONCE } from './dataset-table.ts'
import { countedColumns, firstComparison } from './first-comparison.ts'
import { packRow, packSchool } from './packed-row.ts'
import type { TableComparison } from './table-comparison.ts'
import type { TableDraft } from './table-draft.ts'
import { Utf8Text } from './utf8-text.ts'

/**
 * A table to be kept, written as the database takes it: it goes from the thread that has read it into the database as
 * bytes. Where it was sent on as it was packed, there are no pieces.
 */
export interface PackedTable extends Omit<NewTable, 'rows' | 'schools'> {
  /** UTF-8 of whole rows as COPY takes them: id and name. */
  readonly schools: readonly Uint8Array[]
  /** The same of id, numbers and texts. */
  readonly rows: readonly Uint8Array[]
  /** The table as the first of its name. */
  readonly comparison: TableComparison
}

/** Some of a table as it was packed. All schools go before the first rows. */
export interface TablePiece {
  readonly of: 'schools' | 'rows'
  readonly bytes: Uint8Array
}

/** Packs a table. Pieces are sent on before the rest is known, so that the database can take them meanwhile. */
export function packedTable(
  draft: TableDraft,
  sendOn: ((piece: TablePiece) => void) | undefined,
): PackedTable {
  const { description, numberColumns, textColumns, schools } = draft
  const pieces = { schools: [] as Uint8Array[], rows: [] as Uint8Array[] }
  const send = (of: TablePiece['of'], text: Utf8Text): void => {
    const bytes = text.written().slice()
    if (sendOn === undefined) pieces[of].push(bytes)
    else sendOn({ of, bytes })
  }
  const copy = new Utf8Text()
  for (let from = 0; from < schools.length; from += ROWS_AT_ONCE) {
    copy.length = 0
    for (const school of schools.slice(from, from + ROWS_AT_ONCE)) packSchool(copy, school)
    send('schools', copy)
  }
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
    send('rows', copy)
    // One stretch after another: the text of a large table as one would take as much memory again.
    hashes.push(textHash(json.written()))
  }
  return {
    description,
    numberColumns,
    textColumns,
    ...pieces,
    hash: textHash(hashes.join('\n')),
    comparison: firstComparison(draft, counted),
  }
}
