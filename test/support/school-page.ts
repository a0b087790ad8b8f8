import { runWorkbook } from '../../src/contract/report/xlsx/run-workbook.ts'
import type { WorkbookCell, WorkbookRow, WorkbookSheet } from '../../src/contract/report/xlsx/workbook.ts'
import { runFiles } from './scenario-files.ts'
import { type Blocks, smallDistrict } from './small-district.ts'
import { type Spreadsheet, spreadsheet } from './spreadsheet.ts'

/** The sheet of a district's first school, and what a spreadsheet makes of it. */
export interface SchoolPage {
  readonly sheet: WorkbookSheet
  readonly page: Spreadsheet
  readonly sheets: readonly WorkbookSheet[]
  /** The third cell of the row whose second is this: the amount of a line, the value of a count. */
  readonly cell: (id: string) => WorkbookCell | undefined
  /** What that cell comes to. */
  readonly value: (id: string) => unknown
  readonly row: (id: string) => WorkbookRow
}

/** The workbook of the small district with some of its blocks put otherwise. */
export async function schoolPage(blocks: Blocks, { school }: { school?: string } = {}): Promise<SchoolPage> {
  const run = await runFiles([['district.yaml', smallDistrict(blocks)]])
  const { sheets, ...workbook } = runWorkbook(run, { command: 'leeway run district.yaml', school }).workbook
  const page = spreadsheet({ ...workbook, sheets })
  const sheet = sheets[2]
  if (sheet === undefined) throw new Error('the third sheet is that of the first school')
  const at = (id: string): number =>
    sheet.rows.findIndex((row) => textOf(row[1]) === id || textOf(row[0]) === id)
  return {
    sheet,
    sheets,
    page,
    row: (id) => sheet.rows[at(id)] ?? [],
    cell: (id) => sheet.rows[at(id)]?.[2],
    value: (id) => page.at(sheet.name, 3, at(id) + 1),
  }
}

export function textOf(cell: WorkbookCell | undefined): string | undefined {
  return cell?.kind === 'text' ? cell.text : undefined
}

export function formulaOf(cell: WorkbookCell | undefined): string | undefined {
  return cell?.kind === 'formula' ? cell.formula : undefined
}
