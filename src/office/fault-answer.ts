import type { Refusal } from '../app/service/stored-request.ts'
import type { StoreFault } from '../store/store-fault.ts'
import { conflict, invalid, NOT_FOUND } from './answers.ts'

/** What a fault of the database means to whoever asked. What PostgreSQL says of it, which may quote values, stays here. */
export function faultAnswer(fault: StoreFault): Refusal {
  switch (fault.kind) {
    case 'taken':
      return conflict('There is one of that name already. Take another name.', [])
    case 'reference':
      return invalid({ code: 'NOT_THERE', message: 'something that is named is not there' })
    case 'bad-value':
    case 'against-rule':
      return invalid({ code: 'NOT_TOGETHER', message: 'a value cannot be kept as it is' })
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
