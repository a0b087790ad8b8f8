import { decimal } from '../../../core/numbers/decimal.ts'
import { fraction, type Rational } from '../../../core/numbers/rational.ts'
import type { Block, Column, Row } from './board-page.ts'
import type { BoardBefore, BoardSource } from './board-source.ts'
import { rowsTitle } from './board-title.ts'
import { wholeOf, wholeParts } from './whole-parts.ts'
import type { Wording } from './wording.ts'

const MOST_CAUSES = 8

/** The causes of the district's change, the largest first, with how many schools each gives to and takes from. */
export function districtCauses({ result }: BoardSource, before: BoardBefore, wording: Wording): Block {
  const { say, number, change } = wording
  const whole = wholeOf(result.total) - wholeOf(before.run.total)
  const { causes } = before.split
  const amounts = wholeParts(causes.map(exactPart), whole)
  const rows = causes.map(({ label, from, to, increases, decreases }, i): Row => {
    const amount = amounts[i] ?? 0n
    const ends = [from, to].map((text) => (text === undefined ? '' : number(text)))
    const counts = [increases, decreases].map((count) => number(`${count}`))
    return {
      cells: [label, ...ends, ...counts, { whole: amount, text: change(amount) }],
      weight: sizeOf(amount),
    }
  })
  const columns: Column[] = [
    { title: say('cause'), align: 'left', width: 8 },
    { title: say('from'), align: 'right', width: 3 },
    { title: say('to'), align: 'right', width: 3 },
    { title: say('up', { rows: rowsTitle(wording.rows.many) }), align: 'right', width: 2 },
    { title: say('down'), align: 'right', width: 2 },
    { title: say('change'), align: 'right', width: 4, sum: change },
  ]
  const total = [say('total'), '', '', '', '', { whole, text: change(whole) }]
  return causeBlock({ title: say('causes'), columns, rows, total }, wording)
}

/** The causes of one school's change; those that leave it as it is are not named. */
export function schoolCauses(
  { id, change: whole }: { readonly id: string; readonly change: bigint },
  before: BoardBefore,
  wording: Wording,
): Block {
  const { say, change, number } = wording
  const causes = causesOf({ id, change: whole }, before)
  const rows = causes.map(({ label, from, to, amount }): Row => {
    const ends = [from, to].map((text) => (text === undefined ? '' : number(text)))
    return { cells: [label, ...ends, { whole: amount, text: change(amount) }], weight: sizeOf(amount) }
  })
  const columns: Column[] = [
    { title: say('cause'), align: 'left', width: 8 },
    { title: say('from'), align: 'right', width: 3 },
    { title: say('to'), align: 'right', width: 3 },
    { title: say('change'), align: 'right', width: 4, sum: change },
  ]
  const total = [say('total'), '', '', { whole, text: change(whole) }]
  return causeBlock({ title: say('causesHere'), columns, rows, total }, wording)
}

function causeBlock(
  { rows, ...table }: Pick<Block & { kind: 'table' }, 'title' | 'columns' | 'rows' | 'total'>,
  { say, number }: Wording,
): Block {
  if (rows.length === 0) return { kind: 'notes', title: table.title, lines: [say('nothingChanged')] }
  return {
    kind: 'table',
    ...table,
    rows: bySize(rows),
    most: MOST_CAUSES,
    more: (count) => say('moreRows', { count: number(`${count}`) }),
  }
}

export interface SchoolCause {
  readonly label: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly amount: bigint
}

/** What moves a school, in whole dollars that add up to its printed change, in the order of the causes. */
export function causesOf(
  { id, change }: { readonly id: string; readonly change: bigint },
  { split }: BoardBefore,
): SchoolCause[] {
  const school = split.schools.find((each) => each.id === id)
  const own = (school?.causes ?? []).filter(({ exact }) => exact !== '0')
  const amounts = wholeParts(own.map(exactPart), own.length === 0 ? 0n : change)
  const described = new Map(split.causes.map((cause) => [cause.id, cause]))
  return own.map(({ id: cause }, i) => {
    const { label = cause, from, to } = described.get(cause) ?? {}
    return { label, from, to, amount: amounts[i] ?? 0n }
  })
}

export function sizeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function bySize(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.weight === b.weight ? 0 : a.weight < b.weight ? 1 : -1))
}

function exactPart({ id, exact }: { readonly id: string; readonly exact: string }): {
  readonly id: string
  readonly amount: Rational
} {
  const [n = '', d] = exact.split('/')
  return { id, amount: d === undefined ? decimal(n) : fraction(BigInt(n), BigInt(d)) }
}
