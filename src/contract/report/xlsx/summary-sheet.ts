import { type Allocation, fundTotals } from '../../../core/funding/allocate.ts'
import type { SchoolAllocation } from '../../../core/funding/school-allocation.ts'
import { decimal } from '../../../core/numbers/decimal.ts'
import { type Rational, subtract, sum } from '../../../core/numbers/rational.ts'
import type { RunResult } from '../run-schema.ts'
import { isTooLong, mostPlaces, nearestNumber, numberCell } from './number-cell.ts'
import type { SchoolsSheet } from './schools-sheet.ts'
import { OWN_SHEETS } from './sheet-names.ts'
import { scenarioTitle } from './sheet-words.ts'
import {
  type CellStyle,
  fixedAddress,
  textCell,
  textRow,
  type WorkbookCell,
  type WorkbookRow,
  type WorkbookSheet,
} from './workbook.ts'

export interface Summarised {
  readonly allocation: Allocation
  readonly result: RunResult
  readonly schools: readonly SchoolAllocation[]
  /** Whether these are all schools of the run. */
  readonly isWhole: boolean
  readonly list: SchoolsSheet
}

const LINE_COLUMNS = ['Line', 'Id', 'Amount', 'Fund', 'Flexibility', 'Recurs', 'Ends']
const TOTAL_COLUMN = 3

/** The first sheet: what does not tie out, then the total, funds and lines, added up from the schools' sheets. */
export function summarySheet(summarised: Summarised): WorkbookSheet {
  const { result } = summarised
  const { scenario } = result
  const above: WorkbookRow[] = [
    [textCell(`${scenarioTitle(scenario)} (${scenario.currency})`, 'title')],
    ...(scenario.demonstration === undefined ? [] : [[textCell(scenario.demonstration, 'notice')]]),
    ...tieOutRows(result),
    ...shownRows(summarised),
    [],
  ]
  const funds = fundRowsAfter(above.length + 1, summarised)
  return {
    name: OWN_SHEETS.summary,
    rows: [...above, ...funds],
    widths: [44, 24, 20, 20, 16, 16, 14],
  }
}

/** What fails stands first, and in words. */
function tieOutRows({ controls, budget, scenario }: RunResult): WorkbookRow[] {
  const ordered = [...controls.filter(({ holds }) => !holds), ...controls.filter(({ holds }) => holds)]
  const spent = budget !== null && !budget.holds && budget.change !== null ? budget : undefined
  const broken = spent && [
    textCell('BUDGET NOT MET', 'wrong'),
    textCell(
      `declared ${spent.declared ?? 'nothing'}, and its cost differs from its base's by ${spent.change ?? ''}`,
    ),
  ]
  if (ordered.length === 0 && broken === undefined)
    return [textRow(['The scenario states no control totals.'], 'quiet')]
  return [
    ...(broken === undefined ? [] : [broken]),
    ...(ordered.length === 0
      ? []
      : [textRow(['Control totals', '', 'Computed', 'Control', 'Difference', scenario.currency], 'heading')]),
    ...ordered.map(({ of, computed, control, difference, holds }) => {
      const style = holds ? 'plain' : 'wrong'
      const amounts = [computed, control, difference].map((amount) => amountCell(decimal(amount), 'money'))
      return [textCell(of, style), textCell(holds ? 'ties out' : 'TIE-OUT FAILED', style), ...amounts]
    }),
  ]
}

/** What this file leaves out, and what the whole run comes to. */
function shownRows({ allocation, schools, isWhole }: Summarised): WorkbookRow[] {
  if (schools.length === allocation.schools.length) return []
  const [only] = schools
  if (!isWhole) return [textRow([`This file is of ${only?.name ?? ''} alone; its totals are the school's.`])]
  const words = `${schools.length} of ${allocation.schools.length} are shown, and added up here. The whole run:`
  return [[textCell(words), undefined, amountCell(allocation.total, 'money')]]
}

function fundRowsAfter(rows: number, summarised: Summarised): WorkbookRow[] {
  const { allocation, schools, list, isWhole } = summarised
  const { formula, lines } = allocation
  const pools = fundTotals(allocation)
  const places = mostPlaces(schools.flatMap((school) => school.lines.map(({ amount }) => amount)))
  const added = (addresses: readonly string[], total: Rational): WorkbookCell =>
    addedCells(addresses, { total, places })
  const firstLine = rows + formula.funds.length + 3
  const lineRow = (place: number): string => fixedAddress(TOTAL_COLUMN, firstLine + place)
  const totalOf = (place: number): Rational =>
    sum(schools.map((school) => school.lines[place]?.amount ?? school.total))
  const fundRows = formula.funds.map(({ id, label, restricted }, i): WorkbookRow => {
    const own = lines.flatMap((line, place) => (line.fund === id ? [place] : []))
    const total = sum(own.map(totalOf))
    const { pool } = pools.find((each) => each.id === id) ?? {}
    const isPooled = isWhole && pool !== undefined
    return [
      textCell(label),
      restricted ? textCell('restricted') : undefined,
      added(own.map(lineRow), total),
      isPooled ? amountCell(pool, 'money') : undefined,
      isPooled
        ? leftOf(rows + 1 + i, { left: subtract(pool, total), places: mostPlaces([pool], places) })
        : undefined,
    ]
  })
  const lineRows = lines.map((line, place): WorkbookRow => {
    const fund = formula.funds.find(({ id }) => id === line.fund)?.label ?? line.fund
    const amount = asFormula(list.sumOf(place), totalOf(place), 'money')
    const words = [fund, line.flexibility, line.recurs, line.ends ?? '']
    return [textCell(line.label), textCell(line.id), amount, ...textRow(words)]
  })
  const all = lines.map((_, place) => lineRow(place))
  const range = all.length === 0 ? [] : [`${all[0]}:${all.at(-1)}`]
  return [
    textRow(['Fund', '', 'Amount', 'Pool', 'Left of the pool'], 'heading'),
    ...fundRows,
    [],
    textRow(LINE_COLUMNS, 'heading'),
    ...lineRows,
    [
      textCell('Total', 'total'),
      undefined,
      { ...added(range, sum(schools.map(({ total }) => total))), style: 'total' },
    ],
  ]
}

/** What is left of a pool, from the two cells before it. */
function leftOf(row: number, { left, places }: { left: Rational; places: number }): WorkbookCell {
  const [total, pool] = [fixedAddress(TOTAL_COLUMN, row), fixedAddress(TOTAL_COLUMN + 1, row)]
  return asFormula(`ROUND(${pool}-${total},${places})`, left, 'money')
}

/** Cells of this sheet added up; spreadsheets take 255 of them. */
function addedCells(
  addresses: readonly string[],
  { total, places }: { total: Rational; places: number },
): WorkbookCell {
  const isWritten = addresses.length > 0 && addresses.length <= 255
  return asFormula(isWritten ? `ROUND(SUM(${addresses.join(',')}),${places})` : undefined, total, 'money')
}

function asFormula(formula: string | undefined, total: Rational, style: CellStyle): WorkbookCell {
  if (formula === undefined || isTooLong(total)) return amountCell(total, style)
  return { kind: 'formula', formula, result: nearestNumber(total), style }
}

function amountCell(amount: Rational, style: CellStyle): WorkbookCell {
  return numberCell(amount, style)
}
