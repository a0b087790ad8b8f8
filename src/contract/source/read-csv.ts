import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import type { RawTable } from '../../core/data/definition.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'

export type Delimiter = ',' | ';' | 'tab'

export const CSV_LIMITS = { bytes: 256 * 1024 * 1024, rows: 1_000_000 } as const

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
  const text = body.replaceAll(/\r\n?/g, '\n')
  const separator = delimiter === undefined ? detectDelimiter(text) : SEPARATORS[delimiter]
  const records = parseRecords(text, { dataset, separator, linesAbove })
  if (records.kind === 'failed') return records
  const [header, ...rows] = records.value
  if (header === undefined || rows.length === 0) {
    const at = { kind: 'cell', dataset } as const
    return failed([
      problem('CSV_EMPTY', {
        at,
        message: 'the file has no rows of schools',
        expected: 'a header and at least one row',
      }),
    ])
  }
  const problems = rows.flatMap((row) => raggedRow(row, header.cells.length, dataset))
  if (rows.length > CSV_LIMITS.rows) {
    const at = { kind: 'cell', dataset, row: CSV_LIMITS.rows } as const
    problems.push(
      problem('ROWS_LIMIT', {
        at,
        message: 'too many rows',
        found: `${rows.length}`,
        expected: `at most ${CSV_LIMITS.rows}`,
      }),
    )
  }
  return outcome(problems, () => ({
    header: header.cells.map((cell) => cell.normalize('NFC')),
    headerLine: header.line,
    rows,
  }))
}

type Row = RawTable['rows'][number]

const SEPARATORS: Readonly<Record<Delimiter, string>> = { ',': ',', ';': ';', tab: '\t' }

/** The separator that stands most often in the header line, outside quotes. */
function detectDelimiter(body: string): string {
  const line = (/[^\n]+/.exec(body)?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const counts = Object.values(SEPARATORS).map((separator) => ({
    separator,
    count: line.split(separator).length,
  }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).separator
}

function parseRecords(
  body: string,
  { dataset, separator, linesAbove }: { dataset: string; separator: string; linesAbove: number },
): Outcome<readonly Row[]> {
  try {
    const records: { record: string[]; info: { lines: number } }[] = parse(body, {
      delimiter: separator,
      info: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
    }) as never
    const rows = records.map(({ record, info }) => {
      const inside = record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0)
      return { line: linesAbove + info.lines - inside, cells: record }
    })
    return outcome([], () => rows)
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    const isOpen = thrown.code === 'CSV_QUOTE_NOT_CLOSED'
    const line = linesAbove + (isOpen ? openQuoteLine(body) : Number(thrown['lines'] ?? 1))
    return failed([
      problem('CSV_SYNTAX', {
        at: { kind: 'cell', dataset, row: line },
        message: isOpen ? 'a quoted cell does not end' : 'a quote stands where none can',
        suggestion: 'a cell with quotes in it is written "like ""this"""',
      }),
    ])
  }
}

/** The line on which the cell starts that never ends: from the end, the first quote that is not doubled. */
function openQuoteLine(body: string): number {
  let at = body.lastIndexOf('"')
  while (at > 1 && body[at - 1] === '"') at = body.lastIndexOf('"', at - 2)
  return body.slice(0, Math.max(at, 0)).split('\n').length
}

function raggedRow({ line, cells }: Row, width: number, dataset: string): Problem[] {
  if (cells.length === width) return []
  return [
    problem('CSV_RAGGED', {
      at: { kind: 'cell', dataset, row: line },
      message: `row ${line} has ${cells.length} cells and the header ${width}`,
      found: `${cells.length}`,
      expected: `${width}`,
      suggestion: cells.length > width ? 'quote cells that contain the separator' : undefined,
    }),
  ]
}
