import { CSV_LIMITS } from '../../contract/source/csv-delimiter.ts'
import type { CellPlaces } from '../../core/data/definition.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { type Problem, problem } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'
import { placesOf } from './cell-places.ts'
import { isKeptNumber } from './kept-number.ts'

/** What one look at every cell of a table tells. */
export interface CellKinds {
  readonly places: CellPlaces
  /** By column: whether all of its cells that are not empty are numbers that can be kept, and there is one. */
  readonly areNumbers: readonly boolean[]
  /** Everything that cannot be kept because of its letters or its size, whatever it means. */
  readonly problems: readonly Problem[]
}

export function cellKinds(loaded: LoadedTable): CellKinds {
  const { table, pointer } = loaded
  const width = table.header.length
  const none = { places: NOWHERE, areNumbers: [] }
  const problems = tooLarge(width, table.size, pointer)
  if (problems.length > 0) return { ...none, problems }
  const refuse = refusing(loaded, problems)
  for (const [column, header] of table.header.entries())
    if (refuse(header, table.headerLine, column)) return { ...none, problems }
  const places = placesOf(table)
  const { text, bounds } = places
  const isFilled = Array<boolean>(width).fill(false)
  const mayBeNumbers = Array<boolean>(width).fill(true)
  for (let cell = 0, row = 0; row < table.size; row += 1) {
    for (let column = 0; column < width; column += 1, cell += 1) {
      const start = bounds[2 * cell] ?? 0
      const end = bounds[2 * cell + 1] ?? 0
      if (start === end) continue
      isFilled[column] = true
      // A number that can be kept has no other letters, and few of them.
      if (mayBeNumbers[column] === true && isKeptNumber(text, start, end)) continue
      mayBeNumbers[column] = false
      if (refuse(text.slice(start, end), table.line(row), column)) return { ...none, problems }
    }
  }
  return { places, areNumbers: mayBeNumbers.map((each, i) => each && isFilled[i] === true), problems }
}

const NOWHERE: CellPlaces = { text: '', bounds: new Int32Array(0) }

/** Adds what is wrong with a text; gives whether no more is looked for. */
function refusing({ name, table }: LoadedTable, problems: Problem[]) {
  return (cell: string, line: number, column: number): boolean => {
    const isLong = cell.length > CSV_LIMITS.characters
    if (!isLong && !cannotBeKept(cell)) return false
    const at = { kind: 'cell', dataset: name, row: line, ...columnAt(table.header[column]) } as const
    const isEnough = problems.length === MOST_PROBLEMS
    problems.push(isEnough ? enough(at) : isLong ? tooLong(at) : notKept(at))
    return isEnough
  }
}

function tooLarge(width: number, rows: number, pointer: string): Problem[] {
  const { columns, cells: most, rows: mostRows } = CSV_LIMITS
  if (width <= columns && width * rows <= most && rows <= mostRows) return []
  const found = `${rows} rows of ${width} columns`
  const expected = `at most ${mostRows} rows, ${columns} columns and ${most} cells`
  const at = { kind: 'document', pointer } as const
  return [problem('CELLS_LIMIT', { at, message: 'the table is too large to be kept', found, expected })]
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

function tooLong(at: Problem['at']): Problem {
  return problem('CELLS_LIMIT', {
    at,
    message: 'a cell is too long',
    expected: `at most ${CSV_LIMITS.characters} characters`,
  })
}

function columnAt(header: string | undefined): { readonly column?: string } {
  return header === undefined || header === '' ? {} : { column: header }
}
