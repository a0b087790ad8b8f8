import type { ProblemCode } from '../../../core/problems/codes.ts'
import { isEnough } from '../../../core/problems/many-problems.ts'
import { type Place, type Problem, type ProblemDetails, problem } from '../../../core/problems/problem.ts'
import { columnLetters } from '../../../core/text/column-letters.ts'
import { CSV_LIMITS } from '../csv-delimiter.ts'
import { PILED_MARKS } from '../piled-marks.ts'
import {
  type CellContext,
  type CellFault,
  type CellReading,
  readCell,
  type WrittenCell,
} from './cell-text.ts'
import type { CellRange, SheetHandler } from './scan-sheet.ts'
import { brokenPart } from './xlsx-fault.ts'

export interface SheetWanted {
  readonly dataset: string
  readonly sheet: string
  /** Row of the header, from 1; the first row that is not empty where it is not stated. */
  readonly headerRow?: number | undefined
}

/** The header and the rows below it as far as they have come, with everything that is wrong with them. */
export interface SheetTable {
  readonly header: string[]
  /** Row of the header; 0 as long as there is none. */
  headerRow: number
  readonly rows: { readonly line: number; readonly cells: string[] }[]
  /** The first row with a number, by column counted from 0. */
  readonly numbers: Map<number, number>
  readonly problems: Problem[]
}

/** Collects the cells of a sheet as a table of texts. */
export function sheetCollector(
  wanted: SheetWanted,
  context: CellContext,
): { readonly handler: SheetHandler; readonly table: SheetTable } {
  const table: SheetTable = { header: [], headerRow: 0, rows: [], numbers: new Map(), problems: [] }
  const collecting: Collecting = { wanted, context, table }
  return {
    table,
    handler: {
      cell: (row, column, cell) => collectCell(collecting, { row, column }, cell),
      merged: (range) => refuseMerged(collecting, range),
    },
  }
}

interface Collecting {
  readonly wanted: SheetWanted
  readonly context: CellContext
  readonly table: SheetTable
}

/** Both counted from 1. */
interface CellPlace {
  readonly row: number
  readonly column: number
}

function collectCell(collecting: Collecting, at: CellPlace, cell: WrittenCell): void {
  const { wanted, context, table } = collecting
  const { headerRow = 1 } = wanted
  // A stated header row that is empty is none, and is told at the end.
  const isOff = wanted.headerRow !== undefined && table.headerRow === 0 && at.row > headerRow
  if (at.row < headerRow || isOff) return
  const reading = readCell(cell, context)
  if (reading.kind === 'broken') throw brokenPart(cellName(wanted.sheet, at), 'has a value that is none')
  const isHeader = table.headerRow === 0 || at.row === table.headerRow
  if (reading.kind === 'fault') {
    if (isHeader) enterHeader(collecting, at, '')
    // Below a cell of the header that is empty nothing is read, so nothing there is wrong.
    if (isHeader || (table.header[at.column - 1] ?? '') !== '') reportFault(collecting, at, reading)
    return
  }
  const { text } = reading
  if (text === '') return
  if (text.length > CSV_LIMITS.characters) report(collecting, 'CELLS_LIMIT', at, TOO_LONG)
  else if (isHeader) enterHeader(collecting, at, text)
  else if (at.column > table.header.length) reportBeside(collecting, at, text)
  else enterCell(collecting, at, text)
  if (reading.kind === 'number' && !isHeader && !table.numbers.has(at.column - 1))
    table.numbers.set(at.column - 1, at.row)
}

const MOST_FOUND = 100
const TOO_LONG = {
  message: 'a cell is too long',
  expected: `at most ${CSV_LIMITS.characters} characters`,
} as const

function report(
  { wanted: { dataset, sheet }, table }: Collecting,
  code: ProblemCode,
  { row, column }: CellPlace,
  details: Omit<ProblemDetails, 'at'>,
): void {
  const header = table.header[column - 1] ?? ''
  const at: Place = {
    kind: 'cell',
    dataset,
    sheet,
    row,
    letter: columnLetters(column),
    ...(header !== '' && { column: header }),
  }
  if (isEnough(table.problems, at)) throw new SheetFull()
  table.problems.push(problem(code, { ...details, at }))
}

/** So much has been read, or so much is wrong, that the rest of the sheet is not looked at. */
export class SheetFull extends Error {}

function reportFault(
  collecting: Collecting,
  at: CellPlace,
  { fault, found }: Extract<CellReading, { kind: 'fault' }>,
): void {
  const { code, ...words } = FAULTS[fault]
  report(collecting, code, at, { ...words, ...(found !== '' && { found: found.slice(0, MOST_FOUND) }) })
}

