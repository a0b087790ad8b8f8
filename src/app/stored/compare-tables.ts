import { exactText } from '../../core/numbers/decimal.ts'
import { fraction, sum } from '../../core/numbers/rational.ts'
import { columnsOf, type KeptColumn, type KeptTable, type TableRow } from './dataset-table.ts'

export interface ColumnChange {
  readonly header: string
  readonly kind: 'kept' | 'added' | 'gone'
  /** How many schools of both tables have another cell, to the letter; a column that is not there is empty. */
  readonly changed: number
  /** Empty cells; null where there is no such column. */
  readonly missing: { readonly before: number | null; readonly after: number | null }
  /** Exact sums; null where there is no such column, or it has texts in it. */
  readonly sum: { readonly before: string | null; readonly after: string | null }
}

/** What an upload would change. */
export interface TableComparison {
  readonly rows: { readonly before: number; readonly after: number }
  /** Ids, in their order. */
  readonly added: readonly string[]
  readonly gone: readonly string[]
  readonly columns: readonly ColumnChange[]
}

/** Holds a table against the one it would follow; without that, all of it is new. Others have the thread between columns. */
export async function compareTables(
  before: KeptTable | undefined,
  after: KeptTable,
  pause: () => Promise<void> = async () => undefined,
): Promise<TableComparison> {
  const old = before?.rows ?? []
  const known = new Map(old.map((row) => [row.school, row]))
  const ids = new Set(after.rows.map(({ school }) => school))
  const both = after.rows.flatMap((row): [TableRow, TableRow][] => {
    const match = known.get(row.school)
    return match === undefined ? [] : [[match, row]]
  })
  await pause()
  const was = new Map((before === undefined ? [] : columnsOf(before)).map((each) => [each.header, each]))
  const is = new Map(columnsOf(after).map((each) => [each.header, each]))
  const columns: ColumnChange[] = []
  for (const header of new Set([...is.keys(), ...was.keys()])) {
    const [past, present] = [was.get(header), is.get(header)]
    const facts = { before: factsOf(past, old), after: factsOf(present, after.rows) }
    await pause()
    columns.push({
      header,
      kind: past === undefined ? 'added' : present === undefined ? 'gone' : 'kept',
      changed: both.filter(([a, b]) => (past?.cellOf(a) ?? '') !== (present?.cellOf(b) ?? '')).length,
      missing: { before: facts.before.missing, after: facts.after.missing },
      sum: { before: facts.before.sum, after: facts.after.sum },
    })
    await pause()
  }
  return {
    rows: { before: old.length, after: after.rows.length },
    added: after.rows.map(({ school }) => school).filter((school) => !known.has(school)),
    gone: old.map(({ school }) => school).filter((school) => !ids.has(school)),
    columns,
  }
}

function factsOf(
  column: KeptColumn | undefined,
  rows: readonly TableRow[],
): { readonly missing: number | null; readonly sum: string | null } {
  if (column === undefined) return { missing: null, sum: null }
  const cells = rows.map((row) => column.cellOf(row))
  return { missing: cells.filter((cell) => cell === '').length, sum: column.isNumber ? sumOf(cells) : null }
}

/** Cells with as many places are added as whole numbers, and only their sums are brought together. */
function sumOf(cells: readonly string[]): string {
  const units = new Map<number, bigint>()
  for (const cell of cells) {
    const point = cell.indexOf('.')
    const places = point < 0 ? 0 : cell.length - point - 1
    units.set(places, (units.get(places) ?? 0n) + BigInt(point < 0 ? cell : cell.replace('.', '')))
  }
  return exactText(sum([...units].map(([places, each]) => fraction(each, 10n ** BigInt(places)))))
}
