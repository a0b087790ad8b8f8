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
const LEAST_WIDTH = 8

/**
 * Sets columns side by side, numbers by their decimal point. Where they do not fit, texts end in an ellipsis, those
 * with a widest width first; a number is never cut.
 */
export function table(
  columns: readonly TableColumn[],
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string {
  const aligned = columns.map(alignedByPoint)
  const widths = fittedWidths(aligned, width)
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => padded(cell, widths[i] ?? 0, aligned[i]?.align ?? 'left'))
      .join(GAP)
      .trimEnd()
  const titles = paint('bold', row(aligned.map(({ title }) => title)))
  const count = aligned[0]?.cells.length ?? 0
  const body = Array.from({ length: count }, (_, i) => row(aligned.map(({ cells }) => cells[i] ?? '')))
  return `${[titles, ...body].join('\n')}\n`
}

/** How many terminal columns a table takes when nothing is shortened but what is wider than it may be. */
export function tableWidth(columns: readonly TableColumn[]): number {
  return widthWithGaps(columns.map((column) => widthOf(alignedByPoint(column))))
}

const NUMBER = /^-?[\d,]+(\.\d+)?$/

/** The same column, its numbers followed by blanks so that their decimal points stand below each other. */
function alignedByPoint(column: TableColumn): TableColumn {
  if (column.align === 'left') return column
  const endings = column.cells.map((cell) => NUMBER.exec(cell)?.[1]?.length ?? 0)
  const longest = endings.reduce((most, length) => Math.max(most, length), 0)
  const cells = column.cells.map((cell, i) =>
    NUMBER.test(cell) ? cell + ' '.repeat(longest - (endings[i] ?? 0)) : cell,
  )
  return { ...column, cells }
}

function fittedWidths(columns: readonly TableColumn[], width: number): number[] {
  const widths = columns.map(widthOf)
  const shrink = (isShrinkable: (column: TableColumn) => boolean): void => {
    for (let excess = widthWithGaps(widths) - width; excess > 0; ) {
      const candidates = widths.map((each, i) => {
        const column = columns[i]
        return column !== undefined && isShrinkable(column) && each > LEAST_WIDTH ? each : 0
      })
      const widest = Math.max(...candidates)
      if (widest === 0) return
      // The widest gives way first, as far as the next widest.
      const next = Math.max(LEAST_WIDTH, ...candidates.filter((each) => each < widest))
      const cut = Math.min(excess, Math.max(1, widest - next))
      widths[candidates.indexOf(widest)] = widest - cut
      excess -= cut
    }
  }
  shrink(({ most }) => most !== undefined)
  shrink(({ align }) => align === 'left')
  return widths
}

function widthWithGaps(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length)
}

function widthOf({ title, cells, most }: TableColumn): number {
  const natural = [title, ...cells].reduce((widest, text) => Math.max(widest, stringWidth(text)), 0)
  return most === undefined ? natural : Math.min(natural, most)
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
  const shown = shortened(text, width)
  const gap = ' '.repeat(Math.max(0, width - stringWidth(shown)))
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
