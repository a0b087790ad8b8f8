import { FLEXIBILITIES, type Flexibility } from '../../../core/formula/definition.ts'
import type { Block, Column, Row } from './board-page.ts'
import type { BoardSource } from './board-source.ts'
import { tenthsOfPercent, wholeAmounts, wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

/** How much of the district's dollars schools may move. */
export function districtFreedom({ result: { lines, total } }: BoardSource, wording: Wording): Block {
  const amounts = wholeAmounts(
    lines.map((line) => ({ id: line.id, amount: line.total })),
    wholeOf(total),
  )
  return freedomTable(
    lines.map(({ flexibility }, i) => ({ flexibility, whole: amounts[i] ?? 0n })),
    wording,
  )
}

/** Printed lines as how freely they may be moved, with what the words mean; their sums and shares add up. */
export function freedomTable(
  lines: readonly { readonly flexibility: Flexibility; readonly whole: bigint }[],
  wording: Wording,
): Block {
  const { say, dollars, percent } = wording
  const sums = FLEXIBILITIES.toReversed().map((id) => ({
    id,
    whole: lines.filter(({ flexibility }) => flexibility === id).reduce((sum, line) => sum + line.whole, 0n),
  }))
  const total = sums.reduce((sum, { whole }) => sum + whole, 0n)
  const shares = tenthsOfPercent(sums)
  const rows = sums.map(({ id, whole }, i): Row => {
    const share = percent(shares[i] ?? 0n)
    return {
      cells: [say(id), { whole, text: dollars(whole) }, share, say(`${id}Meaning`)],
      weight: whole,
      stays: true,
    }
  })
  const columns: Column[] = [
    { title: say('flexibility'), align: 'left', width: 4 },
    { title: say('dollars'), align: 'right', width: 3, sum: dollars },
    { title: say('share'), align: 'right', width: 2 },
    { title: say('meaning'), align: 'left', width: 11 },
  ]
  return {
    kind: 'table',
    title: say('freedom'),
    columns,
    rows,
    total: [say('total'), { whole: total, text: dollars(total) }, total === 0n ? '' : percent(1000n), ''],
    note: say('nominal'),
    most: rows.length,
    more: () => '',
  }
}
