import {
  columnsOf,
  type KeptColumn,
  type KeptTable,
  type TableRow,
} from '../../src/app/stored/dataset-table.ts'
import type { TableComparison } from '../../src/app/stored/table-comparison.ts'
import { exactText } from '../../src/core/numbers/decimal.ts'
import { fraction, sum } from '../../src/core/numbers/rational.ts'

/** Holds a table against the one it would follow, cell by cell; without that, all of it is new. */
export function comparedTables(before: KeptTable | undefined, after: KeptTable): TableComparison {
  const old = before?.rows ?? []
  const [was, is] = [before, after].map(
    (table) => new Map((table === undefined ? [] : columnsOf(table)).map((each) => [each.header, each])),
  )
  const known = new Map(old.map((row) => [row.school, row]))
  const ids = new Set(after.rows.map(({ school }) => school))
  const both = after.rows.flatMap((row): [TableRow, TableRow][] => {
    const match = known.get(row.school)
    return match === undefined ? [] : [[match, row]]
  })
  return {
    rows: { before: old.length, after: after.rows.length },
    added: after.rows.map(({ school }) => school).filter((school) => !known.has(school)),
    gone: old.map(({ school }) => school).filter((school) => !ids.has(school)),
    columns: [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])].map((header) => {
      const [past, present] = [was?.get(header), is?.get(header)]
      return {
        header,
        kind: past === undefined ? 'added' : present === undefined ? 'gone' : 'kept',
        changed: both.filter(([a, b]) => (past?.cellOf(a) ?? '') !== (present?.cellOf(b) ?? '')).length,
        missing: { before: missingOf(past, old), after: missingOf(present, after.rows) },
        sum: { before: sumOf(past, old), after: sumOf(present, after.rows) },
      }
    }),
  }
}

function missingOf(column: KeptColumn | undefined, rows: readonly TableRow[]): number | null {
  return column === undefined ? null : rows.filter((row) => column.cellOf(row) === '').length
}

function sumOf(column: KeptColumn | undefined, rows: readonly TableRow[]): string | null {
  if (column?.isNumber !== true) return null
  const cells = rows.map((row) => column.cellOf(row))
  return exactText(
    sum(
      cells.map((cell) => {
        const [, decimals = ''] = cell.split('.')
        return fraction(BigInt(cell.replace('.', '') || 0), 10n ** BigInt(decimals.length))
      }),
    ),
  )
}
