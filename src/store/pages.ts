/** A stretch of a list: so many rows after the one with this key. */
export interface PageWish {
  readonly after: string | undefined
  readonly limit: number
}

/** Rows in their order; `next` is the key to go on after, where there are more. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | undefined
}

/** Makes a page of what a query for one row more than the limit gave. */
export function pageOf<Row>(
  found: readonly Row[],
  { limit }: PageWish,
  keyOf: (row: Row) => string,
): Page<Row> {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last !== undefined ? keyOf(last) : undefined }
}
