import type { DatasetMapping } from '../../core/data/definition.ts'
import { columnsOf, type KeptColumn, type KeptTable, mappingOf } from './dataset-table.ts'

/** A dataset that stands in a document whole. */
export interface InlineDataset extends DatasetMapping {
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** The table as a dataset of a document, for the engine: its mapping, and each row a map of texts. */
export function inlineDataset(table: KeptTable): InlineDataset {
  const columns = columnsOf(table)
  return {
    ...mappingOf(table),
    rows: table.rows.map((row) => Object.fromEntries(columns.map((each) => [each.header, each.cellOf(row)]))),
  }
}

/**
 * The table as a CSV file with commas, which takes less room than rows in a document, and may be larger. `undefined`
 * where a cell has a carriage return, which no CSV file keeps.
 */
export async function tableCsv(table: KeptTable, pause: () => Promise<void>): Promise<string | undefined> {
  const columns = columnsOf(table)
  // The first cell in quotes, so that no file starts with what is read as something else.
  const header = columns.map((each, i) => (i === 0 ? quoted(each.header) : csvCell(each.header)))
  let text = `${header.join(',')}\n`
  for (let from = 0; from < table.rows.length; from += ROWS_AT_ONCE) {
    if (from > 0) await pause()
    for (const row of table.rows.slice(from, from + ROWS_AT_ONCE)) text += csvRow(columns, row)
  }
  return text.includes('\r') ? undefined : text
}

const ROWS_AT_ONCE = 2000

function csvRow(columns: readonly KeptColumn[], row: KeptTable['rows'][number]): string {
  return `${columns.map((each) => csvCell(each.cellOf(row))).join(',')}\n`
}

function csvCell(cell: string): string {
  return /[",\n]/.test(cell) ? quoted(cell) : cell
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}
