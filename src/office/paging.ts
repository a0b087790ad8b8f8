import { id, LISTED_UNLESS_STATED } from '../contract/api/stored-fields.ts'
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

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The same of a list that is sorted by id, which is by age. */
export function idWishOf(
  query: { limit?: string | undefined; after?: string | undefined },
  order: 'oldest-first' | 'newest-first',
): PageWish {
  const wish = wishOf(query)
  if (wish.after === undefined || id.safeParse(wish.after).success) return wish
  return { ...wish, after: order === 'oldest-first' ? LAST_ID : FIRST_ID }
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
