import type { WireProblem } from '../../contract/api/wire-problem.ts'

/** Why there is no result: every problem, or as many as are told at once. */
export interface Refused {
  readonly kind: 'refused'
  /** `request`: the body is not what the contract describes. `input`: it is, and does not come to a result. */
  readonly why: 'request' | 'input' | 'too-large'
  readonly problems: readonly WireProblem[]
  readonly more: number
}

/** What ends the work on a request from outside: its time or memory is up, nobody had time for it, or it broke. */
export interface Fault {
  readonly kind: 'fault'
  readonly why: 'time' | 'memory' | 'busy' | 'broken'
  /** Of what broke: the name of the error and where it was thrown. No message, which may hold what was posted. */
  readonly trace?: string
}
