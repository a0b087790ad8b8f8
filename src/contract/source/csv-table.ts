import type { RawTable } from '../../core/data/definition.ts'
import { type CsvRows, cellsIn } from './parse-csv.ts'

/** A table whose rows all have as many cells as the header: the text of a cell is made whenever it is asked for. */
export function csvTable(parsed: CsvRows): RawTable {
  const { text, bounds, lines } = parsed
  const width = cellsIn(parsed, 0)
  const cellAt = (cell: number): string => text.slice(bounds[2 * cell], bounds[2 * cell + 1])
  return {
    header: Array.from({ length: width }, (_, column) => cellAt(column).normalize('NFC')),
    headerLine: lines[0] ?? 0,
    size: lines.length - 1,
    // The first of the rows that were parsed is the header.
    line: (row) => lines[row + 1] ?? 0,
    cell: (row, column) => (column >= 0 && column < width ? cellAt((row + 1) * width + column) : ''),
    places: { text, bounds: bounds.subarray(2 * width) },
  }
}
