import type { KeptTable } from './dataset-table.ts'

export interface ColumnChange {
  readonly header: string
  readonly kind: 'kept' | 'added' | 'gone'
  /** Cells of schools in both tables that differ to the letter; all filled cells of an added column. */
  readonly changed: number
  /** Empty cells. */
  readonly missing: { readonly before: number; readonly after: number }
  /** Exact sums, where all cells that are not empty are numbers, on whichever side they are. */
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

/** Holds a table against the one it would follow; without that, all of it is new. */
export async function compareTables(
  _before: KeptTable | undefined,
  _after: KeptTable,
  _pause: () => Promise<void> = async () => undefined,
): Promise<TableComparison> {
  throw new Error('not yet')
}
