import type { Flexibility } from '../../../core/formula/definition.ts'
import { decimal } from '../../../core/numbers/decimal.ts'
import { isZero } from '../../../core/numbers/rational.ts'
import type { Block, Cell, Column, Row } from './board-page.ts'
import type { BoardSchool, BoardSource, ExplainedSchool } from './board-source.ts'
import { sizeOf } from './cause-table.ts'
import { plainArithmetic } from './plain-arithmetic.ts'
import { wholeAmounts, wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

const MOST_LINES = 26
const MOST_STEPS = 24

export interface PrintedLine {
  readonly id: string
  readonly label: string
  /** The fund's label. */
  readonly fund: string
  readonly flexibility: Flexibility
  /** The adjustment that left it. */
  readonly adjustment: string | undefined
  readonly whole: bigint
  readonly change: bigint
  /** Whether it is, or was, more or less than nothing. */
  readonly isPaid: boolean
}

/** A school's lines in whole dollars that add up to its printed total, and their changes to its printed change. */
export interface PrintedLines {
  readonly rows: readonly PrintedLine[]
  /** Lines that only the run before has. */
  readonly gone: readonly { readonly id: string; readonly label: string; readonly change: bigint }[]
  readonly total: bigint
  /** Nothing where there is no run before, or it does not show the school. */
  readonly change: bigint | undefined
}

export function printedLines({ result, before }: BoardSource, school: BoardSchool): PrintedLines {
  const total = wholeOf(school.total)
  const wholes = wholeAmounts(school.lines, total)
  const own = before?.change.schools.find(({ id }) => id === school.id)
  const change = own === undefined ? undefined : total - wholeOf(own.total.before)
  const moved = (own?.lines ?? []).map((line) => ({ id: line.id, amount: line.change }))
  const changes = new Map(
    wholeAmounts(moved, change ?? 0n).map((amount, i) => [moved[i]?.id ?? '', amount] as const),
  )
  const funds = new Map(result.funds.map(({ id, label }) => [id, label]))
  const left = new Map(result.lines.map(({ id, adjustment }) => [id, adjustment]))
  const labels = new Map(before?.change.lines.map(({ id, label }) => [id, label]))
  const now = new Set(school.lines.map(({ id }) => id))
  return {
    total,
    change,
    rows: school.lines.map(({ id, label, fund, flexibility, amount }, i) => ({
      id,
      label,
      fund: funds.get(fund) ?? fund,
      flexibility,
      adjustment: left.get(id),
      whole: wholes[i] ?? 0n,
      change: changes.get(id) ?? 0n,
      isPaid: !isZero(decimal(amount)) || changes.has(id),
    })),
    gone: moved
      .filter(({ id }) => !now.has(id))
      .map(({ id }) => ({ id, label: labels.get(id) ?? id, change: changes.get(id) ?? 0n })),
  }
}

/** Dollars by line with fund and flexibility, and what changed; lines without a dollar are only named. */
export function lineTable({ rows, gone, total, change }: PrintedLines, wording: Wording): Block {
  const { say, dollars, number } = wording
  const isCompared = change !== undefined
  const changed = (amount: bigint): Cell[] =>
    isCompared ? [{ whole: amount, text: amount === 0n ? say('noChange') : wording.change(amount) }] : []
  const money = (whole: bigint): Cell => ({ whole, text: dollars(whole) })
  const paid = rows
    .filter(({ isPaid }) => isPaid)
    .map((line): Row => {
      const cells = [line.label, line.fund, say(line.flexibility), money(line.whole), ...changed(line.change)]
      return { cells, weight: sizeOf(line.whole) }
    })
  const ended = gone.map((line): Row => {
    return { cells: [line.label, '', '', money(0n), ...changed(line.change)], weight: sizeOf(line.change) }
  })
  const columns: Column[] = [
    { title: say('line'), align: 'left', width: 9 },
    { title: say('fund'), align: 'left', width: 6 },
    { title: say('flexibility'), align: 'left', width: 4 },
    { title: say('dollars'), align: 'right', width: 3, sum: dollars },
  ]
  const unpaid = rows.filter(({ isPaid }) => !isPaid)
  return {
    kind: 'table',
    title: say('lines'),
    columns: isCompared
      ? [...columns, { title: say('change'), align: 'right', width: 3, sum: wording.change }]
      : columns,
    rows: [...paid, ...ended],
    total: [
      say('total'),
      '',
      '',
      money(total),
      ...(change === undefined ? [] : [{ whole: change, text: wording.change(change) }]),
    ],
    ...(unpaid.length > 0 && {
      note: say('zeroLines', { lines: [...new Set(unpaid.map(({ label }) => label))].join('; ') }),
    }),
    most: MOST_LINES,
    more: (count) => say('moreRows', { count: number(`${count}`) }),
  }
}

/** Each paid line and adjustment with its arithmetic in a sentence; the dollars are those of the other table. */
export function arithmeticTable(
  { rows: lines, total }: PrintedLines,
  amounts: ExplainedSchool,
  wording: Wording,
): Block {
  const { say, dollars, number } = wording
  const money = (whole: bigint): Cell => ({ whole, text: dollars(whole) })
  const rows = amounts
    .filter(({ kind }) => kind !== 'figure')
    .flatMap((amount): Row[] => {
      // Several lines of one adjustment have one arithmetic.
      const own = lines.filter(({ id, adjustment }) =>
        amount.kind === 'adjustment'
          ? adjustment === amount.id
          : adjustment === undefined && id === amount.id,
      )
      const whole = own.reduce((sum, line) => sum + line.whole, 0n)
      if (isZero(decimal(amount.amount)) && whole === 0n) return []
      return [
        { cells: [amount.label, plainArithmetic(amount, wording), money(whole)], weight: sizeOf(whole) },
      ]
    })
  return {
    kind: 'table',
    title: say('arithmetic'),
    columns: [
      { title: say('line'), align: 'left', width: 6 },
      { title: say('arithmeticWords'), align: 'left', width: 13 },
      { title: say('dollars'), align: 'right', width: 3, sum: dollars },
    ],
    rows,
    total: [say('total'), '', money(total)],
    most: MOST_STEPS,
    more: (count) => say('moreRows', { count: number(`${count}`) }),
  }
}
