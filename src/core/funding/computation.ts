import type { Formulated } from '../formula/checked.ts'
import type { Problem } from '../problems/problem.ts'
import type { AppliedAdjustment } from './adjustments/apply-adjustments.ts'
import type { LedgerReading } from './adjustments/ledger.ts'
import type { AmountColumn } from './amount-column.ts'
import type { Surroundings } from './evaluate.ts'
import type { Failure, Result } from './failure.ts'
import type { ValueColumn } from './value-column.ts'

/** Every measure, line and adjustment of a formula for every school, by the schools' indexes. */
export interface Computation extends Surroundings {
  /** The value of any other expression of the formula, such as a figure. */
  value(formulated: Formulated, school: number): Result
  /** The same for every school. */
  column(formulated: Formulated): ValueColumn
  /** The rounded amounts of a line; only where no line has failed. */
  amounts(id: string): AmountColumn
  /** What the adjustments did; missing when a line failed, for then there is nothing to adjust. */
  readonly adjusted: AdjustedRun | undefined
  /** Failures of lines and of adjustments: each of them somebody needed. */
  readonly failures: readonly Failure[]
  readonly problems: readonly Problem[]
}

export interface AdjustedRun {
  readonly ledger: LedgerReading
  readonly applied: readonly AppliedAdjustment[]
}
