import type { CheckedAdjustment, Formulated } from '../../formula/checked.ts'
import { type Rational, sum, zero } from '../../numbers/rational.ts'
import type { Problem } from '../../problems/problem.ts'
import { Failure, type Result } from '../failure.ts'
import type { RunData } from '../run-data.ts'
import type { HeldLines } from './held-lines.ts'
import type { Ledger } from './ledger.ts'

/** What an adjustment may look at, and where it says what prevents it. */
export interface Adjusting {
  readonly data: RunData
  readonly ledger: Ledger
  /** Bounds that earlier minimums, floors and caps have set. */
  readonly bounds: ReadonlyMap<string, Bound>
  value(formulated: Formulated, school: number): Result
  readonly failures: Failure[]
  readonly problems: Problem[]
}

/** The least or the most that some lines may come to at each school; `undefined` where nothing binds. */
export interface Bound {
  readonly over: readonly string[]
  readonly side: 'least' | 'most'
  readonly limits: readonly (Rational | undefined)[]
}

/** What an adjustment comes to: one change for each school, and what is worth telling about it. */
export interface Adjusted {
  readonly changes: readonly Rational[]
  readonly bound?: Bound
  /** The factor, minimum or share that it found, by pool: one pool is called "". */
  readonly levels?: readonly { readonly pool: string; readonly level: Rational }[]
  /** Schools that the adjustment does not apply to, because they are new. */
  readonly exempt?: readonly number[]
  /** What is left of a reserve. */
  readonly left?: Rational
  /** By school, what some of the lines come to after it, at the least or the most. */
  readonly holds?: readonly (readonly HeldLines[])[]
}

/** A number at a school, or zero after noting why there is none. */
export function numberAt(adjusting: Adjusting, formulated: Formulated, school: number): Rational {
  const result = adjusting.value(formulated, school)
  if (result instanceof Failure) {
    adjusting.failures.push(result)
    return zero
  }
  return typeof result === 'object' ? result : zero
}

/** Whether the adjustment applies to a school. */
export function appliesAt(adjusting: Adjusting, { when }: CheckedAdjustment, school: number): boolean {
  if (when === undefined) return true
  const result = adjusting.value(when, school)
  if (result instanceof Failure) adjusting.failures.push(result)
  return result === true
}

/** What some lines have now at a school. */
export function amountOver({ ledger }: Adjusting, over: readonly string[], school: number): Rational {
  return sum(over.map((id) => ledger.now(id, school)))
}

/** One entry for each school of the run. */
export function forSchools<T>({ data }: Adjusting, make: (school: number) => T): T[] {
  return data.schools.map((_, school) => make(school))
}
