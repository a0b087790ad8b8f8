/** A row of texts, with the line of the file on which it starts. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of a table, or the line and the reason at which it can no longer be read. */
export type CsvParsing =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'fault'; readonly why: CsvFault; readonly line: number }

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
 * Cuts a text whose lines end in `\n` into rows and cells. A cell may stand in quotes, and then holds separators, line
 * breaks and doubled quotes. Empty lines are no rows. The time it takes is that of looking at each character once.
 */
export function parseCsv(
  text: string,
  { separator, firstLine = 1, limits }: { separator: string; firstLine?: number; limits: TableLimits },
): CsvParsing {
  const table: Table = {
    text,
    limits,
    next: { separator: finder(text, separator), lineBreak: finder(text, '\n'), quote: finder(text, '"') },
    at: 0,
    line: firstLine,
    cells: 0,
  }
  const rows: CsvRow[] = []
  while (table.at < text.length && rows.length < limits.rows) {
    if (text[table.at] === '\n') {
      table.at += 1
      table.line += 1
      continue
    }
    const { line } = table
    const cells = readRow(table)
    if (typeof cells === 'string') return { kind: 'fault', why: cells, line: table.line }
    rows.push({ line, cells })
  }
  return { kind: 'rows', rows }
}

/** Where the reading stands. */
interface Table {
  readonly text: string
  readonly limits: TableLimits
  readonly next: Readonly<Record<'separator' | 'lineBreak' | 'quote', Finder>>
  at: number
  line: number
  cells: number
}

/** Where a sign stands next from a place on; places only grow. */
type Finder = (from: number) => number

// Asked from every cell, a plain search would look through the rest of the file each time.
function finder(text: string, sign: string): Finder {
  let found = -1
  return (from) => {
    if (found < from) {
      const index = text.indexOf(sign, from)
      found = index < 0 ? Number.POSITIVE_INFINITY : index
    }
    return found
  }
}

/** The cells up to the end of the row, behind which the reading then stands. */
function readRow(table: Table): readonly string[] | CsvFault {
  const { text, limits } = table
  const cells: string[] = []
  for (;;) {
    const cell = text[table.at] === '"' ? readQuoted(table) : readPlain(table)
    if ('fault' in cell) return cell.fault
    if (cell.text.length > limits.characters) return 'characters'
    cells.push(cell.text)
    table.cells += 1
    if (cells.length > limits.columns) return 'columns'
    if (table.cells > limits.cells) return 'cells'
    const isLast = table.at >= text.length || text[table.at] === '\n'
    if (isLast) table.line += 1
    table.at += 1
    if (isLast) return cells
  }
}

type Cell = { readonly text: string } | { readonly fault: CsvFault }

/** A cell without quotes, up to the sign that ends it. */
function readPlain(table: Table): Cell {
  const { text, next, at } = table
  const end = Math.min(next.separator(at), next.lineBreak(at), text.length)
  if (next.quote(at) < end) return { fault: 'stray-quote' }
  table.at = end
  return { text: text.slice(at, end) }
}

/** A cell in quotes, up to the sign behind them. */
function readQuoted(table: Table): Cell {
  const { text, next, at } = table
  let quote = text.indexOf('"', at + 1)
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  // Told where the cell starts: it ends nowhere.
  if (quote < 0) return { fault: 'open-quote' }
  const written = text.slice(at + 1, quote)
  table.line += breaksIn(written)
  table.at = quote + 1
  const isEnd = table.at >= text.length || text[table.at] === '\n' || next.separator(table.at) === table.at
  return isEnd ? { text: written.replaceAll('""', '"') } : { fault: 'stray-quote' }
}

function breaksIn(text: string): number {
  let breaks = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1
  return breaks
}
