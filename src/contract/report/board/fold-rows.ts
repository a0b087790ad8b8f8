import type { Cell, Column, Row, Table } from './board-page.ts'

/**
 * A table with at most so many rows: those of the least weight stand together in a last one, each column that adds up
 * with its sum, so that no dollar is left out. Rows that stay are kept beyond that number; two rows are not put together
 * to save none.
 */
export function foldRows(table: Table, most: number): Table {
  const { rows, columns, more } = table
  const folded = rows.length > most ? leastRows(rows, rows.length - most + 1) : new Set<Row>()
  if (folded.size < 2) return table
  const kept = rows.filter((row) => !folded.has(row) && row.stays !== true)
  const last = rows.filter((row) => row.stays === true)
  return { ...table, rows: [...kept, restRow([...folded], columns, more), ...last] }
}

function leastRows(rows: readonly Row[], count: number): ReadonlySet<Row> {
  const byWeight = rows
    .map((row, place) => ({ row, place }))
    .filter(({ row }) => row.stays !== true)
    .sort((a, b) =>
      a.row.weight === b.row.weight ? b.place - a.place : a.row.weight < b.row.weight ? -1 : 1,
    )
  return new Set(byWeight.slice(0, count).map(({ row }) => row))
}

function restRow(rows: readonly Row[], columns: readonly Column[], more: Table['more']): Row {
  const cells = columns.map((column, i): Cell => {
    if (i === 0) return more(rows.length)
    if (column.sum === undefined) return ''
    const whole = rows.reduce((sum, { cells: own }) => sum + wholeIn(own[i]), 0n)
    return { whole, text: column.sum(whole) }
  })
  return { cells, weight: 0n }
}

function wholeIn(cell: Cell | undefined): bigint {
  return cell === undefined || typeof cell === 'string' ? 0n : cell.whole
}
