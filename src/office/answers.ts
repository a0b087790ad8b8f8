import type { Refusal } from '../app/service/stored-request.ts'
import { type RequestFault, requestProblem } from '../contract/api/request-problem.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import type { Changed, Removed } from '../store/changed.ts'
import type { Done, Handled } from './handler.ts'

export function done<Result>(result: Result, more: Omit<Done<Result>, 'kind' | 'result'> = {}): Done<Result> {
  return { kind: 'done', result, ...more }
}

/** The one answer for what is not there and for what somebody may not see. */
export const NOT_FOUND: Refusal = {
  kind: 'refused',
  type: 'not-found',
  detail: 'There is nothing here that you may see.',
}

/** What there is stands against it: a state, or a name that is taken. */
export function conflict(detail: string, problems?: readonly WireProblem[]): Refusal {
  return { kind: 'refused', type: 'conflict', detail, ...(problems && { problems }) }
}

/** Something that was sent is wrong in what it means; every fault is told. */
export function invalid(...faults: readonly RequestFault[]): Refusal {
  return {
    kind: 'refused',
    type: 'input',
    detail: 'Mend every error, and send it again.',
    problems: faults.map(requestProblem),
  }
}

/** The answer to a change that named the revision it starts from. */
export function changed<Row extends { readonly revision: number }, Result>(
  outcome: Changed<Row>,
  asWire: (row: Row) => Result,
): Handled<Result> {
  switch (outcome.kind) {
    case 'absent':
      return NOT_FOUND
    case 'stale':
      return stale(outcome.revision)
    case 'changed':
      return done(asWire(outcome.row), { revision: outcome.row.revision })
    default:
      return outcome satisfies never
  }
}

/** The answer to a removal that named the revision it starts from. */
export function removed(outcome: Removed): Handled<undefined> {
  switch (outcome.kind) {
    case 'removed':
      return done(undefined)
    case 'stale':
      return stale(outcome.revision)
    case 'absent':
      return NOT_FOUND
    default:
      return outcome satisfies never
  }
}

/** Somebody else changed it since it was read. */
export function stale(revision: number): Refusal {
  return {
    kind: 'refused',
    type: 'stale',
    detail: `It is at "${revision}" now. Read it again, and repeat the change on what it is.`,
  }
}
