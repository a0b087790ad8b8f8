import type { Checked, Value } from '../../../core/formula/checked.ts'
import { print } from '../../../core/formula/print.ts'
import { typeText } from '../../../core/formula/types.ts'
import type { ResultLine } from '../../../core/funding/allocate.ts'
import { written } from '../../../core/funding/written.ts'
import type { RunResult } from '../run-schema.ts'
import { isTooLong, mostPlaces, nearestNumber, numberCell } from './number-cell.ts'
import { leaf, over } from './reckoned.ts'
import { rounded } from './reckoned-rounding.ts'
import {
  AMOUNT_COLUMN,
  type ReckonedCell,
  type SchoolCells,
  type SchoolWork,
  schoolCells,
} from './school-cells.ts'
import { type PlannedRow, ROWS_ABOVE } from './sheet-plan.ts'
import { scenarioTitle, unitWords } from './sheet-words.ts'
import {
  type CellStyle,
  fixedAddress,
  textCell,
  textRow,
  type WorkbookCell,
  type WorkbookRow,
  type WorkbookSheet,
} from './workbook.ts'

/** One school's allocation sheet, with how many of its lines are formulas. */
export interface SchoolSheet {
  readonly sheet: WorkbookSheet
  readonly live: number
  /** Lines that stand as values, with why. */
  readonly values: readonly { readonly line: string; readonly why: string }[]
  /** Addresses of numbers that are texts, because they have more digits than a spreadsheet keeps. */
  readonly long: readonly string[]
}

const WIDTHS = [44, 24, 18, 20, 16, 60, 44]

/** Writes a school's sheet: what it was counted at, what each line comes to from that, and its total. */
export function schoolSheet(
  name: string,
  { work, result }: { readonly work: SchoolWork; readonly result: RunResult },
): SchoolSheet {
  const cells = schoolCells(work)
  const page: Page = { work, cells, currency: result.scenario.currency }
  const rows = work.plan.rows.map((row) => sheetRow(row, page))
  const lines = work.allocation.lines.map((line, place) => ({ line, cell: cells.line(line, place) }))
  return {
    sheet: { name, rows: [...headRows(work, result), ...rows], widths: WIDTHS },
    live: lines.filter(({ cell }) => cell.kind === 'formula').length,
    values: lines.flatMap(({ line, cell }) =>
      cell.kind === 'value' ? [{ line: line.id, why: cell.why }] : [],
    ),
    long: rows.flatMap((row, i) => {
      const cell = row[AMOUNT_COLUMN - 1]
      const isLong = cell?.kind === 'text' && (cell.style === 'money' || cell.style === 'count')
      return isLong ? [fixedAddress(AMOUNT_COLUMN, ROWS_ABOVE + i + 1).replaceAll('$', '')] : []
    }),
  }
}

interface Page {
  readonly work: SchoolWork
  readonly cells: SchoolCells
  readonly currency: string
}

function headRows({ data, school }: SchoolWork, { scenario }: RunResult): WorkbookRow[] {
  const { id = '', name = '' } = data.schools[school] ?? {}
  const { demonstration } = scenario
  return [
    [textCell(name, 'title')],
    [textCell('Id'), textCell(id)],
    [textCell(`${scenarioTitle(scenario)} (${scenario.currency})`)],
    demonstration === undefined ? [] : [textCell(demonstration, 'notice')],
    [],
  ]
}

function sheetRow(row: PlannedRow, page: Page): WorkbookRow {
  const { work, cells } = page
  switch (row.kind) {
    case 'blank':
      return []
    case 'heading':
      return textRow([row.words, ...(row.columns?.slice(1) ?? [])], 'heading')
    case 'input':
      return inputRow(row.part, page)
    case 'given':
      return partRow(row.part, page, { what: `Whether ${nameOf(row.part)} is so`, from: '' })
    case 'aggregate':
      return partRow(row.part, page, { what: 'Over all schools', from: 'computed by Leeway' })
    case 'taper':
    case 'taper-line': {
      const cell = cells.taper(row.part, row.kind)
      const isLine = row.kind === 'taper-line'
      const how = isLine ? 'which straight line of the taper it is on' : nameOf(row.part)
      const label = isLine ? `${nameOf(row.part)}: line` : nameOf(row.part)
      const unit = isLine ? '' : unitWords(typeText(row.part.type), page.currency)
      return [textCell(label), undefined, valueCell(cell, 'count'), ...texts([unit, '', how]), noteCell(cell)]
    }
    case 'measure': {
      const measure = work.allocation.formula.measures.get(row.name)
      const cell = cells.measure(row.name)
      const unit = measure === undefined ? '' : unitWords(typeText(measure.expression.type), page.currency)
      const head = texts([measure?.label ?? row.name, row.name])
      return [...head, valueCell(cell, 'count'), ...texts([unit, '', measure?.text ?? '']), noteCell(cell)]
    }
    case 'line':
      return lineRow(row.line, row.place, page)
    case 'total':
      return totalRow(page)
    case 'per-student':
      return perStudentRow(page)
    case 'figure':
      return figureRow(row.place, page)
    default:
      return row satisfies never
  }
}

