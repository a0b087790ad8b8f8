import { type RowWords, SCHOOLS } from '../core/formula/row-words.ts'

/** `1 fund`, `2 funds`; a word with a plural of its own brings it along. */
export function counted(count: number, word: string | RowWords): string {
  const { one, many } = typeof word === 'string' ? { one: word, many: `${word}s` } : word
  return `${count} ${count === 1 ? one : many}`
}

/** What a page calls the rows of its data, and how a column of them is headed. */
export function rowWordsOf({ rows = SCHOOLS }: { readonly rows?: RowWords | undefined }): RowWords & {
  readonly title: string
} {
  return { ...rows, title: capitalised(rows.one) }
}

/** `Districts changed`, as a heading begins. */
export function capitalised(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}
