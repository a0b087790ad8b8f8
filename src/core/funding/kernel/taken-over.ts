import type { NumberOperand, Operand } from '../../columns/operand.ts'
import type { Checked, CheckedFormula, CheckedLine, CheckedMeasure } from '../../formula/checked.ts'
import type { FormulaColumns } from './formula-columns.ts'
import type { InputOperands } from './input-operands.ts'
import { touchedBy } from './touched-by.ts'

/** What a run can take over from an earlier one of the same formula with other parameters. */
export interface TakenOver {
  readonly inputs: InputOperands | undefined
  measure(measure: CheckedMeasure): Operand | undefined
  line(line: CheckedLine): NumberOperand | undefined
  /** An aggregate, or another expression that was worked out for all schools. */
  expression(node: Checked): Operand | undefined
}

const NOTHING: TakenOver = {
  inputs: undefined,
  measure: () => undefined,
  line: () => undefined,
  expression: () => undefined,
}

/** Everything that the parameters which differ do not touch; nothing where more than parameters differs. */
export function takenOver(formula: CheckedFormula, earlier: FormulaColumns | undefined): TakenOver {
  if (earlier === undefined || !isSame(formula, earlier.notes.formula)) return NOTHING
  const before = earlier.notes.formula.parameters
  const varied = [...formula.parameters].filter(([name, each]) => before.get(name) !== each)
  const isTouched = touchedBy(new Set(varied.map(([name]) => name)), formula)
  return {
    inputs: earlier.notes.inputs,
    measure: ({ name, expression }) => (isTouched(expression) ? undefined : earlier.measures.get(name)),
    line: ({ id, amount, when }) => {
      const isOther = isTouched(amount.expression) || (when !== undefined && isTouched(when.expression))
      return isOther ? undefined : earlier.lines.get(id)
    },
    expression: (node) => (isTouched(node) ? undefined : earlier.notes.expressions.get(node)),
  }
}

/** Whether two formulas are made of the same expressions: what changes a parameter keeps them. */
function isSame(a: CheckedFormula, b: CheckedFormula): boolean {
  return a.measures === b.measures && a.lines === b.lines && a.order === b.order && a.needs === b.needs
}
