import type { CsvRows } from '../../src/contract/source/parse-csv.ts'
import type { RawTable } from '../../src/core/data/definition.ts'

interface RawRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of a table, each with all its cells. */
export function rawRows(table: RawTable): readonly RawRow[] {
  return Array.from({ length: table.size }, (_, row) => ({
    line: table.line(row),
    cells: table.header.map((_header, column) => table.cell(row, column)),
  }))
}

/** The same of what was parsed, with the header and however many cells each row has. */
export function parsedRows({ text, bounds, lines, firstCells }: CsvRows): readonly RawRow[] {
  return Array.from(lines, (line, row) => {
    const cells: string[] = []
    for (let cell = firstCells[row] ?? 0; cell < (firstCells[row + 1] ?? 0); cell += 1)
      cells.push(text.slice(bounds[2 * cell], bounds[2 * cell + 1]))
    return { line, cells }
  })
}
