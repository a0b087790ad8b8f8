import { isKnown, maskAt } from '../../columns/masks.ts'
import { hasFailed, moneyTexts, type Operand, rationalAt } from '../../columns/operand.ts'
import { BeyondProof } from '../../columns/sources.ts'
import { codeAt } from '../../columns/texts.ts'
import type { Checked, CheckedFormula, Formulated, Value } from '../../formula/checked.ts'
import type { Rational } from '../../numbers/rational.ts'
import type { Problem } from '../../problems/problem.ts'
import { type AppliedAdjustment, applyAdjustments } from '../adjustments/apply-adjustments.ts'
import { type LedgerReading, openLedger } from '../adjustments/ledger.ts'
import type { AmountColumn } from '../amount-column.ts'
import type { AdjustedRun, Computation } from '../computation.ts'
import { computeByReference, exactAmount, inputValue } from '../compute-by-reference.ts'
import { evaluate, type Surroundings } from '../evaluate.ts'
import type { Failure, Result } from '../failure.ts'
import type { RunData } from '../run-data.ts'
import { type ValueColumn, valueColumn } from '../value-column.ts'
import { applyOnColumns } from './adjustments/apply-on-columns.ts'
import { computeColumns } from './compute-columns.ts'
import type { FormulaColumns, MoneySources } from './formula-columns.ts'
import { numberColumn } from './input-operands.ts'

type Aggregate = Extract<Checked, { kind: 'aggregate' }>

/** A computation on columns; `undefined` where a line fails or a number may grow beyond what can be proven. */
export function computeByColumns(formula: CheckedFormula, data: RunData): Computation | undefined {
  const columns = within(() => computeColumns(formula, data, { earlier: latestOf(data) }))
  if (columns !== undefined) data.latest = new Latest(data, columns)
  if (columns === undefined || [...columns.lines.values()].some(anyFailed)) return undefined
  let adjusted: AdjustedRun | undefined
  const around = surroundings(formula, data, {
    columns,
    ledger: () => known(adjusted?.ledger, 'an adjustment'),
  })
  const money = moneySources(() => known(adjusted?.ledger, 'an adjustment'), data)
  const value = ({ expression, pointer }: Formulated, school: number): Result =>
    evaluate(expression, school, { around, pointer })
  const column = (formulated: Formulated): ValueColumn => {
    const operand = within(() => columns.column(formulated, money))
    if (operand === undefined) return valueColumn(data.schools.map((_, school) => value(formulated, school)))
    return {
      hasFailed: data.schools.length > 0 && anyFailed(operand),
      at: (school) =>
        hasFailed(operand, school) ? value(formulated, school) : valueAt(operand, school, columns),
    }
  }
  const amounts = (id: string): AmountColumn => {
    const line = known(columns.lines.get(id), id)
    return {
      total: columns.lineTotal(id),
      at: (school) => rationalAt(line, school),
      text: moneyTexts(line),
    }
  }
  const whole = applyOnColumns(formula, { data, columns })
  if (whole !== undefined) {
    adjusted = whole
    return { ...around, value, column, amounts, adjusted, failures: [], problems: whole.problems }
  }
  const failures: Failure[] = []
  const problems: Problem[] = []
  const ledger = openLedger(new Map([...columns.lines].map(([id, line]) => [id, rationals(line, data)])))
  const applied: AppliedAdjustment[] = []
  adjusted = { ledger, applied }
  applied.push(...applyAdjustments(formula, { data, ledger, value, failures, problems }))
  return { ...around, value, column, amounts, adjusted, failures, problems }
}

/**
 * A sweep and a solution run one formula with one parameter after another on the same data. It is left with the data,
 * and not in a weak map, whose values the engine keeps until it looks through all memory.
 */
class Latest {
  readonly data: RunData
  readonly columns: FormulaColumns

  constructor(data: RunData, columns: FormulaColumns) {
    this.data = data
    this.columns = columns
  }
}

// Data that was made of other data has what was left with that, and has other schools.
function latestOf(data: RunData): FormulaColumns | undefined {
  return data.latest instanceof Latest && data.latest.data === data ? data.latest.columns : undefined
}

/** What is worked out on columns; `undefined` where a number may grow beyond what can be proven. */
function within<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof BeyondProof) return undefined
    throw error
  }
}

/** What an expression of one school may look at, read from the columns. */
function surroundings(
  formula: CheckedFormula,
  data: RunData,
  { columns, ledger }: { readonly columns: FormulaColumns; readonly ledger: () => LedgerReading },
): Surroundings {
  const money = moneySources(ledger, data)
  const linesById = new Map(formula.lines.map((line) => [line.id, line]))
  let asked: Computation | undefined
  // A measure that failed at a school is rarely asked for: only the reference knows why it did.
  const reference = (): Computation => {
    asked ??= computeByReference(formula, data)
    return asked
  }
  const at = (column: Operand | undefined, school: number): Value | undefined =>
    column === undefined || hasFailed(column, school) ? undefined : valueAt(column, school, columns)
  const beyond = new Set<Checked>()
  const aggregate = (node: Aggregate): Operand | undefined => {
    const column = beyond.has(node) ? undefined : within(() => columns.aggregate(node, money))
    if (column === undefined) beyond.add(node)
    return column
  }
  const around: Surroundings = {
    input: (input, school) => inputValue(formula, data, { input, school }),
    given: (input, school) => data.cell(input, school).value !== undefined,
    parameter: (name) => known(formula.parameters.get(name), name),
    measure: (name, school) => at(columns.measures.get(name), school) ?? reference().measure(name, school),
    line: (id, school, isRounded) =>
      isRounded
        ? (at(columns.lines.get(id), school) ?? reference().line(id, school, isRounded))
        : exactAmount(known(linesById.get(id), id), school, around),
    adjustment: (id, school) => ledger().change(id, school),
    subtotal: (school) => ledger().subtotal(school),
    aggregate: (node, school, pointer) =>
      at(aggregate(node), school) ?? reference().aggregate(node, school, pointer),
  }
  return around
}

/** What adjustments have done so far, as columns. */
function moneySources(ledger: () => LedgerReading, { schools }: RunData): MoneySources {
  return {
    adjustment: (id) => numberColumn(schools.map((_, school) => ledger().change(id, school))),
    subtotal: () => numberColumn(schools.map((_, school) => ledger().subtotal(school))),
  }
}

function valueAt(column: Operand, school: number, { text }: FormulaColumns): Value {
  switch (column.kind) {
    case 'number':
      return rationalAt(column, school)
    case 'boolean':
      return maskAt(column.holds, school, 0)
    case 'text':
      return text(codeAt(column.codes, school, 0))
    default:
      return column satisfies never
  }
}

function rationals(line: Extract<Operand, { kind: 'number' }>, { schools }: RunData): Rational[] {
  return schools.map((_, school) => rationalAt(line, school))
}

function anyFailed({ failed }: Operand): boolean {
  return isKnown(failed) ? failed : failed.values.includes(1)
}

// Everything is computed in the order of its use; a gap would be a fault of ours.
function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`${name} is used before it is computed`)
  return found
}
