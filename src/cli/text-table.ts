import { shownText } from './shown-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** A table of texts: a title for each column, and what it says of a row. */
export function textTable<Row>(
  rows: readonly Row[],
  columns: Readonly<Record<string, (row: Row) => string>>,
  terminal: Terminal,
): string {
  return table(
    Object.entries(columns).map(([title, cell]) => ({
      title,
      align: 'left' as const,
      cells: rows.map((row) => shownText(cell(row))),
    })),
    terminal,
  )
}
