import type { Checked, CheckedFormula, Formulated } from '../../../core/formula/checked.ts'
import { partsOf } from '../../../core/formula/checked-parts.ts'
import { print } from '../../../core/formula/print.ts'
import type { ResultLine } from '../../../core/funding/allocate.ts'
import { written } from '../../../core/funding/written.ts'

type Part<Kind extends Checked['kind']> = Extract<Checked, { kind: Kind }>

/** A row of every school's sheet, in the order of the sheet. */
export type PlannedRow =
  | { readonly kind: 'heading'; readonly words: string; readonly columns?: readonly string[] }
  | { readonly kind: 'blank' }
  | { readonly kind: 'input'; readonly part: Part<'input'> }
  | { readonly kind: 'given'; readonly part: Part<'given'> }
  | { readonly kind: 'aggregate'; readonly part: Part<'aggregate'> }
  | { readonly kind: 'taper-line' | 'taper'; readonly part: Part<'lookup'> }
  | { readonly kind: 'measure'; readonly name: string }
  | { readonly kind: 'line'; readonly line: ResultLine; readonly place: number }
  | { readonly kind: 'total' | 'per-student' }
  | { readonly kind: 'figure'; readonly place: number }

/** The rows that all schools' sheets have alike, and where each named thing stands. */
export interface SheetPlan {
  readonly rows: readonly PlannedRow[]
  /** The row of a thing by its key, counted from 1. */
  readonly rowOf: (key: string) => number
  /** Every look-up in a table that the sheet's formulas have. */
  readonly tables: readonly Part<'lookup'>[]
  /** Names of the parameters that they read. */
  readonly parameters: ReadonlySet<string>
}

/** Rows above the plan: the school, the scenario, a notice. */
export const ROWS_ABOVE = 5

const LINE_COLUMNS = ['Line', 'Id', 'Amount', 'Fund', 'Flexibility', 'How', 'In this file']
const COUNT_COLUMNS = ['What it is', 'Name', 'Value', 'Unit', 'Basis', 'Where it comes from', 'In this file']

/** Plans the sheet of a formula's schools: what its lines and figures read, then what they come to. */
export function sheetPlan(formula: CheckedFormula, lines: readonly ResultLine[]): SheetPlan {
  const found = foundIn(formula)
  const rows: PlannedRow[] = [
    ...section('Students and counts', COUNT_COLUMNS, [...found.inputs, ...found.givens]),
    ...section('Over all schools, computed by Leeway', COUNT_COLUMNS, found.aggregates),
    ...section('In between', COUNT_COLUMNS, found.measures),
    ...section('Lines', LINE_COLUMNS, [
      ...lines.map((line, place) => ({ kind: 'line' as const, line, place })),
      { kind: 'total' },
      ...(formula.pupils === undefined ? [] : [{ kind: 'per-student' as const }]),
    ]),
    ...section(
      'Figures, which are shown and never added into money',
      COUNT_COLUMNS,
      formula.figures.map((_, place) => ({ kind: 'figure' as const, place })),
    ),
  ]
  const places = new Map(rows.map((row, i) => [keyOfRow(row), ROWS_ABOVE + i + 1]))
  const rowOf = (key: string): number => {
    const row = places.get(key)
    if (row === undefined) throw new Error(`the sheet has a row for ${key}`)
    return row
  }
  return { rows, rowOf, tables: found.tables, parameters: found.parameters }
}

/** What a part is called among the rows: the same for the same words. */
export function keyOf(part: Checked): string {
  return `${part.kind} ${print(written(part, () => undefined))}`
}

function keyOfRow(row: PlannedRow): string {
  switch (row.kind) {
    case 'input':
    case 'given':
    case 'aggregate':
      return keyOf(row.part)
    case 'taper':
    case 'taper-line':
      return `${row.kind} ${keyOf(row.part)}`
    case 'measure':
      return `measure ${row.name}`
    case 'line':
      return `line ${row.line.id}`
    case 'figure':
      return `figure ${row.place}`
    case 'heading':
      return `heading ${row.words}`
    case 'blank':
    case 'total':
    case 'per-student':
      return row.kind
    default:
      return row satisfies never
  }
}

/** Every expression that the sheet works out. */
function formulatedIn({ lines, figures, pupils }: CheckedFormula): Formulated[] {
  return [
    ...(pupils === undefined ? [] : [pupils]),
    ...lines.flatMap(({ amount, when }) => (when === undefined ? [amount] : [when, amount])),
    ...figures.map(({ amount }) => amount),
  ]
}

interface Found {
  readonly inputs: PlannedRow[]
  readonly givens: PlannedRow[]
  readonly aggregates: PlannedRow[]
  /** Measures and tapers, each after those it uses. */
  readonly measures: PlannedRow[]
  readonly tables: Part<'lookup'>[]
  readonly parameters: Set<string>
}

function foundIn(formula: CheckedFormula): Found {
  const found: Found = {
    inputs: [],
    givens: [],
    aggregates: [],
    measures: [],
    tables: [],
    parameters: new Set(),
  }
  const seen = new Set<string>()
  for (const { expression } of formulatedIn(formula)) look(expression, { found, seen, formula })
  return found
}

interface Looking {
  readonly found: Found
  readonly seen: Set<string>
  readonly formula: CheckedFormula
}

function look(part: Checked, looking: Looking): void {
  const { found, formula } = looking
  // What stands over all schools is one value here: other schools' counts are on no sheet but theirs.
  if (part.kind !== 'aggregate') for (const inner of partsOf(part)) look(inner, looking)
  switch (part.kind) {
    case 'input':
      if (isNew(part, looking)) found.inputs.push({ kind: 'input', part })
      return
    case 'given':
      if (isNew(part, looking)) found.givens.push({ kind: 'given', part })
      return
    case 'aggregate':
      if (isNew(part, looking)) found.aggregates.push({ kind: 'aggregate', part })
      return
    case 'measure': {
      if (!isNew(part, looking)) return
      const measure = formula.measures.get(part.name)
      if (measure !== undefined) look(measure.expression, looking)
      found.measures.push({ kind: 'measure', name: part.name })
      return
    }
    case 'parameter':
      found.parameters.add(part.name)
      return
    case 'lookup': {
      found.parameters.add(part.parameter)
      const kind = formula.parameters.get(part.parameter)?.kind
      if (kind === 'table') found.tables.push(part)
      if (kind === 'taper' && isNew(part, looking))
        found.measures.push({ kind: 'taper-line', part }, { kind: 'taper', part })
      return
    }
    default:
  }
}

function isNew(part: Checked, { seen }: Looking): boolean {
  const key = keyOf(part)
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

function section(
  words: string,
  columns: readonly string[],
  rows: readonly PlannedRow[],
): readonly PlannedRow[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', words, columns }, ...rows, { kind: 'blank' }]
}
