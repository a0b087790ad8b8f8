import type { School } from '../data/dataset.ts'
import type { CheckedFigure } from '../formula/checked.ts'
import { divide, isZero, type Rational } from '../numbers/rational.ts'
import { CENTS, round } from '../numbers/rounding.ts'
import type { AmountColumn } from './amount-column.ts'
import { Failure, type Result } from './failure.ts'
import type { ValueColumn } from './value-column.ts'

/** One line's money at one school, rounded as the line says. */
export interface LineAmount {
  readonly id: string
  readonly amount: Rational
}

/** A figure at one school: shown and compared, and never added into money. */
export interface FigureAmount {
  readonly id: string
  readonly amount: Rational
}

/** What one school gets. */
export interface SchoolAllocation {
  readonly id: string
  readonly name: string
  /** Missing where the formula counts no pupils. */
  readonly pupils: Rational | undefined
  /** The sum of the rounded lines, always. */
  readonly total: Rational
  /** Rounded half-up to cents; missing at a school without pupils. */
  readonly perPupil: Rational | undefined
  readonly lines: readonly LineAmount[]
  /** The amounts of the lines as they are written, in the same order. */
  readonly lineTexts: readonly string[]
  readonly figures: readonly FigureAmount[]
}

/** What all schools get, column by column. */
export interface SchoolColumns {
  /** The sum of its lines at each school. */
  readonly total: (school: number) => Rational
  readonly lines: readonly { readonly id: string; readonly amounts: AmountColumn }[]
  readonly figures: readonly (Pick<CheckedFigure, 'id' | 'rounding'> & { readonly column: ValueColumn })[]
  readonly pupils: ValueColumn | undefined
}

/** A school's row, read from the columns when it is asked for: a run of a whole nation asks for few of them. */
export function schoolAllocation(
  { id, name }: School,
  index: number,
  { total, lines, figures, pupils }: SchoolColumns,
): SchoolAllocation {
  return {
    id,
    name,
    get pupils() {
      return pupils && numberOf(pupils.at(index))
    },
    get total() {
      return total(index)
    },
    get perPupil() {
      const { pupils: count } = this
      return count === undefined || isZero(count) ? undefined : round(divide(this.total, count), CENTS)
    },
    get lines() {
      return lines.map((line) => ({ id: line.id, amount: line.amounts.at(index) }))
    },
    get lineTexts() {
      return lines.map(({ amounts }) => amounts.text(index))
    },
    get figures() {
      return figures.map((figure) => ({
        id: figure.id,
        amount: round(numberOf(figure.column.at(index)), figure.rounding),
      }))
    },
  }
}

// A run with a failure in it has no rows.
function numberOf(result: Result): Rational {
  if (typeof result !== 'object' || result instanceof Failure)
    throw new Error('a number was checked to be one')
  return result
}
