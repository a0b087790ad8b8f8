import { type Cell, type Column, cellText, type Table } from '../contract/report/board/board-page.ts'
import { foldRows } from '../contract/report/board/fold-rows.ts'
import { type Drawn, GAP } from './drawn-block.ts'
import type { Press, SetText, Setting } from './sheet-of-paper.ts'
import { type TagParent, tagged, withTag } from './tags.ts'

const TITLE: Setting = { size: 9, isBold: true, most: 1 }
const HEAD: Setting = { size: 7, colour: '#444444', most: 1 }
const CELL: Setting = { size: 7.5, most: 2 }
const AMOUNT: Setting = { size: 7.5, most: 1, shrinks: true }
const TOTAL: Setting = { size: 7.5, isBold: true, most: 1, shrinks: true }
const SMALL: Setting = { size: 7, colour: '#444444', most: 3 }
const ROW_GAP = 2.4
const COLUMN_GAP = 7

interface PlacedColumn extends Column {
  readonly left: number
  /** In points. */
  readonly room: number
}

interface DrawnRow {
  readonly cells: readonly SetText[]
  readonly height: number
}

/** A table whose rows have been measured: it can be drawn with fewer of them. */
export interface MeasuredTable {
  readonly rows: number
  drawn(most: number): Drawn
}

export function measuredTable(table: Table, press: Press): MeasuredTable {
  const columns = placed(table.columns, press.width)
  const measured = new Map<readonly Cell[], DrawnRow>()
  const rowOf = (cells: readonly Cell[]): DrawnRow => {
    const row = measured.get(cells) ?? drawnRow(cells, columns, press, CELL)
    measured.set(cells, row)
    return row
  }
  const parts: Parts = {
    columns,
    title: press.set(table.title, press.width, TITLE),
    head: drawnRow(
      columns.map(({ title }) => title),
      columns,
      press,
      HEAD,
    ),
    total: table.total === undefined ? undefined : drawnRow(table.total, columns, press, TOTAL),
    note: table.note === undefined ? undefined : press.set(table.note, press.width, SMALL),
  }
  return {
    rows: table.rows.length,
    drawn: (most) =>
      drawnTable(
        parts,
        foldRows(table, most).rows.map(({ cells }) => rowOf(cells)),
      ),
  }
}

interface Parts {
  readonly columns: readonly PlacedColumn[]
  readonly title: SetText
  readonly head: DrawnRow
  readonly total: DrawnRow | undefined
  readonly note: SetText | undefined
}

function placed(columns: readonly Column[], width: number): PlacedColumn[] {
  const parts = columns.reduce((sum, column) => sum + column.width, 0)
  let left = 0
  return columns.map((column) => {
    const room = (column.width / parts) * width
    const own = { ...column, left, room: room - COLUMN_GAP }
    left += room
    return own
  })
}

function drawnRow(
  cells: readonly Cell[],
  columns: readonly PlacedColumn[],
  press: Press,
  setting: Setting,
): DrawnRow {
  const texts = columns.map(({ room, align }, i) => {
    const own = setting === CELL && align === 'right' ? AMOUNT : setting
    return press.set(cellText(cells[i] ?? ''), room, own)
  })
  return { cells: texts, height: Math.max(...texts.map(({ height }) => height)) + ROW_GAP }
}

function drawnTable({ columns, title, head, total, note }: Parts, rows: readonly DrawnRow[]): Drawn {
  const all = [head, ...rows, ...(total === undefined ? [] : [total])]
  const height = all.reduce((sum, row) => sum + row.height, title.height + 1) + (note?.height ?? 0) + GAP
  return {
    height,
    draw(press, parent, x, y) {
      const { doc, draw } = press
      let top = y
      const next = (part: TagParent, row: DrawnRow, isHead: boolean): void => {
        drawRow(press, part, { row, columns, isHead, x, y: top })
        top += row.height
      }
      withTag(doc, parent, 'Table', (table) => {
        tagged(doc, table, 'Caption', () => draw(title, x, y))
        top += title.height + 1
        withTag(doc, table, 'THead', (part) => next(part, head, true))
        rule(press, { x, y: top - ROW_GAP / 2, colour: '#111111' })
        withTag(doc, table, 'TBody', (part) => {
          for (const row of rows) {
            next(part, row, false)
            rule(press, { x, y: top - ROW_GAP / 2, colour: row === rows.at(-1) ? '#111111' : '#dddddd' })
          }
        })
        if (total !== undefined) withTag(doc, table, 'TFoot', (part) => next(part, total, false))
      })
      if (note !== undefined) tagged(doc, parent, 'P', () => draw(note, x, top))
    },
  }
}

interface PlacedRow {
  readonly row: DrawnRow
  readonly columns: readonly PlacedColumn[]
  readonly isHead: boolean
  readonly x: number
  readonly y: number
}

function drawRow({ doc, draw }: Press, parent: TagParent, { row, columns, isHead, x, y }: PlacedRow): void {
  withTag(doc, parent, 'TR', (part) => {
    for (const [i, text] of row.cells.entries()) {
      const column = columns[i]
      if (column === undefined) continue
      const { left, room, align } = column
      const edge = x + left + (align === 'right' ? room : 0)
      const isHeading = isHead || i === 0
      tagged(
        doc,
        part,
        isHeading ? 'TH' : 'TD',
        () => draw(text, edge, y, align),
        isHeading ? { scope: isHead ? 'Column' : 'Row' } : {},
      )
    }
  })
}

function rule({ doc, width }: Press, { x, y, colour }: { x: number; y: number; colour: string }): void {
  doc.markContent('Artifact')
  doc
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(0.4)
    .stroke(colour)
  doc.endMarkedContent()
}

/** Rows that a table keeps, however short the page: one with its name, and one for all others. */
export const FEWEST_ROWS = 2
