import type { Checked, CheckedAdjustment, CheckedFormula, Formulated } from '../../formula/checked.ts'
import { partsOf } from '../../formula/checked-parts.ts'

/** Everything that some amounts of a formula are made of, directly or by way of measures and lines. */
export interface Reach {
  /** Names of needs by dataset. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>
  readonly parameters: ReadonlySet<string>
  readonly measures: ReadonlySet<string>
  readonly lines: ReadonlySet<string>
}

/** The reach of some lines, or of all lines and adjustments. */
export function reachOf(formula: CheckedFormula, lines: ReadonlySet<string> | 'all'): Reach {
  const chosen = formula.lines.filter(({ id }) => lines === 'all' || lines.has(id))
  const adjustments = lines === 'all' ? formula.adjustments.flatMap(termsOf) : []
  const reach = reachFrom(formula, adjustments)
  return chosen.reduce((so, { id }) => visitLine(so, id, formula), reach)
}

/** The reach of some expressions of a formula. */
export function reachFrom(formula: CheckedFormula, roots: readonly Formulated[]): OpenReach {
  const reach: OpenReach = {
    inputs: new Map(),
    parameters: new Set(),
    measures: new Set(),
    lines: new Set(),
  }
  for (const { expression } of roots) visit(reach, expression, formula)
  return reach
}

/** Every expression of an adjustment, those in its parts too. */
function termsOf(adjustment: CheckedAdjustment): Formulated[] {
  return Object.values(adjustment).flatMap((field: unknown) => {
    if (isFormulated(field)) return [field]
    return typeof field === 'object' && field !== null ? Object.values(field).filter(isFormulated) : []
  })
}

interface OpenReach {
  readonly inputs: Map<string, Set<string>>
  readonly parameters: Set<string>
  readonly measures: Set<string>
  readonly lines: Set<string>
}

function visit(reach: OpenReach, node: Checked, formula: CheckedFormula): void {
  if (node.kind === 'input' || node.kind === 'given') {
    const names = reach.inputs.get(node.dataset) ?? new Set()
    reach.inputs.set(node.dataset, names.add(node.name))
  }
  if (node.kind === 'parameter') reach.parameters.add(node.name)
  if (node.kind === 'lookup') reach.parameters.add(node.parameter)
  if (node.kind === 'line') visitLine(reach, node.id, formula)
  if (node.kind === 'measure' && !reach.measures.has(node.name)) {
    reach.measures.add(node.name)
    const measure = formula.measures.get(node.name)
    if (measure !== undefined) visit(reach, measure.expression, formula)
  }
  for (const part of partsOf(node)) visit(reach, part, formula)
}

function visitLine(reach: OpenReach, id: string, formula: CheckedFormula): OpenReach {
  const line = formula.lines.find((each) => each.id === id)
  if (line === undefined || reach.lines.has(id)) return reach
  reach.lines.add(id)
  for (const formulated of [line.amount, line.when]) {
    if (formulated !== undefined) visit(reach, formulated.expression, formula)
  }
  return reach
}

function isFormulated(field: unknown): field is Formulated {
  return typeof field === 'object' && field !== null && 'expression' in field && 'pointer' in field
}
