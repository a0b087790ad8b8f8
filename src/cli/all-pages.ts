import type { Page, PageWish } from '../store/pages.ts'

const ROWS_A_PAGE = 1000

/** All rows of a list that comes in pages, in its order. */
export async function allPages<Row>(pageOf: (wish: PageWish) => Promise<Page<Row>>): Promise<Row[]> {
  const all: Row[] = []
  let after: string | undefined
  do {
    const { rows, next } = await pageOf({ after, limit: ROWS_A_PAGE })
    all.push(...rows)
    after = next
  } while (after !== undefined)
  return all
}
