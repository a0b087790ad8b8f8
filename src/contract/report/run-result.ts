import type { CheckedFormula } from '../../core/formula/checked.ts'
import { type Allocation, fundTotals } from '../../core/funding/allocate.ts'
import type { PublishedComparison } from '../../core/funding/compare-published.ts'
import type { RunData } from '../../core/funding/run-data.ts'
import type { TieOut } from '../../core/funding/tie-out.ts'
import { fixedText } from '../../core/numbers/decimal.ts'
import { sum } from '../../core/numbers/rational.ts'
import type { Problem } from '../../core/problems/problem.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import { documentHash } from '../canonical/canonical-json.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { type BudgetOutcome, budgetResult } from './budget-result.ts'
import { DEMONSTRATION_NOTICE, ENGINE_VERSION } from './engine.ts'
import {
  adjustmentResults,
  fundResults,
  lineResults,
  publishedResult,
  schoolResults,
} from './money-results.ts'
import { datasetResults, parameterResults, transitionResults } from './origin-results.ts'
import type { RunResult } from './run-schema.ts'

export interface FinishedRun {
  readonly file: ScenarioFile
  readonly document: object
  readonly allocation: Allocation
  readonly data: RunData
  readonly budget: BudgetOutcome
  readonly published: readonly PublishedComparison[]
  readonly tieOuts: readonly TieOut[]
  readonly warnings: readonly Problem[]
}

/** Writes a finished run down as the wire has it. */
export function runResult({
  file,
  document,
  allocation,
  data,
  budget,
  published,
  tieOuts,
  warnings,
}: FinishedRun): RunResult {
  const { formula } = allocation
  const funds = fundResults(allocation)
  const residuals = fundTotals(allocation).flatMap(({ residual }) =>
    residual === undefined ? [] : [residual],
  )
  const demonstration = file.scenario?.demonstration === 'true' ? { demonstration: DEMONSTRATION_NOTICE } : {}
  return {
    leeway: { engine: ENGINE_VERSION, inputs: documentHash(document) },
    scenario: {
      ...identity(file, formula),
      year: formula.year.label,
      currency: formula.currency,
      ...demonstration,
    },
    budget: budgetResult(budget, allocation),
    controls: tieOuts.map(controlResult),
    total: fixedText(allocation.total),
    residual: fixedText(sum(residuals)),
    funds,
    lines: lineResults(allocation),
    adjustments: adjustmentResults(allocation),
    schools: schoolResults(allocation, published),
    published: published.map(publishedResult),
    parameters: parameterResults(formula),
    datasets: datasetResults(data),
    transitions: transitionResults(data),
    warnings: warnings
      // The inputs are those after all changes; that one overrules another is news for who wrote the file.
      .filter(({ code }) => code !== 'CHANGE_AGAIN')
      .map(warningResult)
      .sort((a, b) => compareCodePoints(JSON.stringify(a), JSON.stringify(b))),
  }
}

/** A scenario's id and name, which a formula that is run on its own lends it, and what its rows are called. */
export function identity(
  file: ScenarioFile,
  { id: own, name, rows }: CheckedFormula,
): Pick<RunResult['scenario'], 'id' | 'name' | 'rows'> {
  const id = file.scenario?.id ?? own
  const shown = file.scenario?.name ?? (file.scenario === undefined ? name : id)
  return { id, name: shown, ...(rows !== undefined && { rows }) }
}

function controlResult({ control, computed, difference, holds }: TieOut): RunResult['controls'][number] {
  return {
    of: control.of,
    control: fixedText(control.amount),
    tolerance: fixedText(control.tolerance),
    computed: fixedText(computed),
    difference: fixedText(difference),
    holds,
  }
}

/** A warning without lines and files: the same inputs in another file give the same bytes. */
function warningResult({
  code,
  message,
  at,
  found,
  expected,
  suggestion,
}: Problem): RunResult['warnings'][number] {
  // Where the cell was changed is another place in a bundle.
  const cell = at.kind === 'document' ? at.cell : at.kind === 'cell' ? at : undefined
  return {
    code,
    message,
    ...(at.kind === 'document' && cell === undefined && { pointer: at.pointer }),
    ...(cell && defined({ dataset: cell.dataset, measure: cell.measure, school: cell.school })),
    ...defined({ found, expected, suggestion }),
  }
}

function defined(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
