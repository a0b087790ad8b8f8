import type { ScenarioFile } from '../contract/schema/scenario-schema.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import type { FormulaDefinition } from '../core/formula/definition.ts'
import { readVariation, type Variation } from '../core/formula/vary.ts'
import { type NeedOrder, readNeedOrder } from '../core/funding/need-order.ts'
import type { Problem } from '../core/problems/problem.ts'

/** What a file says of its sweep: the variants, and what statistics are taken by. */
export interface SweepPlan {
  readonly variation: Variation
  readonly poverty: NeedOrder | undefined
}

/** Reads the sweep of a file, or reports every fault of it; a file that varies nothing has none. */
export function readSweep(
  { vary, zip, statistics }: ScenarioFile,
  {
    definition,
    formula,
    problems,
  }: { definition: FormulaDefinition; formula: CheckedFormula; problems: Problem[] },
): SweepPlan | undefined {
  const poverty =
    statistics && readNeedOrder(statistics.poverty, '/statistics/poverty', { formula, problems })
  const variation =
    vary && readVariation(vary, { definition, isZipped: zip === 'true', pointer: '/vary', problems })
  return variation && { variation, poverty }
}
