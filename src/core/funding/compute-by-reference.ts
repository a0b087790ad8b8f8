import type { Checked, CheckedFormula, CheckedLine, Formulated } from '../formula/checked.ts'
import { type Rational, zero } from '../numbers/rational.ts'
import { round } from '../numbers/rounding.ts'
import type { Problem } from '../problems/problem.ts'
import { applyAdjustments } from './adjustments/apply-adjustments.ts'
import { type LedgerReading, openLedger } from './adjustments/ledger.ts'
import { aggregateOver, type Group, type GroupResult } from './aggregate.ts'
import { type AmountColumn, amountColumn } from './amount-column.ts'
import type { AdjustedRun, Computation } from './computation.ts'
import { evaluate, type Surroundings } from './evaluate.ts'
import { Failure, failure, joined, type Result } from './failure.ts'
import type { RunData } from './run-data.ts'
import { type ValueColumn, valueColumn } from './value-column.ts'

interface LineColumn {
  readonly exact: readonly Result[]
  readonly rounded: readonly Result[]
}

/**
 * Computes measures and lines school by school, each after those it uses, and then applies the adjustments in
 * their order. Simple and slow: the oracle of the kernels, and what finds the words for whatever fails.
 */
export function computeByReference(formula: CheckedFormula, data: RunData): Computation {
  const columns: Columns = { measures: new Map(), lines: new Map() }
  let adjusted: AdjustedRun | undefined
  const around = surroundings(formula, data, {
    columns,
    ledger: () => known(adjusted?.ledger, 'an adjustment'),
  })
  const value = ({ expression, pointer }: Formulated, school: number): Result =>
    evaluate(expression, school, { around, pointer })
  computeColumns(formula, data, { columns, value, around })
  const failures = [...columns.lines.values()].flatMap(({ rounded }) =>
    rounded.filter((each) => each instanceof Failure),
  )
  const problems: Problem[] = []
  if (failures.length === 0) {
    const amounts = new Map([...columns.lines].map(([id, { rounded }]) => [id, rounded.filter(isNumber)]))
    const ledger = openLedger(amounts)
    const applied: AdjustedRun['applied'][number][] = []
    adjusted = { ledger, applied }
    applied.push(...applyAdjustments(formula, { data, ledger, value, failures, problems }))
  }
  const column = (formulated: Formulated): ValueColumn =>
    valueColumn(data.schools.map((_, school) => value(formulated, school)))
  const amounts = (id: string): AmountColumn =>
    amountColumn(known(columns.lines.get(id), id).rounded.filter(isNumber))
  return { ...around, value, column, amounts, adjusted, failures, problems }
}

interface Columns {
  readonly measures: Map<string, readonly Result[]>
  readonly lines: Map<string, LineColumn>
}

function surroundings(
  formula: CheckedFormula,
  data: RunData,
  { columns, ledger }: { columns: Columns; ledger: () => LedgerReading },
): Surroundings {
  const aggregates = new Map<Checked, readonly Result[]>()
  const around: Surroundings = {
    input: (input, school) => inputValue(formula, data, { input, school }),
    given: (input, school) => data.cell(input, school).value !== undefined,
    parameter: (name) => known(formula.parameters.get(name), name),
    measure: (name, school) => known(columns.measures.get(name)?.[school], name),
    line: (id, school, rounded) => known(columns.lines.get(id)?.[rounded ? 'rounded' : 'exact'][school], id),
    adjustment: (id, school) => ledger().change(id, school),
    subtotal: (school) => ledger().subtotal(school),
    aggregate: (node, school, pointer) => {
      const results = aggregates.get(node) ?? aggregateColumn(node, data, { around, pointer })
      aggregates.set(node, results)
      return known(results[school], node.name)
    },
  }
  return around
}

function computeColumns(
  formula: CheckedFormula,
  data: RunData,
  { columns, value, around }: { columns: Columns; value: Computation['value']; around: Surroundings },
): void {
  const linesById = new Map(formula.lines.map((line) => [line.id, line]))
  for (const name of formula.order) {
    const measure = formula.measures.get(name)
    const line = measure === undefined ? linesById.get(name.slice('line.'.length)) : undefined
    if (measure !== undefined)
      columns.measures.set(
        name,
        data.schools.map((_, school) => value(measure, school)),
      )
    if (line !== undefined) columns.lines.set(line.id, lineColumn(line, data, around))
  }
}

function lineColumn(line: CheckedLine, data: RunData, around: Surroundings): LineColumn {
  const exact = data.schools.map((_, school) => exactAmount(line, school, around))
  const rounded = exact.map((amount) => (isNumber(amount) ? round(amount, line.rounding) : amount))
  return { exact, rounded }
}

/** A line's amount at a school before its rounding; zero where the line does not apply. */
export function exactAmount({ amount, when }: CheckedLine, school: number, around: Surroundings): Result {
  const at = ({ expression, pointer }: Formulated): Result =>
    evaluate(expression, school, { around, pointer })
  const applies = when === undefined ? true : at(when)
  if (applies instanceof Failure) return applies
  return applies === true ? at(amount) : zero
}

export function inputValue(
  formula: CheckedFormula,
  data: RunData,
  { input, school }: { input: { readonly dataset: string; readonly name: string }; school: number },
): Result {
  const { value } = data.cell(input, school)
  if (value !== undefined) return value
  const whenMissing = formula.needs.get(input.name)?.whenMissing
  return whenMissing ?? failure({ kind: 'missing', dataset: input.dataset, name: input.name, school })
}

/** One aggregate for every school: the schools by group, each group once. */
function aggregateColumn(
  node: Extract<Checked, { kind: 'aggregate' }>,
  data: RunData,
  context: { around: Surroundings; pointer: string },
): readonly Result[] {
  const at = (part: Checked, school: number): Result => evaluate(part, school, context)
  const keys = data.schools.map((_, school) => (node.by === undefined ? '' : at(node.by, school)))
  const values = data.schools.map((_, school) => at(node.of, school))
  // A missing value anywhere leaves every group in doubt, and a missing group key all of them.
  const lost = joined([...keys, ...values])
  if (lost !== undefined) return data.schools.map(() => lost)
  const groups = new Map<Result, Map<number, Exclude<Result, Failure>>>()
  for (const [school, value] of values.entries()) {
    const key = keys[school] ?? ''
    const group = groups.get(key) ?? new Map()
    groups.set(key, group.set(school, value))
  }
  const results = new Map<Result, GroupResult>()
  for (const [key, group] of groups) results.set(key, aggregateOver(node.name, group satisfies Group, node))
  return data.schools.map((_, school) => {
    const result = known(results.get(keys[school] ?? ''), node.name)(school)
    if (result !== 'zero-divisor') return result
    const place = { kind: 'fault', pointer: context.pointer, span: node.span, school } as const
    return failure({ ...place, code: 'ZERO_DIVISOR', message: 'a share of a total that is zero' })
  })
}

function isNumber(result: Result): result is Rational {
  return typeof result === 'object' && !(result instanceof Failure)
}

// Everything is computed in the order of its use; a gap would be a fault of ours.
function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`${name} is used before it is computed`)
  return found
}
