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
