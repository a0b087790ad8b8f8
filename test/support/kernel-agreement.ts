import { maskAt } from '../../src/core/columns/masks.ts'
import { hasFailed, type NumberOperand, type Operand, rationalAt } from '../../src/core/columns/operand.ts'
import { codeAt } from '../../src/core/columns/texts.ts'
import { rangeOf, wholeAt } from '../../src/core/columns/whole.ts'
import { SETTINGS, type Settings } from '../../src/core/columns/workshop.ts'
import type { CheckedFormula, Formulated, Value } from '../../src/core/formula/checked.ts'
import { partsOf } from '../../src/core/formula/checked-parts.ts'
import type { Computation } from '../../src/core/funding/computation.ts'
import { Failure, type Result } from '../../src/core/funding/failure.ts'
import { computeColumns } from '../../src/core/funding/kernel/compute-columns.ts'
import type { FormulaColumns, MoneySources } from '../../src/core/funding/kernel/formula-columns.ts'
import { numberColumn } from '../../src/core/funding/kernel/input-operands.ts'
import type { RunData } from '../../src/core/funding/run-data.ts'

export interface Comparing {
  readonly formula: CheckedFormula
  readonly data: RunData
  readonly reference: Computation
  readonly settings?: Settings
  readonly earlier?: FormulaColumns
}

/** One result of the kernel over all schools, and the reference's for each of them. */
export interface Compared {
  readonly name: string
  readonly operand: Operand
  readonly at: (school: number) => Result
}

export interface Comparison {
  readonly columns: FormulaColumns
  readonly results: readonly Compared[]
  /** Where the kernel says something else than the reference, or leaves its proof; empty where they agree. */
  readonly differences: readonly string[]
}

/** Holds every measure, line and figure and the parts of the first amount against the reference, at every school. */
export function compareWithReference(comparing: Comparing): Comparison {
  const { formula, data, settings = SETTINGS, earlier } = comparing
  const columns = computeColumns(formula, data, { settings, earlier })
  const results = resultsOf(columns, comparing)
  const differences = results.flatMap((compared) =>
    data.schools.flatMap(({ id }, school) => {
      const difference = differenceAt(compared, school, columns)
      return difference === undefined ? [] : [`${compared.name} at ${id}: ${difference}`]
    }),
  )
  return { columns, results, differences: [...differences, ...sumDifferences(columns, comparing)] }
}

function resultsOf(columns: FormulaColumns, { formula, data, reference }: Comparing): Compared[] {
  const other = (name: string, formulated: Formulated): Compared => ({
    name,
    operand: columns.column(formulated, finalMoney(reference, data)),
    at: (school) => reference.value(formulated, school),
  })
  const measures = [...columns.measures].map(([name, operand]) => ({
    name,
    operand,
    at: (school: number) => reference.measure(name, school),
  }))
  const lines = [...columns.lines].map(([id, operand]) => ({
    name: `line.${id}`,
    operand,
    at: (school: number) => reference.line(id, school, true),
  }))
  return [
    ...measures,
    ...lines,
    ...formula.figures.map(({ id, amount }) => other(`figure.${id}`, amount)),
    ...(formula.restrict === undefined ? [] : [other('restrict', formula.restrict)]),
    ...partsWithin(formula.lines[0]?.amount, 3).map((part) => other(part.text, part)),
  ]
}

/** What a figure may look at: the money of each school when all adjustments have been applied. */
function finalMoney({ adjusted }: Computation, { schools }: RunData): MoneySources | undefined {
  if (adjusted === undefined) return undefined
  const { ledger } = adjusted
  return {
    adjustment: (id) => numberColumn(schools.map((_, school) => ledger.change(id, school))),
    subtotal: () => numberColumn(schools.map((_, school) => ledger.subtotal(school))),
  }
}

/** What an expression is made of, that many levels down. */
function partsWithin(formulated: Formulated | undefined, levels: number): Formulated[] {
  if (formulated === undefined || levels === 0) return []
  return partsOf(formulated.expression).flatMap((expression) => {
    const { start, end } = expression.span
    const part = { expression, pointer: formulated.pointer, text: formulated.text }
    return [{ ...part, text: part.text.slice(start, end) }, ...partsWithin(part, levels - 1)]
  })
}

function differenceAt(
  { operand, at }: Compared,
  school: number,
  columns: FormulaColumns,
): string | undefined {
  const expected = at(school)
  const isProven = operand.kind !== 'number' || isWithinProof(operand, school)
  if (!isProven) return 'a number outside of its proven range'
  const given = outcomeAt(operand, school, columns)
  const wanted = expected instanceof Failure ? undefined : expected
  return isSame(given, wanted) ? undefined : `${textOf(given)} instead of ${textOf(wanted)}`
}

/** A line over all schools, and all lines of a school, where none has failed. */
function sumDifferences(columns: FormulaColumns, { formula, data, reference }: Comparing): string[] {
  if (reference.failures.length > 0) return []
  const ofSchools = data.schools.map(() => 0n)
  const differences = formula.lines.flatMap(({ id }) => {
    let sum = 0n
    for (const school of data.schools.keys()) {
      const amount = scaled(reference.line(id, school, true))
      sum += amount
      ofSchools[school] = (ofSchools[school] ?? 0n) + amount
    }
    const given = scaled(columns.lineTotal(id))
    return given === sum ? [] : [`total of ${id}: ${given} instead of ${sum}`]
  })
  const bySchool = data.schools.flatMap(({ id }, school) => {
    const given = scaled(rationalAt(columns.bySchool, school))
    const sum = ofSchools[school] ?? 0n
    const isRight = given === sum && isWithinProof(columns.bySchool, school)
    return isRight ? [] : [`all lines of ${id}: ${given} instead of ${sum}`]
  })
  return [...differences, ...bySchool]
}

/** A line's amount in units of its eighteenth place, which no rounding goes beyond. */
function scaled(amount: Result): bigint {
  if (typeof amount !== 'object' || amount instanceof Failure) throw new Error('a line is a number')
  return (amount.n * 10n ** 18n) / amount.d
}

/** A value as the kernel's columns hold it; `undefined` where the school has failed. */
export function outcomeAt(operand: Operand, school: number, columns: FormulaColumns): Value | undefined {
  if (hasFailed(operand, school)) return undefined
  if (operand.kind === 'number') return rationalAt(operand, school)
  return operand.kind === 'boolean'
    ? maskAt(operand.holds, school, 0)
    : columns.text(codeAt(operand.codes, school, 0))
}

/** Also where a school has no value: what stands there must not leave the range that others rely on. */
function isWithinProof({ numerator, denominator }: NumberOperand, school: number): boolean {
  return [numerator, denominator].every((whole) => {
    const { low, high } = rangeOf(whole)
    const value = wholeAt(whole, school, 0)
    return low <= value && value <= high && (whole === numerator || value > 0n)
  })
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  return a.n === b.n && a.d === b.d
}

export function textOf(value: Value | undefined): string {
  if (value === undefined) return 'a failure'
  return typeof value === 'object' ? `${value.n}/${value.d}` : JSON.stringify(value)
}
