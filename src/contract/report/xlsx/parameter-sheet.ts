import type { CheckedParameter, TableEntries } from '../../../core/formula/checked.ts'
import { unitText } from '../../../core/formula/units.ts'
import type { Rational } from '../../../core/numbers/rational.ts'
import { isTooLong, numberCell } from './number-cell.ts'
import { OWN_SHEETS } from './sheet-names.ts'
import { unitWords } from './sheet-words.ts'
import {
  fixedAddress,
  onSheet,
  textCell,
  textRow,
  type WorkbookCell,
  type WorkbookSheet,
} from './workbook.ts'

/** Where a formula finds the parameters: addresses with the name of their sheet. */
export interface ParameterPlaces {
  /** The cell of a number. */
  number(name: string): string | undefined
  points(name: string): PointPlaces | undefined
  table(name: string): TablePlaces | undefined
}

/** Where a taper or band stands: its points in rising order. */
export interface PointPlaces {
  readonly starts: string
  /** All starts but the last, each the begin of a straight line. */
  readonly lines: string
  readonly first: string
  readonly last: string
  readonly values: string
}

export interface TablePlaces {
  /** The keys of each level, beside each other. */
  readonly keys: readonly string[]
  readonly values: string
  /** Whether no two keys differ in capitals alone, and none has a sign that a search gives a meaning. */
  readonly isPlain: boolean
}

/** One entry of a table: its keys from the outermost inward, and its value. */
export interface TableEntry {
  readonly keys: readonly string[]
  readonly value: Rational
}

export interface ParameterSheet {
  readonly sheet: WorkbookSheet
  readonly places: ParameterPlaces
  /** Names of numbers that have more digits than a spreadsheet keeps. */
  readonly long: readonly string[]
}

const COLUMNS = ['Parameter', 'Value', 'Unit', 'In force from', 'Origin', 'Where it comes from', 'What it is']
const WIDTHS = [34, 18, 20, 14, 12, 70, 40]
const VALUES = 2
const FURTHER_KEYS = 3

/** Every parameter with its origin; tables have the entries that `isShown` lets through. */
export function parameterSheet(
  parameters: readonly CheckedParameter[],
  { currency, isShown }: { currency: string; isShown: (name: string, keys: readonly string[]) => boolean },
): ParameterSheet {
  const rows: (readonly (WorkbookCell | undefined)[])[] = [
    [textCell('Parameters', 'title')],
    textRow(COLUMNS, 'heading'),
  ]
  const numbers = new Map<string, string>()
  const points = new Map<string, PointPlaces>()
  const tables = new Map<string, TablePlaces>()
  const long: string[] = []
  for (const parameter of parameters) {
    const { name, value } = parameter
    rows.push(headRow(parameter, currency))
    const first = rows.length + 1
    if (value.kind === 'number') {
      numbers.set(name, place(VALUES, rows.length))
      if (isTooLong(value.value)) long.push(name)
      continue
    }
    if (value.kind === 'table') {
      const shown = entriesOf(value.entries).filter(({ keys }) => isShown(name, keys))
      rows.push(...shown.map(entryRow))
      if (shown.length > 0) tables.set(name, tablePlaces(shown, { first, last: rows.length }))
      if (shown.some((entry) => isTooLong(entry.value))) long.push(name)
      continue
    }
    rows.push(...value.points.map(([x, y]) => [numberCell(x, 'count'), numberCell(y, 'count')]))
    points.set(name, pointPlaces({ first, last: rows.length }))
    if (value.points.flat().some(isTooLong)) long.push(name)
  }
  return {
    sheet: { name: OWN_SHEETS.parameters, rows, widths: WIDTHS, fixedRows: 2 },
    places: {
      number: (name) => numbers.get(name),
      points: (name) => points.get(name),
      table: (name) => tables.get(name),
    },
    long,
  }
}

/** The name, the value of a number, and where it comes from; an assumption is told in capitals and colour. */
function headRow(parameter: CheckedParameter, currency: string): (WorkbookCell | undefined)[] {
  const { name, unit, takes, value, from, provenance, label } = parameter
  const given = unitWords(unitText(unit), currency)
  const isAssumed = provenance.kind === 'assumed'
  const style = isAssumed ? 'assumed' : 'plain'
  const text = (words: string): WorkbookCell | undefined =>
    words === '' ? undefined : textCell(words, style)
  return [
    text(name),
    value.kind === 'number' ? numberCell(value.value, isAssumed ? 'assumed' : 'count') : text(value.kind),
    text(takes === undefined ? given : `${unitWords(unitText(takes), currency)} -> ${given}`),
    text(from ?? ''),
    text(isAssumed ? 'ASSUMED' : provenance.kind),
    text(provenance.words),
    text(label ?? ''),
  ]
}

/** All entries of a table, the keys of its levels put together. */
function entriesOf(entries: TableEntries, above: readonly string[] = []): TableEntry[] {
  return [...entries].flatMap(([key, entry]) =>
    'n' in entry ? [{ keys: [...above, key], value: entry }] : entriesOf(entry, [...above, key]),
  )
}

// Further keys stand behind the value, so that values have one column on the whole sheet.
function entryRow({ keys, value }: TableEntry): WorkbookCell[] {
  const [first = '', ...further] = keys
  return [textCell(first), numberCell(value, 'count'), ...further.map((key) => textCell(key))]
}

interface Span {
  readonly first: number
  readonly last: number
}

function tablePlaces(entries: readonly TableEntry[], span: Span): TablePlaces {
  const levels = entries[0]?.keys.length ?? 1
  const columns = [1, ...Array.from({ length: levels - 1 }, (_, i) => FURTHER_KEYS + i)]
  const keys = entries.map((entry) => entry.keys[0] ?? '')
  const isPlain =
    levels === 1 &&
    new Set(keys.map((key) => key.toUpperCase())).size === keys.length &&
    keys.every((key) => key.length <= 255 && !/[*?~]/.test(key))
  return { keys: columns.map((column) => range(column, span)), values: range(VALUES, span), isPlain }
}

function pointPlaces({ first, last }: Span): PointPlaces {
  return {
    starts: range(1, { first, last }),
    lines: range(1, { first, last: Math.max(first, last - 1) }),
    first: place(1, first),
    last: place(1, last),
    values: range(VALUES, { first, last }),
  }
}

function place(column: number, row: number): string {
  return onSheet(OWN_SHEETS.parameters, fixedAddress(column, row))
}

function range(column: number, { first, last }: Span): string {
  return onSheet(OWN_SHEETS.parameters, `${fixedAddress(column, first)}:${fixedAddress(column, last)}`)
}
