import type { Page, PageWish } from '../../src/store/pages.ts'

/** All rows of a list, so many at a time; something else may happen between two pages. */
export async function inPages<Row>(
  list: (wish: PageWish) => Promise<Page<Row>>,
  limit: number,
  between: (page: number) => Promise<unknown> = async () => undefined,
): Promise<Row[]> {
  const all: Row[] = []
  let after: string | undefined
  for (let page = 1; page <= 1000; page += 1) {
    const { rows, next } = await list({ after, limit })
    if (rows.length > limit) throw new Error(`a page of ${limit} has ${rows.length} rows`)
    all.push(...rows)
    if (next === undefined) return all
    after = next
    await between(page)
  }
  throw new Error('the pages have no end')
}
