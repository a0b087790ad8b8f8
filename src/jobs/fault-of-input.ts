import { computedRefusal } from '../app/service/computed-refusal.ts'
import type { Fault, Refused } from '../app/service/no-result.ts'
import type { Refusal } from '../app/service/stored-request.ts'

/** Why a computation came to nothing, where it is a fault of what was computed; any other reason is thrown. */
export function faultOfInput(outcome: Refused | Fault): Refusal {
  const refusal = computedRefusal(outcome)
  if (refusal === undefined || refusal.type === 'busy')
    throw new Error('no thread came to a result', { cause: outcome })
  return refusal
}
