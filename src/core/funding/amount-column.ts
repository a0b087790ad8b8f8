import { fixedText } from '../numbers/decimal.ts'
import { type Rational, sum, zero } from '../numbers/rational.ts'

/** Money by the schools' indexes. */
export interface AmountColumn {
  readonly total: Rational
  at(school: number): Rational
  /** The amount as it is written. */
  text(school: number): string
}

export function amountColumn(amounts: readonly Rational[]): AmountColumn {
  const at = (school: number): Rational => amounts[school] ?? zero
  return { total: sum(amounts), at, text: (school) => fixedText(at(school)) }
}
