import type { Block, Cell, Column, Row } from './board-page.ts'
import type { BoardBefore, BoardSource } from './board-source.ts'
import { rowsTitle } from './board-title.ts'
import { causesOf, type SchoolCause, sizeOf } from './cause-table.ts'
import { wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

const MOST_NAMED = 10
/** Causes that are named of each school; the rest stand together. */
const CAUSES_NAMED = 2

/** The schools with the largest changes, each with its largest causes, and all others in one row. */
export function mostAffected({ result }: BoardSource, before: BoardBefore, wording: Wording): Block {
  const { say, dollars, change, rows: words } = wording
  const { increases, decreases } = before.change
  const moved = [...increases.list, ...decreases.list]
    .map(({ id, name, change: amount }) => ({ id, name, amount, size: sizeOf(wholeOf(amount)) }))
    .sort((a, b) => (a.size === b.size ? 0 : a.size < b.size ? 1 : -1))
    .slice(0, MOST_NAMED)
  const sides = new Map(before.change.schools.map(({ id, total }) => [id, total]))
  const named = moved.map(({ id, name }) => {
    const total = sides.get(id)
    return { id, name, from: wholeOf(total?.before ?? '0'), to: wholeOf(total?.after ?? '0') }
  })
  const all = { from: wholeOf(before.run.total), to: wholeOf(result.total) }
  const others = {
    from: named.reduce((rest, { from }) => rest - from, all.from),
    to: named.reduce((rest, { to }) => rest - to, all.to),
  }
  const amounts = ({ from, to }: { readonly from: bigint; readonly to: bigint }): Cell[] => [
    { whole: from, text: dollars(from) },
    { whole: to, text: dollars(to) },
    { whole: to - from, text: change(to - from) },
  ]
  const rows: Row[] = named.map((school) => {
    const causes = causesOf({ id: school.id, change: school.to - school.from }, before)
    const cells = [`${school.name} (${school.id})`, ...amounts(school), whyWords(causes, wording)]
    return { cells, weight: sizeOf(school.to - school.from) }
  })
  const isAll = before.change.schools.length + before.change.notShown.schools === named.length
  // Where every school is named, the totals of each for itself may still miss that of all by some dollars.
  const label = isAll ? say('rounding') : say('otherRows', { rows: words.many })
  const rest: Row[] =
    isAll && others.from === 0n && others.to === 0n
      ? []
      : [{ cells: [label, ...amounts(others), ''], weight: 0n, stays: true }]
  const columns: Column[] = [
    { title: rowsTitle(words.one), align: 'left', width: 8 },
    { title: say('lastRun'), align: 'right', width: 4, sum: dollars },
    { title: say('thisRun'), align: 'right', width: 4, sum: dollars },
    { title: say('change'), align: 'right', width: 3, sum: change },
    { title: say('why'), align: 'left', width: 14 },
  ]
  return {
    kind: 'table',
    title: say('mostAffected', { rows: words.many }),
    columns,
    rows: [...rows, ...rest],
    total: [say('allRows', { rows: words.many }), ...amounts(all), ''],
    most: MOST_NAMED + 1,
    keeps: MOST_NAMED + 1,
    more: (count) => say('moreRows', { count: wording.number(`${count}`) }),
  }
}

/** The largest causes with their dollars, and what the others come to together: they add up to the change. */
function whyWords(causes: readonly SchoolCause[], { say, change }: Wording): string {
  const ordered = causes.toSorted((a, b) => {
    const [first, second] = [sizeOf(a.amount), sizeOf(b.amount)]
    return first === second ? 0 : first < second ? 1 : -1
  })
  const named = ordered
    .slice(0, CAUSES_NAMED)
    .map(({ label, amount }) => say('causeAmount', { cause: label, amount: change(amount) }))
  const rest = ordered.slice(CAUSES_NAMED)
  const sum = rest.reduce((total, { amount }) => total + amount, 0n)
  return [...named, ...(rest.length === 0 ? [] : [say('otherCauses', { amount: change(sum) })])].join('; ')
}
