import { type Cell, type CellStyle as LibraryStyle, writeXlsx } from 'hucre/xlsx'
import type { CellStyle, Workbook, WorkbookCell, WorkbookSheet } from './workbook.ts'

/** A cell holds no longer text, and no formula or name is one. */
const MOST_LETTERS = 32_767

/** Where nobody says when the file was made: the first day that its container can name. */
const NO_DAY = Date.UTC(1980, 0, 1)

/** Writes a workbook in the form of Excel. `date` is the day to put on it, such as 2025-07-01. */
export async function writeWorkbook(
  { title, sheets }: Workbook,
  { date }: { readonly date?: string | undefined } = {},
): Promise<Uint8Array> {
  const made = new Date(date === undefined ? NO_DAY : Date.parse(`${date}T00:00:00Z`))
  return writeXlsx({
    properties: { title: kept(title), creator: 'Leeway', modified: made },
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      columns: sheet.widths.map((width) => ({ width })),
      rows: sheet.rows.map(() => []),
      cells: cellsOf(sheet),
      freezePane: { rows: sheet.fixedRows ?? 0, columns: sheet.fixedColumns ?? 0 },
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    })),
  })
}

function cellsOf({ rows }: WorkbookSheet): Map<string, Partial<Cell>> {
  const cells = rows.flatMap((row, r) =>
    row.flatMap((cell, c): [string, Partial<Cell>][] =>
      cell === undefined ? [] : [[`${r},${c}`, libraryCell(cell)]],
    ),
  )
  return new Map(cells)
}

function libraryCell(cell: WorkbookCell): Partial<Cell> {
  const style = STYLES[cell.style ?? 'plain']
  switch (cell.kind) {
    case 'text':
      return textOf(kept(cell.text), style)
    case 'number':
      return { value: cell.number, type: 'number', style }
    case 'truth':
      return { value: cell.truth, type: 'boolean', style }
    case 'formula': {
      const result = typeof cell.result === 'string' ? kept(cell.result) : cell.result
      return { value: null, type: 'formula', formula: cell.formula, formulaResult: result, style }
    }
    default:
      return cell satisfies never
  }
}

/** Texts that a spreadsheet would read as a formula, or as a number, if somebody typed into their cell. */
const TYPED_OTHERWISE = /^[=+\-@\t\r\d＝＋－＠]/

/** Texts that the library would take for an error of a spreadsheet. */
const ERROR_WORDS = /^#[A-Z0-9/_]+[!?]?$/

/** A text that stays one: even where it reads like an error, and even if its cell is opened and closed again. */
function textOf(text: string, plain: LibraryStyle): Partial<Cell> {
  const style = TYPED_OTHERWISE.test(text) ? { ...plain, numFmt: '@' } : plain
  if (!ERROR_WORDS.test(text)) return { value: text, type: 'string', style }
  return { value: text, type: 'richText', richText: [{ text }], style }
}

/** A text as the file can hold it: spreadsheets read `_x0041_` as a letter, and no half of a letter. */
function kept(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  const safe = whole.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replace(/[\ufffe\uffff]/g, '\ufffd')
  return safe.length > MOST_LETTERS ? `${safe.slice(0, MOST_LETTERS - 1).toWellFormed()}…` : safe
}

const grey = { rgb: '666666' }

const STYLES: Readonly<Record<CellStyle, LibraryStyle>> = {
  title: { font: { bold: true, size: 14 } },
  heading: {
    font: { bold: true },
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DDE6EF' } },
  },
  notice: { font: { bold: true, color: { rgb: '9C5700' } } },
  assumed: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEB9C' } } },
  wrong: { font: { bold: true, color: { rgb: '9C0006' } } },
  plain: {},
  count: { alignment: { horizontal: 'right' } },
  money: { numFmt: '#,##0.00##########', alignment: { horizontal: 'right' } },
  total: { font: { bold: true }, numFmt: '#,##0.00##########', alignment: { horizontal: 'right' } },
  quiet: { font: { color: grey } },
}
