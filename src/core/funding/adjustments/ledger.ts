import type { CheckedAdjustment, CheckedFormula } from '../../formula/checked.ts'
import { apportion } from '../../numbers/apportion.ts'
import { decimalPlaces } from '../../numbers/decimal.ts'
import {
  add,
  greatest,
  isZero,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../../numbers/rational.ts'
import { type AmountColumn, amountColumn } from '../amount-column.ts'
import { type HeldLines, settleUnits } from './held-lines.ts'

/** Money by line and school: what each line has now, and what each adjustment did to it. */
export interface LedgerReading {
  /** What a line, or an adjustment with money of its own, has now at a school. */
  now(id: string, school: number): Rational
  /** What an adjustment did to each line at a school; its own id stands for money that went to no line. */
  changes(adjustment: string): ReadonlyMap<string, readonly Rational[]>
  /** The lines that an adjustment acted on; its own id for money that went to no line. */
  linesOf(adjustment: string): readonly string[]
  /** What an adjustment did to some of its lines in all. */
  among(adjustment: string, ids: readonly string[]): AmountColumn
  /** What an adjustment adds to a school in all, and to one of its lines. */
  change(adjustment: string, school: number): Rational
  changeOfLine(adjustment: string, line: string, school: number): Rational
  subtotal(school: number): Rational
}

/** Money as adjustments change it. */
export interface Ledger extends LedgerReading {
  /** Spreads one change for each school over lines, in proportion to what they have, within what is held. */
  spread(
    adjustment: { readonly id: string; readonly over: readonly string[] },
    spread: { readonly changes: readonly Rational[]; readonly holds?: readonly (readonly HeldLines[])[] },
  ): void
  /** Adds one change for each school as money of the adjustment's own. */
  give(adjustment: string, changes: readonly Rational[]): void
}

/** Opens a ledger with the rounded amounts of the lines, by line id and school index. */
export function openLedger(lines: ReadonlyMap<string, readonly Rational[]>): Ledger {
  const current = new Map(lines)
  const changed = new Map<string, Map<string, readonly Rational[]>>()
  const now = (id: string, school: number): Rational => current.get(id)?.[school] ?? zero
  const note = (adjustment: string, id: string, changes: readonly Rational[]): void => {
    const byLine = changed.get(adjustment) ?? new Map<string, readonly Rational[]>()
    changed.set(adjustment, byLine.set(id, changes))
    current.set(
      id,
      changes.map((change, school) => add(now(id, school), change)),
    )
  }
  return {
    now,
    changes: (adjustment) => changed.get(adjustment) ?? new Map(),
    linesOf: (adjustment) => [...(changed.get(adjustment)?.keys() ?? [])],
    among(adjustment, ids) {
      const columns = ids.map((id) => changed.get(adjustment)?.get(id) ?? [])
      const [first = []] = columns
      return amountColumn(first.map((_, school) => sum(columns.map((column) => column[school] ?? zero))))
    },
    change: (adjustment, school) =>
      sum([...(changed.get(adjustment)?.values() ?? [])].map((column) => column[school] ?? zero)),
    changeOfLine: (adjustment, line, school) => changed.get(adjustment)?.get(line)?.[school] ?? zero,
    subtotal: (school) => sum([...current.keys()].map((id) => now(id, school))),
    spread({ id: adjustment, over }, { changes, holds = [] }) {
      const parts = changes.map((change, school) =>
        spreadChange(
          change,
          over.map((id) => ({ id, amount: now(id, school) })),
          holds[school] ?? [],
        ),
      )
      for (const id of over)
        note(
          adjustment,
          id,
          parts.map((part) => part.get(id) ?? zero),
        )
    },
    give: (adjustment, changes) => note(adjustment, adjustment, changes),
  }
}

/** What an adjustment found at a school in the lines it acts on, and what it added. */
export function stepAt(
  adjustment: CheckedAdjustment,
  { adjustments }: CheckedFormula,
  { ledger, school }: { ledger: LedgerReading; school: number },
): { readonly before: Rational; readonly change: Rational } {
  const { id, over } = adjustment
  const later = adjustments.slice(adjustments.findIndex((each) => each.id === id))
  const before = over.map((line) => {
    const changes = later.map((each) => ledger.changeOfLine(each.id, line, school))
    return subtract(ledger.now(line, school), sum(changes))
  })
  return { before: 'fund' in adjustment ? zero : sum(before), change: ledger.change(id, school) }
}

/** One school's change over its lines, by largest remainder; all of it on the first where none has anything. */
function spreadChange(
  change: Rational,
  lines: readonly { readonly id: string; readonly amount: Rational }[],
  holds: readonly HeldLines[],
): ReadonlyMap<string, Rational> {
  const [first] = lines
  if (first === undefined || isZero(change)) return new Map()
  const shares = lines.map(({ id, amount }) => ({ id, weight: greatest(amount, zero) }))
  if (shares.every(({ weight }) => isZero(weight))) return new Map([[first.id, change]])
  const unit = unitOf([change])
  const spread = apportion(unitsIn(change, unit), shares)
  if (spread.kind !== 'apportioned') throw new Error('shares without bounds meet any total')
  const parts = settleUnits(spread.parts, { lines, holds, unit })
  return new Map([...parts].map(([id, part]) => [id, multiply(whole(part), unit)]))
}

/** The unit in which some amounts are whole numbers: a cent, or less where an amount has more places. */
export function unitOf(amounts: readonly Rational[]): Rational {
  const places = amounts.reduce((most, { d }) => Math.max(most, decimalPlaces(d) ?? 0), 2)
  return { n: 1n, d: 10n ** BigInt(places) }
}

/** How many units an amount is, which divides it. */
export function unitsIn(amount: Rational, unit: Rational): bigint {
  return (amount.n * unit.d) / amount.d
}
