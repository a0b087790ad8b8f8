import { columnTotal } from './column-total.ts'
import { arrayText, escaped } from './copy-text.ts'
import {
  columnsOf,
  type KeptTable,
  type NewTable,
  ROWS_AT_ONCE,
  rowsHash,
  type TableDraft,
  type TableRow,
} from './dataset-table.ts'
import type { TableComparison } from './table-comparison.ts'

/**
 * A table to be kept, its rows written as the database takes them: they go from the thread that has read them into the
 * database as bytes.
 */
export interface PackedTable extends Omit<NewTable, 'rows' | 'schools'> {
  /** UTF-8 of whole rows as COPY takes them: id, name, numbers, texts. None where they were sent on as they came. */
  readonly pieces: readonly Uint8Array[]
  /** The table as the first of its name. */
  readonly comparison: TableComparison
}

/** Packs a table. Pieces are sent on before the rest is known, so that the database can take them meanwhile. */
export function packedTable(
  { size, stretch, ...table }: TableDraft,
  sendOn: ((piece: Uint8Array) => void) | undefined,
): PackedTable {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  const hash = rowsHash(table.description)
  const facts = tableFacts(table)
  for (let from = 0; from < size; from += ROWS_AT_ONCE) {
    const { rows, schools } = stretch(from, ROWS_AT_ONCE)
    const lines = rows.map((row, i) => packedRow(row, schools[i]?.name ?? row.school))
    const piece = encoder.encode(lines.join(''))
    if (sendOn === undefined) pieces.push(piece)
    else sendOn(piece)
    hash.add(rows)
    facts.add(rows)
  }
  return { ...table, pieces, hash: hash.text(), comparison: facts.comparison() }
}

/** What is counted of a table, stretch by stretch. */
function tableFacts(table: Omit<KeptTable, 'rows'>) {
  const added: string[] = []
  const columns = columnsOf({ ...table, rows: [] }).map((column) => {
    return { ...column, missing: 0, total: column.isNumber ? columnTotal() : undefined }
  })
  return {
    add(rows: readonly TableRow[]): void {
      for (const row of rows) {
        added.push(row.school)
        for (const column of columns) {
          const cell = column.cellOf(row)
          if (cell === '') column.missing += 1
          else column.total?.add(cell)
        }
      }
    },
    comparison: (): TableComparison => ({
      rows: { before: 0, after: added.length },
      added,
      gone: [],
      columns: columns.map(({ header, missing, total }) => ({
        header,
        kind: 'added',
        changed: 0,
        missing: { before: null, after: missing },
        sum: { before: null, after: total?.text() ?? null },
      })),
    }),
  }
}

/** A number that can be kept has no sign that needs a quote. */
function packedRow({ school, numbers, texts }: TableRow, name: string): string {
  const listed = numbers.length === 0 ? '' : numbers.map(numberText).join(',')
  const written = texts.length === 0 ? '{}' : escaped(arrayText(texts))
  return `${escaped(school)}\t${escaped(name)}\t{${listed}}\t${written}\n`
}

function numberText(number: string | null): string {
  return number ?? 'NULL'
}
