import type { LocatedProblem } from '../contract/report/source-map.ts'
import { MOST_SCHOOL_SHEETS, runWorkbook, type WorkbookWish } from '../contract/report/xlsx/run-workbook.ts'
import { writeWorkbook } from '../contract/report/xlsx/write-workbook.ts'
import { problem } from '../core/problems/problem.ts'
import type { Run } from './run-scenario.ts'
import { unknownSchool } from './unknown-id.ts'

export type WorkbookOutcome =
  | { readonly kind: 'done'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] }

/** A run as a spreadsheet: of all schools that it shows, or of one alone. */
export async function workbookOfRun(run: Run, wish: WorkbookWish): Promise<WorkbookOutcome> {
  const { schools } = run.result
  const { school } = wish
  if (school !== undefined && !schools.some(({ id }) => id === school))
    return { kind: 'refused', problems: [unknownSchool(school, schools)] }
  if (school === undefined && schools.length > MOST_SCHOOL_SHEETS)
    return { kind: 'refused', problems: [tooManySheets(schools.length)] }
  const { workbook } = runWorkbook(run, wish)
  return { kind: 'done', bytes: await writeWorkbook(workbook, wish) }
}

function tooManySheets(schools: number): LocatedProblem {
  const { at: _, ...rest } = problem('SHEETS_LIMIT', {
    at: { kind: 'document', pointer: '' },
    message: 'a workbook of this run would have more sheets than spreadsheets open',
    found: `${schools} schools`,
    expected: `at most ${MOST_SCHOOL_SHEETS}`,
    suggestion: 'ask for the workbook of one school, or for CSV',
  })
  return { ...rest, where: {} }
}
