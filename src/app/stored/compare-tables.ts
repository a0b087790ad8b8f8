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

/**
 * Holds a table against the one it would follow; without that, all of it is new. It is called where requests are answered:
 * after each stretch of rows `pause` lets others have the thread. To send both tables to another thread would hold this
 * one up for longer.
 */
export async function compareTables(
  before: KeptTable | undefined,
  after: KeptTable,
  pause: () => Promise<void>,
): Promise<TableComparison> {
  const each: Each = async (rows, visit) => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      for (const row of rows.slice(from, from + ROWS_AT_ONCE)) visit(row)
      await pause()
    }
  }
  const old = before?.rows ?? []
  const { both, added, gone } = await matched(old, after.rows, each)
  const was = new Map((before === undefined ? [] : columnsOf(before)).map((found) => [found.header, found]))
  const is = new Map(columnsOf(after).map((found) => [found.header, found]))
  const columns: ColumnChange[] = []
  for (const header of new Set([...is.keys(), ...was.keys()])) {
    const [past, present] = [was.get(header), is.get(header)]
    const facts = { before: await factsOf(past, old, each), after: await factsOf(present, after.rows, each) }
    let changed = 0
    await each(both, ([a, b]) => {
      if ((past?.cellOf(a) ?? '') !== (present?.cellOf(b) ?? '')) changed += 1
    })
    columns.push({
      header,
      kind: past === undefined ? 'added' : present === undefined ? 'gone' : 'kept',
      changed,
      missing: { before: facts.before.missing, after: facts.after.missing },
      sum: { before: facts.before.sum, after: facts.after.sum },
    })
  }
  return { rows: { before: old.length, after: after.rows.length }, added, gone, columns }
}

/** Some milliseconds. */
const ROWS_AT_ONCE = 1000

type Each = <Row>(rows: readonly Row[], visit: (row: Row) => void) => Promise<void>

interface Matched {
  readonly both: readonly (readonly [TableRow, TableRow])[]
  readonly added: readonly string[]
  readonly gone: readonly string[]
}

async function matched(
  before: readonly TableRow[],
  after: readonly TableRow[],
  each: Each,
): Promise<Matched> {
  const [known, ids] = [new Map<string, TableRow>(), new Set<string>()]
  const both: [TableRow, TableRow][] = []
  const [added, gone]: [string[], string[]] = [[], []]
  await each(before, (row) => known.set(row.school, row))
  await each(after, (row) => {
    const match = known.get(row.school)
    ids.add(row.school)
    if (match === undefined) added.push(row.school)
    else both.push([match, row])
  })
  await each(before, ({ school }) => {
    if (!ids.has(school)) gone.push(school)
  })
  return { both, added, gone }
}

async function factsOf(
  column: KeptColumn | undefined,
  rows: readonly TableRow[],
  each: Each,
): Promise<{ readonly missing: number | null; readonly sum: string | null }> {
  if (column === undefined) return { missing: null, sum: null }
  let missing = 0
  // Cells with as many places are added as whole numbers, and only their sums are brought together.
  const units = new Map<number, bigint>()
  await each(rows, (row) => {
    const cell = column.cellOf(row)
    if (cell === '') missing += 1
    else if (column.isNumber) {
      const point = cell.indexOf('.')
      const places = point < 0 ? 0 : cell.length - point - 1
      units.set(places, (units.get(places) ?? 0n) + BigInt(point < 0 ? cell : cell.replace('.', '')))
    }
  })
  const sums = [...units].map(([places, whole]) => fraction(whole, 10n ** BigInt(places)))
  return { missing, sum: column.isNumber ? exactText(sum(sums)) : null }
}
