import type { RawTable } from '../../core/data/definition.ts'
import { failed, type Outcome, outcome, type Place, problem } from '../../core/problems/problem.ts'
import { nearest } from '../../core/text/nearest.ts'

/** One row of a table that is read by the names of its columns. */
export interface TableCells {
  readonly at: Extract<Place, { kind: 'cell' }>
  /** The text of a cell without the spaces around it, empty where the table has no such column. */
  readonly cell: (column: string) => string
}

/** Reads a table by its header; further columns are left alone. */
export function readColumns(
  table: RawTable,
  dataset: string,
  { needed, others }: { readonly needed: readonly string[]; readonly others: readonly string[] },
): Outcome<readonly TableCells[]> {
  const { header, headerLine } = table
  const known = [...needed, ...others]
  const names = header.map((name) => name.trim().toLowerCase())
  const at = { kind: 'cell', dataset, row: headerLine } as const
  const missing = needed.filter((column) => !names.includes(column))
  const twice = known.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  const problems = [
    ...missing.map((column) => {
      const meant = nearest(column, names)
      return problem('COLUMN_MISSING', {
        at: { ...at, column },
        message: `there is no column "${column}"`,
        found: header.join(', '),
        expected: `a column ${column}`,
        suggestion: meant === undefined ? undefined : `is it called ${meant}?`,
      })
    }),
    ...twice.map((column) =>
      problem('COLUMN_DUPLICATE', { at: { ...at, column }, message: `two columns are called "${column}"` }),
    ),
  ]
  if (problems.length > 0) return failed(problems)
  return outcome([], () =>
    Array.from({ length: table.size }, (_, row) => ({
      at: { kind: 'cell', dataset, row: table.line(row) },
      cell: (column) => plainText(table.cell(row, names.indexOf(column))),
    })),
  )
}

/** What our own tables keep a spreadsheet from running stands behind an apostrophe. */
function plainText(cell: string): string {
  const text = cell.trim().normalize('NFC')
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text
}
