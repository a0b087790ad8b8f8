import { type Problem, problem } from '../../../core/problems/problem.ts'
import { escapePointer } from '../../../core/text/json-pointer.ts'
import { RESERVED_KEYS } from '../source-document.ts'
import type { SheetTable } from './sheet-table.ts'

/** The sheet in which a workbook says of itself what its columns are: as rows of a field and its value. */
export const DESCRIPTION_SHEET = 'Leeway'
export const DESCRIPTION_HEADER = ['field', 'value'] as const

/** What a workbook says of itself, as a document that a CSV file has at its top. */
export interface SheetDescription {
  readonly sheet: string
  readonly value: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
  /** The row that says what a JSON pointer leads to. */
  rowOf(pointer: string): number | undefined
}

/** Reads `measures.students.basis` and `projection` as a field of a field of a field. */
export function readDescription(table: SheetTable | undefined, dataset: string): SheetDescription {
  const value: Branch = new Map()
  const rows = new Map<string, number>()
  const problems = [...(table?.problems ?? [])]
  const at = { kind: 'cell', dataset, sheet: DESCRIPTION_SHEET } as const
  const hasHeader = DESCRIPTION_HEADER.every((name, i) => table?.header[i] === name)
  if (table !== undefined && table.headerRow > 0 && !hasHeader) {
    const message = `the sheet ${DESCRIPTION_SHEET} says what the columns of the others are, and has another header`
    const expected = DESCRIPTION_HEADER.join(', ')
    problems.push(problem('XLSX_TABLE', { at: { ...at, row: table.headerRow }, message, expected }))
  }
  for (const { line, cells } of hasHeader ? (table?.rows ?? []) : []) {
    const [field = '', text = ''] = cells
    if (text === '') continue
    const steps = field.split('.')
    rows.set(pointerOf(steps), line)
    if (enter(value, steps, text)) continue
    const message = 'a field stands twice, is none, or has fields of its own'
    problems.push(problem('DUPLICATE_KEY', { at: { ...at, row: line, letter: 'A' }, message, found: field }))
  }
  return {
    sheet: DESCRIPTION_SHEET,
    value: plain(value),
    problems,
    rowOf: (pointer) =>
      rows.get(pointer) ??
      [...rows].find(([each]) => each.startsWith(`${pointer}/`) || pointer.startsWith(`${each}/`))?.[1],
  }
}

type Branch = Map<string, string | Branch>

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${escapePointer(step)}`).join('')
}

/** Puts a value where its steps lead to; false where something stands there already. */
function enter(branch: Branch, [step = '', ...rest]: readonly string[], text: string): boolean {
  if (step === '' || RESERVED_KEYS.has(step)) return false
  const before = branch.get(step)
  if (rest.length === 0) {
    if (before === undefined) branch.set(step, text)
    return before === undefined
  }
  if (typeof before === 'string') return false
  const below: Branch = before ?? new Map()
  branch.set(step, below)
  return enter(below, rest, text)
}

function plain(branch: Branch): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...branch].map(([key, value]) => [key, typeof value === 'string' ? value : plain(value)]),
  )
}
