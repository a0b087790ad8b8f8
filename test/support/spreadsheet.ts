import type { Workbook, WorkbookCell } from '../../src/contract/report/xlsx/workbook.ts'
import {
  asNumber,
  type CellValue,
  type Computed,
  callFunction,
  isList,
  one,
} from './spreadsheet-functions.ts'
import { type FormulaNode, readFormula } from './spreadsheet-syntax.ts'

/** A workbook that is worked out again, as a spreadsheet does when it is opened. */
export interface Spreadsheet {
  /** What a cell comes to; rows and columns are counted from 1. */
  at(sheet: string, column: number, row: number): CellValue
}

/** `noise` moves the result of an operation whose last bit a spreadsheet may have otherwise. */
export function spreadsheet(
  workbook: Workbook,
  noise: (value: number) => number = (value) => value,
): Spreadsheet {
  const sheets = new Map(workbook.sheets.map((sheet) => [sheet.name, sheet]))
  const kept = new Map<string, CellValue>()
  const read = (cell: WorkbookCell | undefined, sheet: string): CellValue => {
    if (cell === undefined) return undefined
    if (cell.kind === 'text') return cell.text
    if (cell.kind === 'number') return cell.number
    if (cell.kind === 'truth') return cell.truth
    return one(evaluate(readFormula(cell.formula), sheet))
  }
  const at = (sheet: string, column: number, row: number): CellValue => {
    const key = `${column} ${row} ${sheet}`
    if (kept.has(key)) return kept.get(key)
    const rows = sheets.get(sheet)?.rows
    if (rows === undefined) throw new Error(`there is no sheet ${sheet}`)
    const value = read(rows[row - 1]?.[column - 1], sheet)
    kept.set(key, value)
    return value
  }
  const evaluate = (node: FormulaNode, sheet: string): Computed => {
    switch (node.kind) {
      case 'constant':
        return node.value
      case 'minus':
        return -asNumber(one(evaluate(node.of, sheet)))
      case 'cells': {
        const { from, to } = node
        const on = node.sheet ?? sheet
        if (from.row === to.row && from.column === to.column) return at(on, from.column, from.row)
        return Array.from({ length: to.row - from.row + 1 }, (_, i) => at(on, from.column, from.row + i))
      }
      case 'call': {
        if (node.name !== 'IF')
          return callFunction(
            node.name,
            node.args.map((arg) => evaluate(arg, sheet)),
          )
        // The branch that is not taken is not worked out.
        const [condition, yes, no] = node.args
        if (condition === undefined || yes === undefined || no === undefined)
          throw new Error('IF has three parts')
        return evaluate(one(evaluate(condition, sheet)) === true ? yes : no, sheet)
      }
      case 'operation':
        return operated(node.operator, evaluate(node.left, sheet), evaluate(node.right, sheet), noise)
      default:
        return node satisfies never
    }
  }
  return { at }
}

function operated(
  operator: string,
  left: Computed,
  right: Computed,
  noise: (value: number) => number,
): Computed {
  if (isList(left) || isList(right)) {
    const length = Math.max(isList(left) ? left.length : 0, isList(right) ? right.length : 0)
    const item = (list: Computed, i: number): CellValue => (isList(list) ? list[i] : list)
    return Array.from({ length }, (_, i) => asNumber(item(left, i)) * asNumber(item(right, i)))
  }
  if (['=', '<>', '<', '<=', '>', '>='].includes(operator)) return compared(operator, left, right)
  const [a, b] = [asNumber(left), asNumber(right)]
  const result = arithmetic(operator, a, b)
  return isShort(a) && isShort(b) ? result : noise(result)
}

/** A number of so few bits that an operation on two of them is correctly rounded everywhere. */
function isShort(value: number): boolean {
  return Number.isSafeInteger(value * 1024)
}

function arithmetic(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  if (operator === '*') return a * b
  if (operator === '^') return a ** b
  if (b === 0) throw new Error('#DIV/0!')
  return a / b
}

/** Numbers that agree in 15 digits are equal to a spreadsheet; texts are, whatever their capitals. */
function compared(operator: string, left: CellValue, right: CellValue): boolean {
  const [a, b] = [comparable(left), comparable(right)]
  if (operator === '=') return a === b
  if (operator === '<>') return a !== b
  if (a === undefined || b === undefined || typeof a !== typeof b) throw new Error('not of one kind')
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function comparable(value: CellValue): CellValue {
  if (typeof value === 'number') return Number(value.toPrecision(15))
  return typeof value === 'string' ? value.toUpperCase() : value
}
