import type { Dataset } from '../data/dataset.ts'
import type { CheckedPublished } from '../formula/checked.ts'
import { absolute, greatest, isZero, type Rational, subtract, zero } from '../numbers/rational.ts'
import { type Allocation, amountOf } from './allocate.ts'

export interface PublishedDifference {
  readonly school: string
  readonly computed: Rational
  readonly published: Rational
  /** Computed less published. */
  readonly difference: Rational
}

/** One published column beside what the run gives: how many schools agree, and every one that does not. */
export interface PublishedComparison {
  readonly published: CheckedPublished
  /** The published amounts by school, of those that have one. */
  readonly amounts: ReadonlyMap<string, Rational>
  readonly equal: number
  readonly greatestDifference: Rational
  readonly differences: readonly PublishedDifference[]
}

/** Holds a run against the amounts that an official document prints. Empty cells are not compared. */
export function comparePublished(allocation: Allocation, dataset: Dataset): PublishedComparison[] {
  return allocation.formula.published.map((published) => {
    const all = allocation.schools.flatMap((school, i) => {
      const printed = dataset.columns.get(published.column)?.values[i]
      if (typeof printed !== 'object') return []
      const computed = amountOf(school, published.of)
      return [{ school: school.id, computed, published: printed, difference: subtract(computed, printed) }]
    })
    const differences = all.filter(({ difference }) => !isZero(difference))
    return {
      published,
      amounts: new Map(all.map((each) => [each.school, each.published])),
      equal: all.length - differences.length,
      greatestDifference: differences.map(({ difference }) => absolute(difference)).reduce(greatest, zero),
      differences,
    }
  })
}