function enterHeader(collecting: Collecting, at: CellPlace, text: string): void {
  const { table } = collecting
  table.headerRow = at.row
  if (at.column <= CSV_LIMITS.columns) {
    while (table.header.length < at.column - 1) table.header.push('')
    table.header.push(text.normalize('NFC'))
    return
  }
  const isTold = table.problems.at(-1)?.code === 'CELLS_LIMIT'
  const expected = `at most ${CSV_LIMITS.columns}`
  if (!isTold) report(collecting, 'CELLS_LIMIT', at, { message: 'a row has too many cells', expected })
}

function enterCell(collecting: Collecting, at: CellPlace, text: string): void {
  const { header, rows } = collecting.table
  let last = rows.at(-1)
  if (last?.line !== at.row) {
    const most = Math.min(CSV_LIMITS.rows, Math.floor(CSV_LIMITS.cells / header.length) - 1)
    if (rows.length === most) {
      reportTooMany(collecting, at, most)
      throw new SheetFull()
    }
    last = { line: at.row, cells: header.map(() => '') }
    rows.push(last)
  }
  last.cells[at.column - 1] = text
}

function reportTooMany(collecting: Collecting, at: CellPlace, most: number): void {
  if (most === CSV_LIMITS.rows)
    report(collecting, 'ROWS_LIMIT', at, {
      message: 'the table has too many rows',
      expected: `at most ${most}`,
    })
  else
    report(collecting, 'CELLS_LIMIT', at, {
      message: 'the table has too many cells',
      expected: `at most ${CSV_LIMITS.cells}`,
      suggestion: 'leave out columns that the formula does not read',
    })
}

/** A value right of the header, which nothing can read: mostly the header is another row. Told once. */
function reportBeside(collecting: Collecting, at: CellPlace, text: string): void {
  const { header, headerRow, problems, rows } = collecting.table
  if (problems.some(({ code }) => code === 'XLSX_TABLE')) return
  report(collecting, 'XLSX_TABLE', at, {
    message: `row ${at.row} has a cell right of the header, which stands in row ${headerRow}`,
    found: text.slice(0, MOST_FOUND),
    expected:
      header.length === 1 ? '1 column, as in the header' : `${header.length} columns, as in the header`,
    suggestion:
      rows.length <= 1
        ? `if row ${at.row} is the header, say so: header_row: ${at.row}`
        : 'give the column a header, or empty the cell',
  })
}

/** Merged cells have one value for several schools or columns, and nothing says which it is for. */
function refuseMerged(
  collecting: Collecting,
  { rows: [top, bottom], columns: [left, right] }: CellRange,
): void {
  const { header, headerRow, rows } = collecting.table
  const last = rows.at(-1)?.line ?? headerRow
  if (headerRow === 0 || bottom < headerRow || top > last || left > header.length) return
  report(
    collecting,
    'XLSX_CELL',
    { row: Math.max(top, headerRow), column: left },
    {
      message: 'merged cells hold one value, and nothing says which schools or columns it is for',
      found: `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`,
      suggestion: 'unmerge them, and fill in each cell',
    },
  )
}

function cellName(sheet: string, { row, column }: CellPlace): string {
  return `${sheet}!${columnLetters(column)}${row}`
}

const FAULTS: Readonly<
  Record<
    CellFault,
    Pick<ProblemDetails, 'message' | 'expected' | 'suggestion'> & { readonly code: ProblemCode }
  >
> = {
  error: {
    code: 'XLSX_CELL',
    message: 'the cell shows an error, and no value',
    suggestion: 'mend its formula, or empty the cell',
  },
  'no-value': {
    code: 'XLSX_CELL',
    message: 'the formula in the cell was saved without its value',
    suggestion: 'open the file in a spreadsheet, let it compute, and save it again',
  },
  digits: {
    code: 'XLSX_CELL',
    message: 'a number of more than 15 digits: a spreadsheet keeps no more of them',
    suggestion: 'write it as text',
  },
  'no-day': {
    code: 'XLSX_CELL',
    message: 'the number is shown as a date, and is none',
    expected: 'a day from 1900 on',
  },
  duration: {
    code: 'XLSX_CELL',
    message: 'the cell shows hours that passed, which is neither a number nor a time',
    suggestion: 'give the cell the format of a number',
  },
  letters: {
    code: 'XLSX_CELL',
    message: 'a text holds a NUL, or half of a character',
    suggestion: 'write the text again',
  },
  marks: { code: 'TEXT_MARKS', ...PILED_MARKS },
}
