import { columnLetters } from '../../../core/text/column-letters.ts'

/** How a cell looks. */
export type CellStyle =
  | 'title'
  | 'heading'
  | 'notice'
  | 'assumed'
  | 'wrong'
  | 'plain'
  | 'count'
  | 'money'
  | 'total'
  | 'quiet'

/** One cell. Texts are texts whatever they start with: only `formula` is worked out by a spreadsheet. */
export type WorkbookCell =
  | { readonly kind: 'text'; readonly text: string; readonly style?: CellStyle }
  | {
      readonly kind: 'number'
      /** As near as a double comes to the amount. */
      readonly number: number
      readonly style?: CellStyle
    }
  | { readonly kind: 'truth'; readonly truth: boolean; readonly style?: CellStyle }
  | {
      readonly kind: 'formula'
      /** Without the sign that spreadsheets show before it. */
      readonly formula: string
      /** What it comes to, for readers that do not calculate. */
      readonly result: number | string | boolean
      readonly style?: CellStyle
    }

export type WorkbookRow = readonly (WorkbookCell | undefined)[]

export interface WorkbookSheet {
  readonly name: string
  readonly rows: readonly WorkbookRow[]
  /** Widths of the columns, in characters. */
  readonly widths: readonly number[]
  /** Rows that stay in sight. */
  readonly fixedRows?: number
  readonly fixedColumns?: number
}

export interface Workbook {
  readonly title: string
  readonly sheets: readonly WorkbookSheet[]
}

export function textCell(text: string, style?: CellStyle): WorkbookCell {
  return { kind: 'text', text, ...(style !== undefined && { style }) }
}

/** A row of texts in one style. */
export function textRow(texts: readonly string[], style?: CellStyle): WorkbookRow {
  return texts.map((text) => (text === '' ? undefined : textCell(text, style)))
}

/** `$C$7` of a column and row that are counted from 1. */
export function fixedAddress(column: number, row: number): string {
  return `$${columnLetters(column)}$${row}`
}

/** A sheet's name before an address in a formula. */
export function onSheet(name: string, address: string): string {
  return `'${name.replaceAll("'", "''")}'!${address}`
}
