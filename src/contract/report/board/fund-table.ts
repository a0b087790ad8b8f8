import type { Block, Cell, Column, Row } from './board-page.ts'
import type { BoardSource } from './board-source.ts'
import { sizeOf } from './cause-table.ts'
import { wholeAmounts, wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

const MOST_FUNDS = 10

/** Every fund with what it gives and, where pools are stated, what is left: rows and columns add up as printed. */
export function fundTable({ result: { funds, total } }: BoardSource, wording: Wording): Block {
  const { say, dollars, rows: words } = wording
  const whole = wholeOf(total)
  const given = wholeAmounts(
    funds.map((fund) => ({ id: fund.id, amount: fund.total })),
    whole,
  )
  const hasPools = funds.some(({ pool }) => pool !== null)
  const none = say('noPool')
  const rows = funds.map(({ label, restricted, pool }, i): Row => {
    const amount = given[i] ?? 0n
    const size = pool === null ? undefined : wholeOf(pool)
    const pools: Cell[] =
      size === undefined
        ? [none, none]
        : [
            { whole: size, text: dollars(size) },
            { whole: size - amount, text: dollars(size - amount) },
          ]
    const name = restricted ? say('restricted', { fund: label }) : label
    return {
      cells: [name, { whole: amount, text: dollars(amount) }, ...(hasPools ? pools : [])],
      weight: sizeOf(amount),
    }
  })
  const columns: Column[] = [
    { title: say('fund'), align: 'left', width: 8 },
    { title: say('toRows', { rows: words.many }), align: 'right', width: 4, sum: dollars },
  ]
  const pooled: Column[] = [
    { title: say('pool'), align: 'right', width: 4, sum: dollars },
    { title: say('left'), align: 'right', width: 4, sum: dollars },
  ]
  const sumOf = (column: number): Cell => {
    const sum = rows.reduce((all, { cells }) => {
      const cell = cells[column]
      return typeof cell === 'object' ? all + cell.whole : all
    }, 0n)
    return { whole: sum, text: dollars(sum) }
  }
  return {
    kind: 'table',
    title: say('funds'),
    columns: hasPools ? [...columns, ...pooled] : columns,
    rows,
    total: [say('total'), { whole, text: dollars(whole) }, ...(hasPools ? [sumOf(2), sumOf(3)] : [])],
    most: MOST_FUNDS,
    more: (count) => say('moreRows', { count: wording.number(`${count}`) }),
  }
}
