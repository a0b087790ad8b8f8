import type { Provenance, Value } from '../formula/checked.ts'
import type { Rational } from '../numbers/rational.ts'
import type { Rounding } from '../numbers/rounding.ts'

/** Something an amount was made from, with its value and where that comes from. */
export type Use =
  | {
      readonly kind: 'input'
      readonly name: string
      readonly value: Value
      readonly unit: string
      readonly dataset: string
      readonly column: string
      readonly row?: number
      readonly basis?: string
      readonly asOf?: string
      /** The cell is empty, and the formula says what that counts as. */
      readonly isAssumed: boolean
    }
  | {
      readonly kind: 'parameter'
      readonly name: string
      /** The call that looked a value up, for a taper, band or table. */
      readonly text: string
      /** What was looked up, with its keys put in: `small_school(345)`. */
      readonly lookedUp?: string
      /** The points or the entry that the value lies on. */
      readonly entries?: string
      readonly value: Value
      readonly unit: string
      readonly from?: string
      readonly provenance: Provenance
    }
  | ({ readonly kind: 'measure'; readonly name: string; readonly unit: string } & Arithmetic)
  | { readonly kind: 'line'; readonly name: string; readonly value: Value; readonly unit: string }
  | {
      readonly kind: 'aggregate'
      readonly text: string
      readonly value: Value
      readonly unit: string
      /** How many schools it is over: those of the school's own group, if it has groups. */
      readonly schools: number
    }
  | { readonly kind: 'condition'; readonly text: string; readonly holds: boolean }

/**
 * An expression with its values put in. `substituted` is an expression too, and evaluates to `value`: names stay in it
 * only where the formula language cannot write a value.
 */
export interface Arithmetic {
  readonly text: string
  readonly substituted: string
  readonly value: Value
  readonly uses: readonly Use[]
}

/** How one amount at one school came about. */
export interface Explanation extends Arithmetic {
  readonly kind: 'line' | 'figure' | 'adjustment'
  readonly id: string
  readonly label: string
  /** `false` when the condition of the line does not hold, and the amount is zero. */
  readonly applies: boolean
  readonly rounding: Rounding
  readonly amount: Rational
}