function inputRow(part: Extract<Checked, { kind: 'input' }>, page: Page): WorkbookRow {
  const { data, school } = page.work
  const { column, value } = data.cell(part, school)
  const {
    basis,
    as_of: asOf,
    meaning,
  } = data.datasets.get(part.dataset)?.columns.get(part.name)?.mapping ?? {}
  const isMissing = value === undefined
  const what = meaning ?? nameOf(part)
  const row = partRow(part, page, { what, from: `dataset ${part.dataset}, column ${column}` })
  const words = [basis, asOf].filter((each) => each !== undefined).join(' ')
  const note = isMissing ? textCell('empty in the data: as the formula states', 'assumed') : undefined
  return [...row.slice(0, 4), words === '' ? undefined : textCell(words), row[5], note]
}

function partRow(
  part: Extract<Checked, { kind: 'input' | 'given' | 'aggregate' }>,
  page: Page,
  { what, from }: { readonly what: string; readonly from: string },
): WorkbookRow {
  const value = page.cells.value(part)
  const cell = value === undefined ? textCell('–', 'quiet') : plainValue(value, 'count')
  return [
    ...texts([what, nameOf(part)]),
    cell,
    ...texts([unitWords(typeText(part.type), page.currency), '', from]),
  ]
}

function lineRow(line: ResultLine, place: number, page: Page): WorkbookRow {
  const { formula } = page.work.allocation
  const stated = line.adjustment === undefined ? formula.lines[place] : undefined
  const when = stated?.when === undefined ? '' : ` when ${stated.when.text}`
  const fund = formula.funds.find(({ id }) => id === line.fund)?.label ?? line.fund
  const how = stated === undefined ? `adjustment ${line.adjustment ?? ''}` : stated.amount.text + when
  const cell = page.cells.line(line, place)
  const head = texts([line.label, line.id])
  return [...head, valueCell(cell, 'money'), ...texts([fund, line.flexibility, how]), noteCell(cell)]
}

/** The sum of the lines as they stand above it, each rounded. */
function totalRow({ work }: Page): WorkbookRow {
  const { lines, schools } = work.allocation
  const amounts = schools[work.school]?.lines.map(({ amount }) => amount) ?? []
  const total = schools[work.school]?.total ?? { n: 0n, d: 1n }
  const [first, last] = [lines[0], lines.at(-1)].map((line) => work.plan.rowOf(`line ${line?.id ?? ''}`))
  const range = [first, last].map((row) => fixedAddress(AMOUNT_COLUMN, row ?? 0)).join(':')
  const isLong = [...amounts, total].some(isTooLong)
  const cell: WorkbookCell = isLong
    ? numberCell(total, 'total')
    : {
        kind: 'formula',
        formula: `ROUND(SUM(${range}),${mostPlaces(amounts)})`,
        result: nearestNumber(total),
        style: 'total',
      }
  return [textCell('Total', 'total'), undefined, cell]
}

function perStudentRow({ work, cells }: Page): WorkbookRow {
  const { formula, schools } = work.allocation
  const { total, perPupil } = schools[work.school] ?? {}
  const count = formula.pupils && cells.expression(formula.pupils)
  if (total === undefined || perPupil === undefined || count === undefined) return [textCell('Per student')]
  const place = fixedAddress(AMOUNT_COLUMN, work.plan.rowOf('total'))
  const share = rounded(over(leaf(place, total), count), { kind: 'places', places: 2, mode: 'half_up' })
  const isLive = share.doubt === undefined && share.cannot === undefined && !isTooLong(total)
  const cell: WorkbookCell = isLive
    ? { kind: 'formula', formula: share.text, result: nearestNumber(perPupil), style: 'money' }
    : numberCell(perPupil, 'money')
  return [textCell('Per student'), undefined, cell]
}

function figureRow(place: number, page: Page): WorkbookRow {
  const figure = page.work.allocation.formula.figures[place]
  if (figure === undefined) throw new Error('a planned figure was checked to be there')
  const cell = page.cells.figure(place)
  const unit = unitWords(typeText(figure.amount.expression.type), page.currency)
  const head = texts([figure.label, figure.id])
  return [...head, valueCell(cell, 'money'), ...texts([unit, '', figure.amount.text]), noteCell(cell)]
}

function valueCell(cell: ReckonedCell, style: CellStyle): WorkbookCell {
  if (cell.kind === 'none') return textCell('–', 'quiet')
  if (cell.kind === 'value') return plainValue(cell.value, style)
  const { value, reckoned } = cell
  const result = typeof value === 'object' ? nearestNumber(value) : value
  return { kind: 'formula', formula: reckoned.text, result, style }
}

function plainValue(value: Value, style: CellStyle): WorkbookCell {
  if (typeof value === 'string') return textCell(value)
  return typeof value === 'boolean' ? { kind: 'truth', truth: value } : numberCell(value, style)
}

function noteCell(cell: ReckonedCell): WorkbookCell | undefined {
  if (cell.kind === 'value') return textCell(`value: ${cell.why}`, 'quiet')
  return cell.kind === 'formula' ? textCell('formula', 'quiet') : undefined
}

function texts(each: readonly string[]): WorkbookRow {
  return textRow(each)
}

function nameOf(part: Checked): string {
  return print(written(part, () => undefined))
}
