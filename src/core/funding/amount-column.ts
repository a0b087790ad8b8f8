import { type Rational, sum, zero } from '../numbers/rational.ts'

/** Money by the schools' indexes. */
export interface AmountColumn {
  readonly total: Rational
  at(school: number): Rational
}

export function amountColumn(amounts: readonly Rational[]): AmountColumn {
  return { total: sum(amounts), at: (school) => amounts[school] ?? zero }
}
