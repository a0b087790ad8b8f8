import type { RawTable } from './definition.ts'

/** A table of rows that are there already, each with its cells one by one. */
export function listedTable({
  header,
  headerLine,
  rows,
}: {
  readonly header: readonly string[]
  readonly headerLine: number
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}): RawTable {
  return {
    header,
    headerLine,
    size: rows.length,
    line: (row) => rows[row]?.line ?? 0,
    cell: (row, column) => rows[row]?.cells[column] ?? '',
  }
}
