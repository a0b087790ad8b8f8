import { LISTED_UNLESS_STATED } from '../contract/api/stored-fields.ts'
import type { Page, PageWish } from '../store/pages.ts'

/** What a query says of the stretch of a list that it wants. A cursor that we did not make leads past every end. */
export function wishOf({
  limit,
  after,
}: {
  limit?: string | undefined
  after?: string | undefined
}): PageWish {
  return {
    limit: limit === undefined ? LISTED_UNLESS_STATED : Number(limit),
    // PostgreSQL takes no NUL; nothing that is kept has one.
    after: after && Buffer.from(after, 'base64url').toString('utf8').replaceAll('\0', ' '),
  }
}

/** A page as it is sent. The cursor is the key of its last row, in letters that an address can hold. */
export function pageAnswer<Row, Item>(
  { rows, next }: Page<Row>,
  asItem: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  return {
    items: rows.map(asItem),
    next: next === undefined ? null : Buffer.from(next, 'utf8').toString('base64url'),
  }
}
