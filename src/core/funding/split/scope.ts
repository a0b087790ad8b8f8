import type { Dataset } from '../../data/dataset.ts'
import type { CheckedFormula } from '../../formula/checked.ts'
import type { FormulaDefinition } from '../../formula/definition.ts'
import type { Reach } from './reach.ts'

/** One of the two runs whose difference is split. */
export interface SplitSide {
  readonly definition: FormulaDefinition
  /** As it was run: with the value that was solved for. */
  readonly formula: CheckedFormula
  readonly datasets: ReadonlyMap<string, Dataset>
  /** The parameter that was solved for. */
  readonly solved: string | undefined
}

export type CauseKind =
  | 'enrollment'
  | 'need-mix'
  | 'dataset'
  | 'new-schools'
  | 'closed-schools'
  | 'parameter'
  | 'solved'
  | 'measure'
  | 'line'
  | 'adjustment'
  | 'adjustment-order'
  | 'formula'

/** Something that differs between two runs, and that can be taken from either while the rest stays. */
export interface Cause {
  readonly id: string
  readonly kind: CauseKind
  readonly label: string
  /** What it was and what it becomes, where a few words say it. */
  readonly from?: string
  readonly to?: string
}

export interface TwoSides {
  readonly before: SplitSide
  readonly after: SplitSide
}

/** What of two runs is looked at: some lines of each, or everything. */
export interface Scope extends TwoSides {
  readonly reaches: { readonly before: Reach; readonly after: Reach }
  /** Adjustments see all lines, their funds and their order. */
  readonly isWhole: boolean
  /** The columns of `now` that count the students. */
  readonly enrollment: ReadonlySet<string>
}

/** The schools of `now` on both sides, and on one alone. */
export function schoolsOf({ before, after }: TwoSides): {
  readonly both: readonly string[]
  readonly closed: readonly string[]
  readonly opened: readonly string[]
} {
  const [old, recent] = [before, after].map(
    ({ datasets }) => new Set((datasets.get('now')?.schools ?? []).map(({ id }) => id)),
  ) as [Set<string>, Set<string>]
  return {
    both: [...old].filter((id) => recent.has(id)),
    closed: [...old].filter((id) => !recent.has(id)),
    opened: [...recent].filter((id) => !old.has(id)),
  }
}
