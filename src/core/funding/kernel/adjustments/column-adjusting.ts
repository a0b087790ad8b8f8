import { kept } from '../../../columns/kept.ts'
import { isKnown } from '../../../columns/masks.ts'
import { roundedOf } from '../../../columns/number-arithmetic.ts'
import type { NumberOperand, Operand } from '../../../columns/operand.ts'
import { asBoolean, asNumber } from '../../../columns/operand-of.ts'
import type { Workshop } from '../../../columns/workshop.ts'
import type { CheckedAdjustment, Formulated } from '../../../formula/checked.ts'
import type { Rational } from '../../../numbers/rational.ts'
import type { Rounding } from '../../../numbers/rounding.ts'
import type { RunData } from '../../run-data.ts'
import type { FormulaColumns } from '../formula-columns.ts'
import { centsColumn, moneyOperand, multipliedOut, refuseFailed, type Where } from './cents.ts'
import type { ColumnLedger } from './column-ledger.ts'

/** What an adjustment may look at, and where it puts its arithmetic together. */
export interface ColumnAdjusting {
  readonly data: RunData
  readonly columns: FormulaColumns
  readonly ledger: ColumnLedger
  /** Bounds that earlier minimums, floors and caps have set. */
  readonly bounds: ReadonlyMap<string, ColumnBound>
  readonly shop: Workshop
}

/** The least or the most, in cents, that some lines may come to at each school; NaN where nothing binds. */
export interface ColumnBound {
  readonly over: readonly string[]
  readonly side: 'least' | 'most'
  readonly limits: Float64Array
}

/** What an adjustment comes to: one change in cents for each school, and what is worth telling about it. */
export interface ColumnAdjusted {
  readonly changes: Float64Array
  readonly bound?: ColumnBound
  readonly levels?: readonly { readonly pool: string; readonly level: Rational }[]
  readonly exempt?: readonly number[]
  readonly left?: Rational
}

/** What an expression gives at every school, with money as it stands. */
export function columnOf(formulated: Formulated, { columns, ledger }: ColumnAdjusting): Operand {
  return columns.column(formulated, {
    adjustment: (id) => moneyOperand(ledger.centsAdded(id)),
    subtotal: () => moneyOperand(ledger.centsInAll()),
  })
}

export function numberOf(formulated: Formulated, adjusting: ColumnAdjusting): NumberOperand {
  return asNumber(columnOf(formulated, adjusting))
}

/** What some lines have now, as an operand. */
export function moneyOver(over: readonly string[], { ledger }: ColumnAdjusting): NumberOperand {
  return moneyOperand(ledger.centsOver(over))
}

/** The schools that an adjustment applies to, among those that are looked at. */
export function appliesWhere({ when }: CheckedAdjustment, adjusting: ColumnAdjusting, looked?: Where): Where {
  if (when === undefined) return looked
  const { schools } = adjusting.shop
  const condition = asBoolean(columnOf(when, adjusting))
  refuseFailed(condition, schools, looked)
  const { holds } = condition
  if (isKnown(holds)) return holds ? looked : new Uint8Array(schools)
  if (looked === undefined) return holds.values
  return holds.values.map((bit, school) => bit & (looked[school] ?? 0))
}

/** Rounded amounts in cents, where they are needed; at other schools there is something else. */
export function roundedCents(
  exact: NumberOperand,
  { rounding, where }: { readonly rounding: Rounding; readonly where?: Where },
  { shop }: ColumnAdjusting,
): Float64Array {
  const rounded = kept(roundedOf(exact, rounding, shop), shop)
  shop.run()
  refuseFailed(rounded, shop.schools, where)
  return multipliedOut(centsColumn(rounded, shop.schools))
}

export function isIn(where: Where, school: number): boolean {
  return where === undefined || where[school] === 1
}

/** One number of cents for each school: as `make` says where it applies, else nothing. */
export function centsWhere(
  where: Where,
  { shop: { schools } }: ColumnAdjusting,
  make: (school: number) => number,
): Float64Array {
  const cents = new Float64Array(schools)
  for (let school = 0; school < schools; school += 1) if (isIn(where, school)) cents[school] = make(school)
  return cents
}
