import { dataCauses, schoolCauses } from './data-causes.ts'
import { adjustmentCauses, lineCauses, measureCauses, restDiffers } from './formula-causes.ts'
import { parameterCauses } from './parameter-causes.ts'
import type { Cause, Scope } from './scope.ts'

/** Everything that differs within a scope, in the order in which it is told. */
export function findCauses(scope: Scope): Cause[] {
  return [
    ...dataCauses(scope),
    ...schoolCauses(scope),
    ...parameterCauses(scope),
    ...measureCauses(scope),
    ...lineCauses(scope),
    ...(scope.isWhole ? adjustmentCauses(scope) : []),
    ...(restDiffers(scope)
      ? [{ id: 'formula', kind: 'formula', label: 'Rest of the formula' } as const]
      : []),
  ]
}
