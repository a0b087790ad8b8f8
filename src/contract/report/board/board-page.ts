/** A page of the pack as blocks, which HTML and PDF print alike: every word and number is as it is printed. */
export interface BoardPage {
  readonly heading: string
  readonly subheading: string
  readonly blocks: readonly Block[]
}

/** One school's two pages. */
export interface SchoolSheet {
  readonly id: string
  readonly name: string
  readonly pages: readonly [BoardPage, BoardPage]
}

export type Block =
  /** What does not tie out. */
  | { readonly kind: 'alert'; readonly lines: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | ({ readonly kind: 'table' } & Table)
  | { readonly kind: 'notes'; readonly title?: string; readonly lines: readonly string[] }

export interface Fact {
  readonly name: string
  readonly value: string
}

export interface Table {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  readonly total?: readonly Cell[]
  readonly note?: string
  /** Rows that a page shows at the most; those left out stand together in one row, with their sums. */
  readonly most: number
  /** Rows that stay while notes can still give way. */
  readonly keeps?: number
  /** What that row is called, of so many. */
  readonly more: (count: number) => string
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Part of the width of the page. */
  readonly width: number
  /** How a sum of the column is written; without it, a row for several rows leaves the column empty. */
  readonly sum?: (whole: bigint) => string
}

/** A text, or an amount as printed. */
export type Cell = string | { readonly whole: bigint; readonly text: string }

export interface Row {
  readonly cells: readonly Cell[]
  /** How much the row matters: rows of the least weight are the first to be put together. */
  readonly weight: bigint
  /** Is never put together with others. */
  readonly stays?: boolean
}

export function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}
