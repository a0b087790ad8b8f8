import type { Refusal } from '../app/service/stored-request.ts'
import { type RequestCode, type RequestFault, requestProblem } from '../contract/api/request-problem.ts'
import { RULES } from '../store/broken-rules.ts'
import type { StoreFault } from '../store/store-fault.ts'
import { conflict, invalid, NOT_FOUND } from './answers.ts'

/** What a fault of the database means to whoever asked. What PostgreSQL says of it, which may quote values, stays here. */
export function faultAnswer(fault: StoreFault): Refusal {
  switch (fault.kind) {
    case 'taken':
      return conflict('There is one of that name already. Take another name.', [
        requestProblem(requestFault(fault, 'NAME_TAKEN', 'there is one of that name already')),
      ])
    case 'reference':
      return invalid(requestFault(fault, 'NOT_THERE', 'something that is named is not there'))
    case 'bad-value':
    case 'against-rule':
      return invalid(requestFault(fault, 'NOT_TOGETHER', 'a value cannot be kept as it is'))
    case 'forbidden':
      return NOT_FOUND
    case 'contended':
    case 'timeout':
    case 'unavailable':
      return {
        kind: 'refused',
        type: 'unavailable',
        detail: 'Send it again in a moment.',
        retryAfterSeconds: 1,
      }
    case 'set-up':
    case 'schema':
      throw fault
    default:
      return fault.kind satisfies never
  }
}

/** The rule that was broken, at the field that it is about. Rules without words have them in the fault, fit to show. */
function requestFault(
  { constraint, message }: StoreFault,
  code: RequestCode,
  otherwise: string,
): RequestFault {
  const rule = constraint === undefined ? undefined : RULES[constraint]
  return {
    code,
    message: rule === undefined ? otherwise : (rule.words ?? message),
    ...(rule?.field !== undefined && { pointer: `/${rule.field}` }),
  }
}
