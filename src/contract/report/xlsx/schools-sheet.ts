import type { ResultLine } from '../../../core/funding/allocate.ts'
import type { SchoolAllocation } from '../../../core/funding/school-allocation.ts'
import type { Rational } from '../../../core/numbers/rational.ts'
import { columnLetters } from '../../../core/text/column-letters.ts'
import { isTooLong, mostPlaces, nearestNumber, numberCell } from './number-cell.ts'
import { AMOUNT_COLUMN } from './school-cells.ts'
import { OWN_SHEETS } from './sheet-names.ts'
import type { SheetPlan } from './sheet-plan.ts'
import {
  fixedAddress,
  onSheet,
  textCell,
  textRow,
  type WorkbookCell,
  type WorkbookRow,
  type WorkbookSheet,
} from './workbook.ts'

export interface ListedSchool {
  readonly school: SchoolAllocation
  /** The name of its sheet. */
  readonly sheet: string
}

export interface SchoolsSheet {
  readonly sheet: WorkbookSheet
  /** The formula that adds up a line, or the total after them, over the schools listed; none where it cannot. */
  sumOf(column: number): string | undefined
}

const ROWS_BEFORE = 2
const COLUMNS_BEFORE = 3

/** A row a school, every amount read from the school's own sheet. */
export function schoolsSheet(
  listed: readonly ListedSchool[],
  { lines, plan, title }: { lines: readonly ResultLine[]; plan: SheetPlan; title: string },
): SchoolsSheet {
  const header = ['Id', title, 'Students', ...lines.map(({ label }) => label), 'Total']
  const rows = listed.map(({ school, sheet }): WorkbookRow => {
    const link = (key: string, amount: Rational): WorkbookCell =>
      linked(onSheet(sheet, fixedAddress(AMOUNT_COLUMN, plan.rowOf(key))), amount)
    return [
      textCell(school.id),
      textCell(school.name),
      school.pupils && numberCell(school.pupils, 'count'),
      ...school.lines.map(({ id, amount }) => link(`line ${id}`, amount)),
      link('total', school.total),
    ]
  })
  const last = ROWS_BEFORE + rows.length
  return {
    sheet: {
      name: OWN_SHEETS.schools,
      rows: [
        [textCell(title === 'School' ? 'Schools' : title, 'title')],
        textRow(header, 'heading'),
        ...rows,
      ],
      widths: [14, 34, 12, ...lines.map(() => 18), 18],
      fixedRows: ROWS_BEFORE,
      fixedColumns: 2,
    },
    sumOf(column) {
      const amounts = listed.map(({ school }) => school.lines[column]?.amount ?? school.total)
      if (amounts.length === 0 || amounts.some(isTooLong)) return undefined
      const letters = columnLetters(COLUMNS_BEFORE + column + 1)
      const range = `$${letters}$${ROWS_BEFORE + 1}:$${letters}$${last}`
      return `ROUND(SUM(${onSheet(OWN_SHEETS.schools, range)}),${mostPlaces(amounts)})`
    },
  }
}

function linked(formula: string, amount: Rational): WorkbookCell {
  return isTooLong(amount)
    ? numberCell(amount, 'money')
    : { kind: 'formula', formula, result: nearestNumber(amount), style: 'money' }
}
