import type { RawTable } from '../../core/data/definition.ts'
import { listedTable } from '../../core/data/listed-table.ts'
import { failed, type Outcome, outcome, type Place, problem } from '../../core/problems/problem.ts'
import { columnLetters } from '../../core/text/column-letters.ts'
import { nearest } from '../../core/text/nearest.ts'
import { DESCRIPTION_SHEET, readDescription, type SheetDescription } from './xlsx/describing-sheet.ts'
import { scanSheet } from './xlsx/scan-sheet.ts'
import { SheetFull, type SheetTable, sheetCollector } from './xlsx/sheet-table.ts'
import { readDateStyles, readSharedStrings, readWorkbook, type SheetEntry } from './xlsx/workbook.ts'
import { XlsxFault } from './xlsx/xlsx-fault.ts'
import { zipEntries } from './xlsx/zip-guard.ts'

export interface XlsxWanted {
  /** What the scenario calls the dataset, for places. */
  readonly dataset: string
  /** Needed where the workbook shows several sheets. */
  readonly sheet?: string | undefined
  /** Row of the header, from 1; the first row that is not empty unless stated. */
  readonly headerRow?: number | undefined
}

/** A table with the sheet that it was read from. */
export interface XlsxTable {
  readonly table: RawTable
  readonly sheet: string
  /** Letter of each column, in their order. */
  readonly letters: readonly string[]
  /** What the workbook says of itself, if it has a sheet for that. */
  readonly description: SheetDescription
  /** The first row with a number in it, by column counted from 0: a number needs no format to be read. */
  readonly numbers: ReadonlyMap<number, number>
}

/** Whether a file is read as XLSX, by its name. */
export function isXlsx(file: string): boolean {
  return /\.xls[xm]$/i.test(file)
}

/**
 * Reads one sheet of an XLSX file as a table of texts, as a CSV file is: nothing in the file is run, and nothing outside
 * of it is looked at. Numbers are the 15 digits that a spreadsheet keeps of them, days are ISO 8601, formulas are the
 * values that were saved with them.
 */
export async function readXlsx(bytes: Uint8Array, wanted: XlsxWanted): Promise<Outcome<XlsxTable>> {
  try {
    return await readTable(bytes, wanted)
  } catch (thrown) {
    if (!(thrown instanceof XlsxFault)) throw thrown
    const at = { kind: 'cell', dataset: wanted.dataset } as const
    return failed([problem(thrown.code, { at, message: thrown.message, ...thrown.details })])
  }
}

async function readTable(bytes: Uint8Array, wanted: XlsxWanted): Promise<Outcome<XlsxTable>> {
  const workbook = await readWorkbook(zipEntries(bytes))
  const chosen = chosenSheet(workbook.sheets, wanted.sheet)
  const about = workbook.sheets.find((each) => each.name === DESCRIPTION_SHEET && each !== chosen)
  const { countsFrom1904 } = workbook
  const strings = await readSharedStrings(workbook.sharedStrings)
  const dateStyles = await readDateStyles(workbook.styles)
  const read = async ({ name, entry }: SheetEntry, headerRow?: number): Promise<SheetTable> => {
    const { handler, table } = sheetCollector(
      { dataset: wanted.dataset, sheet: name, headerRow },
      { strings, dateStyles, countsFrom1904 },
    )
    await scanSheet(entry, handler).catch((thrown: unknown) => {
      if (!(thrown instanceof SheetFull)) throw thrown
    })
    return table
  }
  const table = await read(chosen, wanted.headerRow)
  const at = { kind: 'cell', dataset: wanted.dataset, sheet: chosen.name } as const
  const description = readDescription(about && (await read(about)), wanted.dataset)
  const problems = [...table.problems, ...emptyProblems(table, wanted, at), ...description.problems]
  return outcome(problems, () => ({
    table: listedTable({ header: table.header, headerLine: table.headerRow, rows: table.rows }),
    sheet: chosen.name,
    letters: table.header.map((_, i) => columnLetters(i + 1)),
    numbers: table.numbers,
    description,
  }))
}

/** The sheet that is named, or the only one that is not hidden and not about the others. */
function chosenSheet(sheets: readonly SheetEntry[], name: string | undefined): SheetEntry {
  const names = sheets.map((each) => each.name)
  const shown = sheets.filter((each) => !each.isHidden && each.name !== DESCRIPTION_SHEET)
  const expected = `one of ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`
  if (name !== undefined) {
    const wanted = name.normalize('NFC')
    const found = sheets.find((each) => each.name === wanted)
    if (found !== undefined) return found
    const meant = nearest(wanted, names)
    throw new XlsxFault('XLSX_SHEET', `there is no sheet "${name}"`, {
      found: name,
      expected,
      ...(meant !== undefined && { suggestion: `sheet: ${JSON.stringify(meant)}` }),
    })
  }
  const [only, second] = shown.length > 0 ? shown : sheets
  if (only === undefined) throw new XlsxFault('XLSX_SHEET', 'the workbook has no sheet with cells')
  if (second !== undefined)
    throw new XlsxFault('XLSX_SHEET', 'the workbook has several sheets, and nothing says which is meant', {
      expected,
      suggestion: `state it: sheet: ${JSON.stringify(only.name)}`,
    })
  return only
}

const MOST_NAMED = 20

function emptyProblems(
  { headerRow, rows, problems }: SheetTable,
  wanted: XlsxWanted,
  at: Extract<Place, { kind: 'cell' }>,
) {
  if (headerRow > 0 && (rows.length > 0 || problems.length > 0)) return []
  const isHeaderMissing = headerRow === 0 && wanted.headerRow !== undefined
  const message = isHeaderMissing
    ? `row ${wanted.headerRow} is empty, so it is no header`
    : 'the sheet has no rows of schools'
  const row = isHeaderMissing ? { row: wanted.headerRow } : {}
  return [
    problem('XLSX_TABLE', {
      at: { ...at, ...row },
      message,
      expected: 'a header and at least one row below it',
    }),
  ]
}
