import stringWidth from 'string-width'
import type { Terminal } from './terminal.ts'

export interface TableColumn {
  readonly title: string
  readonly align: 'left' | 'right'
  readonly cells: readonly string[]
  /** The widest this column may be; longer texts end in an ellipsis. */
  readonly most?: number
}

const GAP = '  '

/** Sets columns side by side; the caller has made sure that they fit. */
export function table(columns: readonly TableColumn[], { paint }: Pick<Terminal, 'paint'>): string {
  const widths = columns.map(widthOf)
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => padded(cell, widths[i] ?? 0, columns[i]?.align ?? 'left'))
      .join(GAP)
      .trimEnd()
  const titles = paint('bold', row(columns.map(({ title }) => title)))
  const count = columns[0]?.cells.length ?? 0
  const body = Array.from({ length: count }, (_, i) => row(columns.map(({ cells }) => cells[i] ?? '')))
  return `${[titles, ...body].join('\n')}\n`
}

/** How many terminal columns a table takes. */
export function tableWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((width, column) => width + widthOf(column) + GAP.length, -GAP.length)
}

function widthOf({ title, cells, most }: TableColumn): number {
  const natural = Math.max(...[title, ...cells].map((text) => stringWidth(text)))
  return most === undefined ? natural : Math.min(natural, most)
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
  const shown = shortened(text, width)
  const gap = ' '.repeat(width - stringWidth(shown))
  return align === 'left' ? shown + gap : gap + shown
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

function shortened(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of letters.segment(text)) {
    if (stringWidth(kept + segment) >= width) break
    kept += segment
  }
  return `${kept}…`
}
