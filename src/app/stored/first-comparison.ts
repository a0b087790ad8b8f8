import { type ColumnTotal, columnTotal } from './column-total.ts'
import type { TableComparison } from './table-comparison.ts'
import type { TableDraft } from './table-draft.ts'

/** A column with what is counted of it while its rows are packed. */
export interface CountedColumn {
  /** Where it is in the table. */
  readonly index: number
  missing: number
  readonly total: ColumnTotal
}

export interface CountedColumns {
  readonly numbers: readonly CountedColumn[]
  readonly texts: readonly CountedColumn[]
}

export function countedColumns({ numbers, texts }: TableDraft): CountedColumns {
  const counted = (index: number): CountedColumn => ({ index, missing: 0, total: columnTotal() })
  return { numbers: numbers.map(counted), texts: texts.map(counted) }
}

/** A table that was counted, as the first of its name: everything in it is new. */
export function firstComparison(
  { schools, columns }: TableDraft,
  { numbers, texts }: CountedColumns,
): TableComparison {
  const added = schools.map(({ id }) => id)
  const counted = new Map([...numbers, ...texts].map((each) => [each.index, each]))
  return {
    rows: { before: 0, after: added.length },
    added,
    gone: [],
    columns: columns.map(({ header, index, in: holder }) => {
      const { missing = 0, total } = counted.get(index) ?? {}
      const sum = holder === 'numbers' ? (total?.text() ?? null) : null
      return {
        header,
        kind: 'added',
        changed: 0,
        missing: { before: null, after: missing },
        sum: { before: null, after: sum },
      }
    }),
  }
}
