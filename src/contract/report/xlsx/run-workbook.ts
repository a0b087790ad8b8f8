import type { Checked } from '../../../core/formula/checked.ts'
import type { SchoolAllocation } from '../../../core/funding/school-allocation.ts'
import type { RunResult } from '../run-schema.ts'
import { parameterSheet } from './parameter-sheet.ts'
import { reproduceSheet } from './reproduce-sheet.ts'
import { type SheetRun, schoolCells } from './school-cells.ts'
import { schoolSheet } from './school-sheet.ts'
import { schoolsSheet } from './schools-sheet.ts'
import { sheetNames } from './sheet-names.ts'
import { type SheetPlan, sheetPlan } from './sheet-plan.ts'
import { rowTitle, scenarioTitle } from './sheet-words.ts'
import { summarySheet } from './summary-sheet.ts'
import type { Workbook } from './workbook.ts'

/** More sheets open slowly, or not at all. */
export const MOST_SCHOOL_SHEETS = 1000

export interface WorkbookWish {
  /** Only the sheet of this school, with no other school's numbers. */
  readonly school?: string | undefined
  /** The command that makes the file, for its last sheet. */
  readonly command: string
  /** The day to put on the file. */
  readonly date?: string | undefined
}

export interface RunWorkbook {
  readonly workbook: Workbook
  /** Lines of schools that are formulas, and those that are values. */
  readonly live: number
  readonly values: number
}

/** A run as a workbook: what it comes to, each school's lines as formulas, the parameters, and how to make it again. */
export function runWorkbook(run: SheetRun & { readonly result: RunResult }, wish: WorkbookWish): RunWorkbook {
  const { allocation, result } = run
  const { formula, lines, shown } = allocation
  const isMeant = ({ id }: SchoolAllocation): boolean => shown.has(id) && (wish.school ?? id) === id
  const indexes = allocation.schools.flatMap((school, index) => (isMeant(school) ? [index] : []))
  const schools = allocation.schools.filter(isMeant)
  const names = sheetNames(schools)
  const plan = sheetPlan(formula, lines)
  const isWhole = wish.school === undefined
  const reached = isWhole ? undefined : reachedEntries(plan, run, indexes)
  const listed = [...formula.parameters.values()].filter(({ name }) => isWhole || plan.parameters.has(name))
  const parameters = parameterSheet(listed, {
    currency: formula.currency,
    isShown: (name, keys) => reached === undefined || reached.has(entryKey(name, keys)),
  })
  const long = new Set(parameters.long)
  const sheets = indexes.map((school, i) =>
    schoolSheet(names[i] ?? '', {
      work: { ...run, plan, parameters: parameters.places, long, school },
      result,
    }),
  )
  const list = schoolsSheet(
    schools.map((school, i) => ({ school, sheet: names[i] ?? '' })),
    { lines, plan, title: rowTitle(formula.rows) },
  )
  const live = sheets.reduce((sum, sheet) => sum + sheet.live, 0)
  const values = sheets.flatMap(({ sheet, values: own }) =>
    own.map((each) => ({ sheet: sheet.name, ...each })),
  )
  const reproduce = reproduceSheet({
    ...wish,
    result,
    live,
    values,
    long: [
      ...parameters.long.map((name) => `the parameter ${name}`),
      ...sheets.flatMap((each) => each.long.map((address) => `${each.sheet.name} ${address}`)),
    ],
  })
  return {
    workbook: {
      title: scenarioTitle(result.scenario),
      sheets: [
        summarySheet({ allocation, result, schools, isWhole, list }),
        list.sheet,
        ...sheets.map(({ sheet }) => sheet),
        parameters.sheet,
        reproduce,
      ],
    },
    live,
    values: values.length,
  }
}

/** The entries of tables that these schools' own values lead to: others may stand for other schools. */
function reachedEntries(plan: SheetPlan, run: SheetRun, indexes: readonly number[]): ReadonlySet<string> {
  const reached = new Set<string>()
  for (const school of indexes) {
    const { value } = schoolCells({ ...run, plan, parameters: NOWHERE, long: new Set(), school })
    for (const { parameter, keys } of plan.tables) {
      const values = keys.map((key: Checked) => value(key)).filter((each) => typeof each === 'string')
      if (values.length === keys.length) reached.add(entryKey(parameter, values))
    }
  }
  return reached
}

const NOWHERE = { number: () => undefined, points: () => undefined, table: () => undefined }

function entryKey(name: string, keys: readonly string[]): string {
  return JSON.stringify([name, ...keys])
}
