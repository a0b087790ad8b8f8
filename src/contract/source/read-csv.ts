import type { RawTable } from '../../core/data/definition.ts'
import type { ProblemCode } from '../../core/problems/codes.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import {
  failed,
  type Outcome,
  outcome,
  type Place,
  type Problem,
  type ProblemDetails,
  problem,
} from '../../core/problems/problem.ts'
import { CSV_LIMITS, type Delimiter, likelyDelimiters, SEPARATORS } from './csv-delimiter.ts'
import { csvTable } from './csv-table.ts'
import { type CsvFault, type CsvRows, cellsIn, parseCsv } from './parse-csv.ts'

/** A CSV file's own header in YAML, if it starts with one, and the table below it. */
export interface CsvParts {
  /** YAML between two lines `---`, with a first empty line so that line numbers are those of the file. */
  readonly header: string | undefined
  readonly body: string
  /** Lines of the file above the body. */
  readonly linesAbove: number
}

const HEADER = /^---[ \t]*\r?\n([\s\S]*?\n)---[ \t]*\r?\n/

export function splitHeader(text: string): CsvParts {
  const match = HEADER.exec(text)
  if (match === null) return { header: undefined, body: text, linesAbove: 0 }
  const [all, yaml = ''] = match
  return { header: `\n${yaml}`, body: text.slice(all.length), linesAbove: all.split('\n').length - 1 }
}

/** Reads a table; cells stay text, and every row keeps its line in the file. */
export function readCsv(
  { body, linesAbove }: Pick<CsvParts, 'body' | 'linesAbove'>,
  { dataset, delimiter }: { readonly dataset: string; readonly delimiter?: Delimiter | undefined },
): Outcome<RawTable> {
  // One kind of line break: a file joined from two has both, and a quoted cell would count each of them twice.
  const text = body.includes('\r') ? body.replaceAll(/\r\n?/g, '\n') : body
  const likely = delimiter === undefined ? likelyDelimiters(text) : [delimiter]
  // A header in which none stands has one column, whatever the separator.
  const [first = ',', second] = likely
  if (second !== undefined) return failed([unclearDelimiter(text, likely, { dataset, linesAbove })])
  const limits = { ...CSV_LIMITS, rows: CSV_LIMITS.rows + 2 }
  const parsed = parseCsv(text, { separator: SEPARATORS[first], firstLine: linesAbove + 1, limits })
  if (parsed.kind === 'fault')
    return failed([problem(...faultWords(parsed.why, { kind: 'cell', dataset, row: parsed.line }))])
  if (parsed.lines.length < 2) {
    const at = { kind: 'cell', dataset } as const
    return failed([
      problem('CSV_EMPTY', {
        at,
        message: 'the file has no rows of schools',
        expected: 'a header and at least one row',
      }),
    ])
  }
  const problems = [...raggedRows(parsed, dataset), ...rowsTooMany(parsed, dataset)]
  return outcome(problems, () => csvTable(parsed))
}

/** Nothing in the file says which separator it is, and a guess would put numbers into other columns. */
function unclearDelimiter(
  text: string,
  likely: readonly Delimiter[],
  { dataset, linesAbove }: { dataset: string; linesAbove: number },
): Problem {
  const header = /[^\n]+/.exec(text)
  const row = linesAbove + text.slice(0, header?.index ?? 0).split('\n').length
  const shown = likely.map((each) => (each === 'tab' ? 'a tab' : `"${each}"`))
  return problem('CSV_DELIMITER', {
    at: { kind: 'cell', dataset, row },
    message: `the cells may be separated by ${shown.join(' or ')}, and nothing tells which`,
    found: header?.[0],
    expected: 'one separator that gives the header and every row the same number of cells',
    suggestion: `state it: data: { file: …, delimiter: "${likely[0]}" }`,
  })
}

/** What is said of a table that can be read no further. */
function faultWords(why: CsvFault, at: Place): readonly [ProblemCode, ProblemDetails] {
  const suggestion = 'a cell with quotes in it is written "like ""this"""'
  const { columns, cells, characters } = CSV_LIMITS
  switch (why) {
    case 'open-quote':
      return ['CSV_SYNTAX', { at, message: 'a quoted cell does not end', suggestion }]
    case 'stray-quote':
      return ['CSV_SYNTAX', { at, message: 'a quote stands where none can', suggestion }]
    case 'columns':
      return ['CELLS_LIMIT', { at, message: 'a row has too many cells', expected: `at most ${columns}` }]
    case 'cells': {
      const leaveOut = 'leave out columns that the formula does not read'
      const message = 'the table has too many cells'
      return ['CELLS_LIMIT', { at, message, expected: `at most ${cells}`, suggestion: leaveOut }]
    }
    case 'characters':
      return [
        'CELLS_LIMIT',
        { at, message: 'a cell is too long', expected: `at most ${characters} characters` },
      ]
    default:
      return why satisfies never
  }
}

function rowsTooMany({ lines }: CsvRows, dataset: string): Problem[] {
  const line = lines[CSV_LIMITS.rows + 1]
  if (line === undefined) return []
  const at = { kind: 'cell', dataset, row: line } as const
  return [
    problem('ROWS_LIMIT', {
      at,
      message: 'the table has too many rows',
      expected: `at most ${CSV_LIMITS.rows}`,
    }),
  ]
}

function raggedRows(rows: CsvRows, dataset: string): Problem[] {
  const problems: Problem[] = []
  const width = cellsIn(rows, 0)
  for (let i = 1; i < rows.lines.length; i += 1) {
    const cells = cellsIn(rows, i)
    if (cells === width) continue
    const line = rows.lines[i] ?? 0
    const at = { kind: 'cell', dataset, row: line } as const
    if (problems.length === MOST_PROBLEMS) return [...problems, enough(at)]
    problems.push(
      problem('CSV_RAGGED', {
        at,
        message: `row ${line} has ${cells} cells and the header ${width}`,
        found: `${cells}`,
        expected: `${width}`,
        suggestion: cells > width ? 'quote cells that contain the separator' : undefined,
      }),
    )
  }
  return problems
}
