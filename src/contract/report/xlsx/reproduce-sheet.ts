import type { RunResult } from '../run-schema.ts'
import { OWN_SHEETS } from './sheet-names.ts'
import { textRow, type WorkbookRow, type WorkbookSheet } from './workbook.ts'

export interface Reproducing {
  readonly result: RunResult
  /** The command that makes the file. */
  readonly command: string
  /** The day that somebody put on the file, if any. */
  readonly date?: string | undefined
  /** Where a number is a text, because a spreadsheet would lose digits of it. */
  readonly long: readonly string[]
  readonly live: number
  readonly values: readonly { readonly sheet: string; readonly line: string; readonly why: string }[]
  /** The school that the file is of, if it is of one. */
  readonly school?: string | undefined
}

/** More warnings, or lines that are values, are counted and not listed. */
const MOST_LISTED = 1000

/** How the file can be made again, what it rests on, and what in it is not a formula. */
export function reproduceSheet(made: Reproducing): WorkbookSheet {
  const { result, command, date, long, live, values } = made
  const { leeway, datasets } = result
  const rows: WorkbookRow[] = [
    textRow(['How to make this file again'], 'title'),
    textRow(['Command', command]),
    textRow(['Engine', leeway.engine]),
    textRow(['Inputs', leeway.inputs]),
    textRow(['', 'The same inputs have the same hash, and come to the same amounts.'], 'quiet'),
    textRow(['Date', date ?? 'none was given']),
    [],
    textRow(
      ['Dataset', 'Vintage', 'Source', 'Rows', 'Measure', 'Unit', 'Basis', 'As of', 'Includes'],
      'heading',
    ),
    ...datasets.flatMap(datasetRows),
    [],
    textRow(['Formulas and values'], 'heading'),
    textRow([
      `${live} amounts are formulas, which a spreadsheet works out again; ${values.length} are values that Leeway computed.`,
    ]),
    ...listed(values, ({ sheet, line, why }) => [sheet, line, why]),
    [],
    textRow(['Warnings', 'Message', 'What was found'], 'heading'),
    ...longRows(long),
    ...warningRows(made),
  ]
  return { name: OWN_SHEETS.reproduce, rows, widths: [30, 80, 40, 12, 30, 16, 16, 14, 40] }
}

function datasetRows({
  name,
  vintage,
  source,
  schools,
  measures,
}: RunResult['datasets'][number]): WorkbookRow[] {
  return [
    textRow([name, vintage ?? '', source ?? '', `${schools}`]),
    ...measures.map(({ name: measure, unit, basis, asOf, includes }) =>
      textRow(['', '', '', '', measure, unit, basis ?? 'not stated', asOf ?? 'not stated', includes ?? '']),
    ),
  ]
}

function longRows(long: readonly string[]): WorkbookRow[] {
  return listed(long, (place) => [
    'More than 15 digits',
    `${place} is a text, because a spreadsheet would round it`,
  ])
}

/** What is amiss at other schools is not this school's. */
function warningRows({ result, school, long }: Reproducing): WorkbookRow[] {
  const own = result.warnings.filter((warning) => school === undefined || warning.school === school)
  if (own.length + long.length === 0) return [textRow(['none'], 'quiet')]
  // What is found may name schools.
  return listed(own, ({ code, message, found }) => [code, message, school === undefined ? (found ?? '') : ''])
}

function listed<T>(all: readonly T[], row: (each: T) => readonly string[]): WorkbookRow[] {
  const more = all.length - MOST_LISTED
  return [
    ...all.slice(0, MOST_LISTED).map((each) => textRow(row(each))),
    ...(more > 0 ? [textRow([`… and ${more} more`])] : []),
  ]
}
