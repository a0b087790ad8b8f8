import type { Checked, Formulated, Value } from '../../../core/formula/checked.ts'
import type { Allocation, ResultLine } from '../../../core/funding/allocate.ts'
import type { Computation } from '../../../core/funding/computation.ts'
import { evaluate } from '../../../core/funding/evaluate.ts'
import { Failure } from '../../../core/funding/failure.ts'
import type { RunData } from '../../../core/funding/run-data.ts'
import { equal, whole } from '../../../core/numbers/rational.ts'
import { chosen, compileExpression, type SheetParts } from './compile-expression.ts'
import { foundEntry, taperLine, taperValue } from './looked-up-cells.ts'
import { isTooLong } from './number-cell.ts'
import type { ParameterPlaces } from './parameter-sheet.ts'
import { BINDS, leaf, literal, made, plus, type Reckoned, tooManyDigits } from './reckoned.ts'
import { rounded } from './reckoned-rounding.ts'
import { keyOf, type SheetPlan } from './sheet-plan.ts'
import { fixedAddress } from './workbook.ts'

/** A finished run, as far as sheets show it. */
export interface SheetRun {
  readonly allocation: Allocation
  readonly computation: Computation
  readonly data: RunData
}

export interface SchoolWork extends SheetRun {
  readonly plan: SheetPlan
  readonly parameters: ParameterPlaces
  /** Parameters with more digits than a spreadsheet keeps. */
  readonly long: ReadonlySet<string>
  /** Index of the school among those of the run. */
  readonly school: number
}

/** What stands in a cell of a school's sheet: a formula that comes to the value, or the value and why. */
export type ReckonedCell =
  | { readonly kind: 'formula'; readonly value: Value; readonly reckoned: Reckoned }
  | { readonly kind: 'value'; readonly value: Value; readonly why: string }
  /** A value that the school's lines do not need, and that it does not have. */
  | { readonly kind: 'none' }

export const AMOUNT_COLUMN = 3

/** Spreadsheets read no longer formulas, and no more functions inside each other. */
const MOST_FORMULA = 8000
const MOST_DEPTH = 60

/** The cells of one school, each worked out when it is asked for. */
export interface SchoolCells {
  measure(name: string): ReckonedCell
  line(line: ResultLine, place: number): ReckonedCell
  taper(part: Extract<Checked, { kind: 'lookup' }>, kind: 'taper' | 'taper-line'): ReckonedCell
  figure(place: number): ReckonedCell
  expression(formulated: Formulated): Reckoned
  /** The exact value of a part, missing where the school has none. */
  readonly value: (part: Checked) => Value | undefined
}

export function schoolCells(work: SchoolWork): SchoolCells {
  const { allocation, plan } = work
  const { formula } = allocation
  const kept = new Map<string, ReckonedCell>()
  const once = (key: string, reckon: () => Reckoned): ReckonedCell => {
    const cell = kept.get(key) ?? cellOf(reckon())
    kept.set(key, cell)
    return cell
  }
  const address = (key: string): string => fixedAddress(AMOUNT_COLUMN, plan.rowOf(key))
  const seen = (key: string, cell: ReckonedCell): Reckoned => asSeen(address(key), cell)
  const compile = (part: Checked): Reckoned => compileExpression(part, sheet)
  const parts = { work, compile, address, seen }
  const cells: SchoolCells = {
    measure: (name) =>
      once(`measure ${name}`, () => compile(known(formula.measures.get(name), name).expression)),
    line: (line, place) => once(`line ${line.id}`, () => lineReckoned(line, place, parts)),
    taper: (part, kind) =>
      once(`${kind} ${keyOf(part)}`, () => {
        const parameter = work.computation.parameter(part.parameter)
        const key = compile(known(part.keys[0], part.parameter))
        if (kind === 'taper-line') return taperLine(parameter, key, work.parameters)
        const place = `taper-line ${keyOf(part)}`
        const line = seen(place, cells.taper(part, 'taper-line'))
        return { ...taperValue(parameter, { key, line }, work.parameters), cannot: cannotUse(part, work) }
      }),
    figure: (place) =>
      once(`figure ${place}`, () => {
        const { amount, rounding } = known(formula.figures[place], 'a figure')
        return rounded(compile(amount.expression), rounding)
      }),
    expression: ({ expression }) => compile(expression),
    value: (part) => exactValue(part, work),
  }
  const sheet: SheetParts = { named: (part) => namedPart(part, cells, parts), value: cells.value }
  return cells
}

interface Parts {
  readonly work: SchoolWork
  readonly compile: (part: Checked) => Reckoned
  readonly address: (key: string) => string
  readonly seen: (key: string, cell: ReckonedCell) => Reckoned
}

