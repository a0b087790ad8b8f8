import { CSV_LIMITS } from '../../contract/source/csv-delimiter.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { type Problem, problem } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'

/** Everything in a table that cannot be kept because of its letters or its size, whatever it means. */
export function textProblems({ name, pointer, table }: LoadedTable): Problem[] {
  const { header, headerLine, rows } = table
  const { columns, cells: most, characters, rows: mostRows } = CSV_LIMITS
  if (header.length > columns || header.length * rows.length > most || rows.length > mostRows) {
    const found = `${rows.length} rows of ${header.length} columns`
    const expected = `at most ${mostRows} rows, ${columns} columns and ${most} cells`
    const at = { kind: 'document', pointer } as const
    return [problem('CELLS_LIMIT', { at, message: 'the table is too large to be kept', found, expected })]
  }
  const problems: Problem[] = []
  for (const { line, cells } of [{ line: headerLine, cells: header }, ...rows]) {
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] ?? ''
      const isLong = cell.length > characters
      if (!isLong && !cannotBeKept(cell)) continue
      const at = { kind: 'cell', dataset: name, row: line, ...columnAt(header[i]) } as const
      if (problems.length === MOST_PROBLEMS) return [...problems, enough(at)]
      problems.push(isLong ? tooLong(at, characters) : notKept(at))
    }
  }
  return problems
}

/** No database keeps a NUL, or half of a pair of which a character is made. */
function cannotBeKept(cell: string): boolean {
  return SUSPECT.test(cell) && (cell.includes('\0') || !cell.isWellFormed())
}

/** A NUL, or any half: most cells have neither, and one look at them says so. */
const SUSPECT = /[\0\ud800-\udfff]/

function notKept(at: Problem['at']): Problem {
  const message = 'a text holds a NUL, or half of a character'
  return problem('TEXT_NOT_KEPT', { at, message, suggestion: 'write the text again' })
}

function tooLong(at: Problem['at'], characters: number): Problem {
  return problem('CELLS_LIMIT', {
    at,
    message: 'a cell is too long',
    expected: `at most ${characters} characters`,
  })
}

function columnAt(header: string | undefined): { readonly column?: string } {
  return header === undefined || header === '' ? {} : { column: header }
}
