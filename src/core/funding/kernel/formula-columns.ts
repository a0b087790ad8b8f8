import type { NumberOperand, Operand } from '../../columns/operand.ts'
import type { Sources } from '../../columns/sources.ts'
import type { Checked, CheckedFormula, Formulated } from '../../formula/checked.ts'
import type { Rational } from '../../numbers/rational.ts'
import type { InputOperands } from './input-operands.ts'

/** Every measure and line of a formula for all schools at once. */
export interface FormulaColumns {
  readonly measures: ReadonlyMap<string, Operand>
  /** Rounded, in the order of the schools. */
  readonly lines: ReadonlyMap<string, NumberOperand>
  /** What a line comes to at all schools. */
  lineTotal(id: string): Rational
  /** What the lines come to at each school. */
  readonly bySchool: NumberOperand
  /** The aggregates that expressions needed, each as it is for every school. */
  aggregate(node: Extract<Checked, { kind: 'aggregate' }>, money?: MoneySources): Operand
  /** Any other expression of the formula, for all schools; that of an adjustment may look at money as it stands. */
  column(formulated: Formulated, money?: MoneySources): Operand
  /** The text that stands behind a code. */
  readonly text: (code: number) => string
  readonly notes: Notes
}

/** What a later run of the same formula, with other parameters, can take over where these do not touch it. */
interface Notes {
  readonly formula: CheckedFormula
  readonly inputs: InputOperands
  /** Aggregates and other expressions that were worked out, by their nodes. */
  readonly expressions: ReadonlyMap<Checked, Operand>
}

/** What each school has while adjustments are applied. */
export type MoneySources = Pick<Sources, 'adjustment' | 'subtotal'>
