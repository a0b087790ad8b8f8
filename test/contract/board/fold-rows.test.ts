import t from 'tap'
import { cellText, type Table } from '../../../src/contract/report/board/board-page.ts'
import { foldRows } from '../../../src/contract/report/board/fold-rows.ts'

const dollars = (whole: bigint): string => `$${whole}`

/** Lines of $5, $40, $1, $30 and $2, and a row for all others of $22: $100. */
const table: Table = {
  title: 'Dollars by line',
  columns: [
    { title: 'Line', align: 'left', width: 2 },
    { title: 'Fund', align: 'left', width: 1 },
    { title: 'Dollars', align: 'right', width: 1, sum: dollars },
  ],
  rows: [
    ...[5n, 40n, 1n, 30n, 2n].map((whole, i) => ({
      cells: [`line ${i}`, 'general', { whole, text: dollars(whole) }],
      weight: whole,
    })),
    { cells: ['others', '', { whole: 22n, text: '$22' }], weight: 0n, stays: true },
  ],
  total: ['Total', '', { whole: 100n, text: '$100' }],
  most: 6,
  more: (count) => `and ${count} more`,
}

const printed = (most: number): string[] =>
  foldRows(table, most).rows.map(({ cells }) => cells.map(cellText).filter(Boolean).join(' '))

t.test('a table that fits stays as it is', async (t) => {
  t.equal(foldRows(table, 6), table)
  t.equal(foldRows(table, 9), table)
})

t.test('the smallest lines stand together with their sum, the others in their order', async (t) => {
  t.strictSame(printed(5), [
    'line 0 general $5',
    'line 1 general $40',
    'line 3 general $30',
    'and 2 more $3',
    'others $22',
  ])
  t.strictSame(printed(3), ['line 1 general $40', 'and 4 more $38', 'others $22'])
})

t.test('the row for all others is never folded, and no dollar is lost however short the page', async (t) => {
  for (const most of [5, 4, 3, 2, 1]) {
    const { rows } = foldRows(table, most)
    const sum = rows.reduce((all, { cells: [, , cell] }) => {
      return all + (typeof cell === 'object' ? cell.whole : 0n)
    }, 0n)
    t.equal(sum, 100n, `${most} rows`)
    t.equal(cellText(rows.at(-1)?.cells[0] ?? ''), 'others')
  }
})