/** A part that has a place on a sheet: a cell, or what is found among the parameters. */
function namedPart(
  part: Checked,
  cells: SchoolCells,
  { work, compile, address, seen }: Parts,
): Reckoned | undefined {
  const { formula, lines } = work.allocation
  switch (part.kind) {
    case 'input':
    case 'given':
    case 'aggregate':
      return plainCell(address(keyOf(part)), exactValue(part, work))
    case 'measure':
      return seen(keyOf(part), cells.measure(part.name))
    case 'parameter':
      return plainCell(known(work.parameters.number(part.name), part.name), exactValue(part, work))
    case 'line': {
      const place = formula.lines.findIndex(({ id }) => id === part.id)
      const line = known(lines[place], part.id)
      return part.rounded ? seen(`line ${part.id}`, cells.line(line, place)) : bareLine(place, work, compile)
    }
    case 'lookup': {
      const parameter = work.computation.parameter(part.parameter)
      if (parameter.kind === 'taper') return seen(`taper ${keyOf(part)}`, cells.taper(part, 'taper'))
      const found = foundEntry(parameter, part.keys.map(compile), work.parameters)
      return { ...found, cannot: found.cannot ?? cannotUse(part, work) }
    }
    case 'adjustment': {
      const own = lines.flatMap((line, place) => (line.adjustment === part.id ? [{ line, place }] : []))
      return own
        .map(({ line, place }) => seen(`line ${line.id}`, cells.line(line, place)))
        .reduce((sum, each) => plus('+', sum, each), literal(whole(0n)))
    }
    case 'subtotal':
      return plainCell(address('total'), exactValue(part, work))
    default:
      return undefined
  }
}

/** A line of the formula with its condition and rounding; what an adjustment left is no formula of one school. */
function lineReckoned(line: ResultLine, place: number, { work, compile }: Parts): Reckoned {
  const { formula, schools } = work.allocation
  const amount = known(schools[work.school]?.lines[place], line.id).amount
  const stated = formula.lines[place]
  if (stated === undefined || line.adjustment !== undefined) {
    const why = `set by the adjustment ${line.adjustment ?? line.id} over all schools, computed by Leeway`
    return made({ text: '', value: amount, cannot: why })
  }
  const sum = rounded(compile(stated.amount.expression), stated.rounding)
  const reckoned = stated.when === undefined ? sum : chosen(compile(stated.when.expression), sum, none)
  const { value } = reckoned
  if (typeof value !== 'object' || !equal(value, amount))
    throw new Error(`the sheet's formula of ${line.id} comes to another amount than the run`)
  return reckoned
}

/** A line's amount before its rounding, which only figures read. */
function bareLine(place: number, { allocation }: SchoolWork, compile: (part: Checked) => Reckoned): Reckoned {
  const { amount, when } = known(allocation.formula.lines[place], 'a line')
  const bare = compile(amount.expression)
  return when === undefined ? bare : chosen(compile(when.expression), bare, none)
}

const none = literal(whole(0n))

function cellOf(reckoned: Reckoned): ReckonedCell {
  const { value, text, depth, cannot, doubt } = reckoned
  if (value === undefined) return { kind: 'none' }
  const isLarge = text.length > MOST_FORMULA || depth > MOST_DEPTH
  const why =
    cannot ?? doubt ?? (isLarge ? 'it is longer than the formulas that spreadsheets read' : undefined)
  return why === undefined ? { kind: 'formula', value, reckoned } : { kind: 'value', value, why }
}

/** A cell as the formulas of other cells see it. */
function asSeen(address: string, cell: ReckonedCell): Reckoned {
  if (cell.kind !== 'formula') return plainCell(address, cell.kind === 'none' ? undefined : cell.value)
  return { ...cell.reckoned, text: address, binds: BINDS.atom, depth: 0 }
}

/** A cell that holds a value, as near as a double comes to it. */
function plainCell(address: string, value: Value | undefined): Reckoned {
  if (typeof value !== 'object') return made({ text: address, value })
  const cannot = isTooLong(value) ? tooManyDigits(address) : undefined
  return { ...leaf(address, value), cannot }
}

function cannotUse({ parameter }: Extract<Checked, { kind: 'lookup' }>, { long }: SchoolWork) {
  return long.has(parameter) ? tooManyDigits(parameter) : undefined
}

function exactValue(part: Checked, { computation, school }: SchoolWork): Value | undefined {
  const result = evaluate(part, school, { around: computation, pointer: '' })
  return result instanceof Failure ? undefined : result
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`${name} was checked to be there`)
  return found
}
