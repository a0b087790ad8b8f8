import type { CheckedFormula } from '../formula/checked.ts'
import type { Computation } from './computation.ts'
import { computeByReference } from './compute-by-reference.ts'
import { computeByColumns } from './kernel/compute-by-columns.ts'
import type { RunData } from './run-data.ts'

/**
 * Computes a formula for all schools: on columns where every number is proven to fit and nothing fails, else by
 * the reference, which gives the same amounts and says what failed.
 */
export function compute(formula: CheckedFormula, data: RunData): Computation {
  return computeByColumns(formula, data) ?? computeByReference(formula, data)
}
