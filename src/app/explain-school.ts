import { type ExplanationResult, explanationResult } from '../contract/report/explanation-result.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import { MONEY, sameUnit } from '../core/formula/units.ts'
import { type Explainable, explain } from '../core/funding/explain.ts'
import { explainAdjustment } from '../core/funding/explain-adjustment.ts'
import type { Explanation } from '../core/funding/explanation.ts'
import { nearest } from '../core/text/nearest.ts'
import type { Files } from './files.ts'
import { type RunOutcome, runScenario } from './run-scenario.ts'
import { unknownId, unknownSchool } from './unknown-id.ts'

/** One school's amounts, each opened into its arithmetic. */
export interface SchoolExplanation {
  readonly leeway: RunResult['leeway']
  readonly scenario: RunResult['scenario']
  readonly school: { readonly id: string; readonly name: string; readonly total: string }
  readonly amounts: readonly ExplanationResult[]
}

export interface ExplainWish {
  readonly schoolId: string
  /** A line, adjustment or figure; all of them unless stated. */
  readonly id?: string | undefined
}

export interface ExplainOutcome {
  readonly explanation: SchoolExplanation | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Runs a scenario and explains one school: every line and figure, or the one that is asked for. */
export async function explainSchool(path: string, files: Files, wish: ExplainWish): Promise<ExplainOutcome> {
  return explainSchoolOf(await runScenario(path, files), wish)
}

/** Explains one school of a run that is at hand. */
export function explainSchoolOf(
  { run, problems }: RunOutcome,
  { schoolId, id }: ExplainWish,
): ExplainOutcome {
  if (run === undefined) return { explanation: undefined, problems }
  const { scenario, result, data, computation } = run
  const { formula } = scenario
  const school = result.schools.find((each) => each.id === schoolId)
  if (school === undefined)
    return { explanation: undefined, problems: [unknownSchool(schoolId, result.schools)] }
  const parts = explainableParts(formula)
  // A line that an adjustment left is explained by the adjustment.
  const asked = run.allocation.lines.find((line) => line.id === id)?.adjustment ?? id
  const wanted = parts.filter((each) => [undefined, each.id, `${each.kind}.${each.id}`].includes(asked))
  if (id !== undefined && wanted.length === 0) {
    const message = `no line or figure has the id "${id}"`
    const ids = parts.map((part) => part.id)
    const found = unknownId('LINE_UNKNOWN', { message, found: id, ids, meant: nearest(id, ids) })
    return { explanation: undefined, problems: [found] }
  }
  const index = data.schools.findIndex((each) => each.id === schoolId)
  const explaining = { formula, data, computation, school: index }
  const amounts = wanted.map((part) =>
    part.kind === 'adjustment' ? explainAdjustment(part.id, explaining) : explain(part, explaining),
  )
  const explanation = {
    leeway: result.leeway,
    scenario: result.scenario,
    school: { id: school.id, name: school.name, total: school.total },
    amounts: amounts.flatMap((each) =>
      each === undefined
        ? []
        : [explanationResult(each, isMoney(each, formula) ? formula.currency : undefined)],
    ),
  }
  // What is amiss at other schools is not this school's.
  const own = problems.filter(({ where }) => where.school === undefined || where.school === schoolId)
  return { explanation, problems: own }
}

/** Lines and adjustments are money, and figures as their expressions say. */
function isMoney({ kind, id }: Explanation, { figures }: CheckedFormula): boolean {
  if (kind !== 'figure') return true
  const type = figures.find((figure) => figure.id === id)?.amount.expression.type
  return type?.kind === 'number' && type.unit !== 'bare' && sameUnit(type.unit, MONEY)
}

function explainableParts({ lines, adjustments, figures }: CheckedFormula): Explainable[] {
  const named = (kind: Explainable['kind'], items: readonly { readonly id: string }[]): Explainable[] =>
    items.map(({ id }) => ({ kind, id }))
  return [...named('line', lines), ...named('adjustment', adjustments), ...named('figure', figures)]
}
