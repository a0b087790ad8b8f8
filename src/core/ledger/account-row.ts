import type { Rational } from '../numbers/rational.ts'
import type { Place } from '../problems/problem.ts'

/** One row of a district's table from lines to accounts. */
export interface AccountRow {
  /** A line of the run, or `*` for those that no row names. */
  readonly line: string
  /** A fund, or `*`. */
  readonly fund: string
  /** A school's id, or `*` for those that no row names. */
  readonly school: string
  /** The account; `{school}` in it stands for the school's id. */
  readonly account: string
  /** The part of the line that the account takes; all of it where none is stated. */
  readonly share?: Rational
  /** What is written for a share and is no number. */
  readonly unread?: string
  /** Where the row is, for a problem with it. */
  readonly at: Extract<Place, { kind: 'cell' }>
}

/** What a row has for all of them. */
export const ANY = '*'
