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

/**
 * A school's row, read from the columns when it is asked for: a run of a whole nation asks for few of them. A class,
 * because an object with getters of its own has the engine make a new form of object for each, and keep it.
 */
class SchoolRow implements SchoolAllocation {
  readonly id: string
  readonly name: string
  readonly #index: number
  readonly #columns: SchoolColumns

  constructor({ id, name }: School, index: number, columns: SchoolColumns) {
    this.id = id
    this.name = name
    this.#index = index
    this.#columns = columns
  }

  get pupils(): Rational | undefined {
    const { pupils } = this.#columns
    return pupils && numberOf(pupils.at(this.#index))
  }

  get total(): Rational {
    return this.#columns.total(this.#index)
  }

  get perPupil(): Rational | undefined {
    const { pupils, total } = this
    return pupils === undefined || isZero(pupils) ? undefined : round(divide(total, pupils), CENTS)
  }

  get lines(): readonly LineAmount[] {
    return this.#columns.lines.map(({ id, amounts }) => ({ id, amount: amounts.at(this.#index) }))
  }

  get lineTexts(): readonly string[] {
    return this.#columns.lines.map(({ amounts }) => amounts.text(this.#index))
  }

  get figures(): readonly FigureAmount[] {
    return this.#columns.figures.map(({ id, column, rounding }) => ({
      id,
      amount: round(numberOf(column.at(this.#index)), rounding),
    }))
  }
}

/** The row of the school at an index. */
export function schoolAllocation(school: School, index: number, columns: SchoolColumns): SchoolAllocation {
  return new SchoolRow(school, index, columns)
}

// A run with a failure in it has no rows.
function numberOf(result: Result): Rational {
  if (typeof result !== 'object' || result instanceof Failure)
    throw new Error('a number was checked to be one')
  return result
}
