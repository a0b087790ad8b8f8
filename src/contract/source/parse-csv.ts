import { IntList } from './int-list.ts'

/** The rows of a table, or the line and the reason at which it can no longer be read. */
export type CsvParsing =
  | ({ readonly kind: 'rows' } & CsvRows)
  | { readonly kind: 'fault'; readonly why: CsvFault; readonly line: number }

/** Where rows and cells stand in a text: no text is made of a cell that nobody asks for. */
export interface CsvRows {
  /** The one that was parsed, and behind it those cells of it in which quotes were doubled, as they are meant. */
  readonly text: string
  /** Where each cell begins and where it ends, two numbers a cell. */
  readonly bounds: Int32Array
  /** The line on which each row starts. */
  readonly lines: Int32Array
  /** The number of the first cell of each row, and behind them that of all cells. */
  readonly firstCells: Int32Array
}

/** How many cells a row has. */
export function cellsIn({ firstCells }: CsvRows, row: number): number {
  return (firstCells[row + 1] ?? 0) - (firstCells[row] ?? 0)
}

export type CsvFault = 'open-quote' | 'stray-quote' | 'columns' | 'cells' | 'characters'

/** How much of a table is read: what is more is a fault, but rows, which are just not read. */
export interface TableLimits {
  /** With the header. */
  readonly rows: number
  readonly columns: number
  readonly cells: number
  /** Of one cell. */
  readonly characters: number
}

/**
 * Finds the rows and cells of a text whose lines end in `\n`. A cell may stand in quotes, and then holds separators,
 * line breaks and doubled quotes. Empty lines are no rows. The time it takes is that of looking at each character once.
 */
export function parseCsv(
  text: string,
  { separator, firstLine = 1, limits }: { separator: string; firstLine?: number; limits: TableLimits },
): CsvParsing {
  // As many as there are where a cell has four letters with its separator, and a row eight of eight.
  const bounds = new IntList(text.length >> 1)
  const lines = new IntList(text.length >> 6)
  const firstCells = new IntList(text.length >> 6)
  const sign = separator.charCodeAt(0)
  const table: Table = {
    text,
    limits,
    separator: sign,
    bounds,
    unquoted: [],
    end: text.length,
    at: 0,
    line: firstLine,
  }
  while (table.at < text.length && lines.length < limits.rows) {
    if (text.charCodeAt(table.at) === BREAK) {
      table.at += 1
      table.line += 1
      continue
    }
    lines.push(table.line)
    firstCells.push(bounds.length / 2)
    const fault = readRow(table)
    if (fault !== undefined) return { kind: 'fault', why: fault, line: table.line }
  }
  firstCells.push(bounds.length / 2)
  return {
    kind: 'rows',
    text: table.unquoted.length === 0 ? text : text + table.unquoted.join(''),
    bounds: bounds.items(),
    lines: lines.items(),
    firstCells: firstCells.items(),
  }
}

const [BREAK, QUOTE] = [10, 34] as const

/** Where the reading stands. */
interface Table {
  readonly text: string
  readonly limits: TableLimits
  readonly separator: number
  readonly bounds: IntList
  /** Cells in which quotes were doubled, and where the next of them begins behind the text. */
  readonly unquoted: string[]
  end: number
  at: number
  line: number
}

/** Reads the cells up to the end of the row, behind which the reading then stands. */
function readRow(table: Table): CsvFault | undefined {
  const { text, limits, bounds } = table
  const before = bounds.length / 2
  for (;;) {
    const fault = text.charCodeAt(table.at) === QUOTE ? readQuoted(table) : readPlain(table)
    if (fault !== undefined) return fault
    const cells = bounds.length / 2
    if (cells - before > limits.columns) return 'columns'
    if (cells > limits.cells) return 'cells'
    const isLast = table.at >= text.length || text.charCodeAt(table.at) === BREAK
    if (isLast) table.line += 1
    table.at += 1
    if (isLast) return undefined
  }
}

/** A cell without quotes, up to the sign that ends it. */
function readPlain(table: Table): CsvFault | undefined {
  const { text, separator, at: start } = table
  let at = start
  for (; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === separator || sign === BREAK) break
    if (sign === QUOTE) return 'stray-quote'
  }
  table.at = at
  return enter(table, start, at)
}

/** A cell in quotes, up to the sign behind them. */
function readQuoted(table: Table): CsvFault | undefined {
  const { text, separator, at: start } = table
  let quote = text.indexOf('"', start + 1)
  let isDoubled = false
  while (quote >= 0 && text.charCodeAt(quote + 1) === QUOTE) {
    isDoubled = true
    quote = text.indexOf('"', quote + 2)
  }
  // Told where the cell starts: it ends nowhere.
  if (quote < 0) return 'open-quote'
  const written = text.slice(start + 1, quote)
  table.line += breaksIn(written)
  table.at = quote + 1
  const isEnd = table.at >= text.length || [BREAK, separator].includes(text.charCodeAt(table.at))
  if (!isEnd) return 'stray-quote'
  if (!isDoubled) return enter(table, start + 1, quote)
  const meant = written.replaceAll('""', '"')
  table.unquoted.push(meant)
  table.end += meant.length
  return enter(table, table.end - meant.length, table.end)
}

function enter({ bounds, limits }: Table, start: number, end: number): CsvFault | undefined {
  if (end - start > limits.characters) return 'characters'
  bounds.push(start)
  bounds.push(end)
  return undefined
}

function breaksIn(text: string): number {
  let breaks = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1
  return breaks
}
