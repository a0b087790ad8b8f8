import { columnLetters } from '../../../core/text/column-letters.ts'
import type { WrittenCell } from './cell-text.ts'
import { scanXml } from './scan-xml.ts'
import { unpackedText } from './unpack.ts'
import { brokenPart } from './xlsx-fault.ts'
import type { ZipEntry } from './zip-guard.ts'

/** A rectangle of cells; rows and columns are counted from 1. */
export interface CellRange {
  readonly rows: readonly [first: number, last: number]
  readonly columns: readonly [first: number, last: number]
}

/** What is done with a sheet as it is read: cells from left to right, rows from top to bottom, merged cells last. */
export interface SheetHandler {
  cell(row: number, column: number, cell: WrittenCell): void
  merged(range: CellRange): void
}

/** As many as a sheet has in any spreadsheet program. */
const MOST = { row: 1_048_576, column: 16_384 } as const

/** Reads the cells of a sheet in their order, hidden ones too. Cells that have neither value nor formula are passed over. */
export async function scanSheet(entry: ZipEntry, handler: SheetHandler): Promise<void> {
  const path: string[] = []
  const at = { row: 0, column: 0 }
  let cell: OpenCell | undefined
  const broken = (): Error => brokenPart(entry.name, 'has cells out of their order')
  await scanXml(entry.name, unpackedText(entry), {
    open(name, attributes, depth) {
      path.splice(depth - 1, path.length, name)
      if (depth === 3 && isPath(path, ROW)) {
        const row = wholeNumber(attributes().get('r'), at.row + 1)
        if (row === undefined || row <= at.row || row > MOST.row) throw broken()
        Object.assign(at, { row, column: 0 })
      } else if (depth === 4 && isPath(path, CELL)) {
        const given = attributes()
        const place = readReference(given.get('r') ?? `${columnLetters(at.column + 1)}${at.row}`)
        if (place?.row !== at.row || place.column <= at.column || place.column > MOST.column) throw broken()
        at.column = place.column
        cell = newCell(given)
      } else if (cell !== undefined) {
        if (isPath(path, VALUE)) cell.hasValue = true
        if (isPath(path, FORMULA)) cell.hasFormula = true
      } else if (depth === 3 && isPath(path, MERGED)) {
        const range = readRange(attributes().get('ref') ?? '')
        if (range === undefined) throw brokenPart(entry.name, 'has merged cells that are no cells')
        handler.merged(range)
      }
    },
    text(text, depth) {
      if (cell === undefined || depth < 5) return
      if (isPath(path, VALUE)) cell.value += text
      else if (isPath(path, INLINE) || isPath(path, INLINE_RUN)) cell.inline += text
    },
    close(_name, depth) {
      path.length = depth - 1
      if (depth !== 4 || cell === undefined) return
      if (cell.hasValue || cell.hasFormula || cell.inline !== '') handler.cell(at.row, at.column, cell)
      cell = undefined
    },
  })
}

type OpenCell = { -readonly [Field in keyof WrittenCell]: WrittenCell[Field] }

const ROW = ['worksheet', 'sheetData', 'row']
const CELL = [...ROW, 'c']
const VALUE = [...CELL, 'v']
const FORMULA = [...CELL, 'f']
const INLINE = [...CELL, 'is', 't']
const INLINE_RUN = [...CELL, 'is', 'r', 't']
const MERGED = ['worksheet', 'mergeCells', 'mergeCell']

function isPath(path: readonly string[], wanted: readonly string[]): boolean {
  // From the end, where paths differ.
  let i = path.length
  if (i !== wanted.length) return false
  while (i > 0 && path[i - 1] === wanted[i - 1]) i -= 1
  return i === 0
}

function newCell(given: ReadonlyMap<string, string>): OpenCell {
  return {
    kind: given.get('t') ?? '',
    style: wholeNumber(given.get('s'), 0) ?? 0,
    value: '',
    inline: '',
    hasFormula: false,
    hasValue: false,
  }
}

function wholeNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

const REFERENCE = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/

function readReference(text: string): { readonly row: number; readonly column: number } | undefined {
  const match = REFERENCE.exec(text)
  if (match === null) return undefined
  const [, letters = '', row = ''] = match
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - CODE_BEFORE_A
  return { row: Number(row), column }
}

const CODE_BEFORE_A = 64

function readRange(text: string): CellRange | undefined {
  const [first = '', last = first] = text.split(':')
  const from = readReference(first)
  const to = readReference(last)
  if (from === undefined || to === undefined) return undefined
  return { rows: [from.row, to.row], columns: [from.column, to.column] }
}
