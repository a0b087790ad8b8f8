import { groupsBy, totals } from '../../columns/aggregated.ts'
import { kept, keptMask } from '../../columns/kept.ts'
import { roundedOf, sumOf } from '../../columns/number-arithmetic.ts'
import { constantOperand, type NumberOperand, type Operand } from '../../columns/operand.ts'
import { asBoolean, asNumber, chosenOperand, operandOf } from '../../columns/operand-of.ts'
import type { Compiling, Sources } from '../../columns/sources.ts'
import { createTally } from '../../columns/tally.ts'
import { commonDivisor } from '../../columns/whole.ts'
import { createWorkshop, SETTINGS, type Settings, type Workshop } from '../../columns/workshop.ts'
import type { Checked, CheckedFormula, CheckedLine, CheckedMeasure } from '../../formula/checked.ts'
import { partsOf } from '../../formula/checked-parts.ts'
import { type Rational, zero } from '../../numbers/rational.ts'
import type { RunData } from '../run-data.ts'
import { aggregateOperand } from './aggregate-operand.ts'
import { aggregatesIn } from './aggregates-in.ts'
import type { FormulaColumns, MoneySources } from './formula-columns.ts'
import { type InputOperands, inputOperands } from './input-operands.ts'
import { type TakenOver, takenOver } from './taken-over.ts'

export interface ColumnOptions {
  readonly settings?: Settings
  /** A run on the same data; what it has in common with this one is not worked out again. */
  readonly earlier?: FormulaColumns | undefined
}

/**
 * Works measures and lines out column by column, each after those it uses: the reference's arithmetic on
 * blocks of schools. Of an earlier run of the same formula everything is taken over that the parameters which
 * differ do not touch. Throws `BeyondProof` where numbers may grow beyond what the reference lets through.
 */
export function computeColumns(
  formula: CheckedFormula,
  data: RunData,
  { settings = SETTINGS, earlier }: ColumnOptions = {},
): FormulaColumns {
  const shop = createWorkshop(data.schools.length, settings)
  const before = takenOver(formula, earlier)
  const inputs = before.inputs ?? inputOperands(formula, data)
  const desk = openDesk(formula, { shop, inputs, before })
  const { measures, lines, expressions } = desk
  const tally = createTally(sharedDenominator(formula), shop)
  const lineSums = new Map<string, (() => Rational) | undefined>()
  const linesById = new Map(formula.lines.map((line) => [line.id, line]))
  const read = linesRead(formula)
  for (const name of formula.order) {
    const measure = formula.measures.get(name)
    const line = measure === undefined ? linesById.get(name.slice('line.'.length)) : undefined
    if (measure !== undefined) measures.set(name, desk.measure(measure))
    if (line !== undefined) {
      const column = desk.line(line)
      lines.set(line.id, column)
      lineSums.set(line.id, tally.add(column, { isRead: read.has(line.id) }))
    }
    shop.release()
  }
  tally.close()
  shop.run()
  return {
    measures,
    lines,
    lineTotal: (id) => lineSums.get(id)?.() ?? totalOf(known(lines.get(id), id), shop),
    bySchool: tally.bySchool() ?? addedUp([...lines.values()], shop),
    aggregate: (node, money) => desk.expression(node, money),
    column: ({ expression }, money) => desk.expression(expression, money),
    text: inputs.text,
    notes: { formula, inputs, expressions },
  }
}

/** Where one formula is worked out: what there is already, and how to get what there is not. */
interface Desk {
  readonly measures: Map<string, Operand>
  readonly lines: Map<string, NumberOperand>
  readonly expressions: Map<Checked, Operand>
  measure(measure: CheckedMeasure): Operand
  line(line: CheckedLine): NumberOperand
  /** For all schools at once, and once. */
  expression(node: Checked, money: MoneySources | undefined): Operand
}

function openDesk(
  formula: CheckedFormula,
  { shop, inputs, before }: { shop: Workshop; inputs: InputOperands; before: TakenOver },
): Desk {
  const measures = new Map<string, Operand>()
  const lines = new Map<string, NumberOperand>()
  const expressions = new Map<Checked, Operand>()
  const linesById = new Map(formula.lines.map((line) => [line.id, line]))
  const once = (node: Checked, work: () => Operand): Operand => {
    const operand = expressions.get(node) ?? before.expression(node) ?? work()
    expressions.set(node, operand)
    return operand
  }
  const prepare = (parts: readonly Checked[], within: Compiling): void => {
    const ofLine = (id: string): readonly Checked[] => expressionsOf(known(linesById.get(id), id))
    for (const node of parts.flatMap((part) => aggregatesIn(part, ofLine)))
      once(node, () => aggregateOperand(node, within))
  }
  const sources: Sources = {
    ...inputs,
    parameter: (name) => known(formula.parameters.get(name), name),
    measure: (name) => known(measures.get(name), name),
    line: (id, isRounded) =>
      isRounded ? known(lines.get(id), id) : exactAmount(known(linesById.get(id), id), { shop, sources }),
    adjustment: (id) => known<Operand>(undefined, id),
    subtotal: () => known<Operand>(undefined, 'subtotal'),
    aggregate: (node) => known(expressions.get(node), node.name),
  }
  const compiling: Compiling = { shop, sources }
  return {
    measures,
    lines,
    expressions,
    measure(measure) {
      const earlier = before.measure(measure)
      if (earlier !== undefined) return earlier
      prepare([measure.expression], compiling)
      return kept(operandOf(measure.expression, compiling), shop)
    },
    line(line) {
      const earlier = before.line(line)
      if (earlier !== undefined) return earlier
      prepare(expressionsOf(line), compiling)
      return roundedLine(line, compiling)
    },
    expression(node, money) {
      const within = { shop, sources: { ...sources, ...money } }
      const work = (): Operand => {
        prepare([node], within)
        return expressions.get(node) ?? kept(operandOf(node, within), shop)
      }
      return once(node, () => atOnce(work, shop))
    },
  }
}

/** What some steps give, for all schools; without a result they leave nothing behind. */
function atOnce(work: () => Operand, shop: Workshop): Operand {
  try {
    const operand = work()
    shop.run()
    return operand
  } finally {
    shop.discard()
  }
}

/** A denominator that all lines can be written over once they are rounded. */
function sharedDenominator({ lines }: CheckedFormula): bigint {
  return lines.reduce((all, { rounding }) => {
    const own = rounding.kind === 'step' ? rounding.step.d : 10n ** BigInt(Math.max(0, rounding.places))
    return (all / commonDivisor(all, own)) * own
  }, 1n)
}

/** The lines that measures or other lines look at. */
function linesRead({ measures, lines }: CheckedFormula): ReadonlySet<string> {
  const read = new Set<string>()
  const visit = (node: Checked): void => {
    if (node.kind === 'line') read.add(node.id)
    for (const part of partsOf(node)) visit(part)
  }
  for (const { expression } of measures.values()) visit(expression)
  for (const expression of lines.flatMap(expressionsOf)) visit(expression)
  return read
}

function totalOf(column: NumberOperand, { schools, settings }: Workshop): Rational {
  const [total = zero] = totals(column, groupsBy(undefined, schools), settings)
  return total
}

function addedUp(columns: readonly NumberOperand[], shop: Workshop): NumberOperand {
  const sum = columns.reduce((all, each) => sumOf(all, each, shop), constantOperand(zero))
  const column = kept(sum, shop)
  shop.run()
  return column
}

function expressionsOf({ amount, when }: CheckedLine): Checked[] {
  return [...(when === undefined ? [] : [when.expression]), amount.expression]
}

/** A line's amount, and nothing where the line does not apply. */
function exactAmount({ amount, when }: CheckedLine, compiling: Compiling): NumberOperand {
  const of = asNumber(operandOf(amount.expression, compiling))
  if (when === undefined) return of
  const applies = asBoolean(operandOf(when.expression, compiling))
  return asNumber(chosenOperand(applies, [of, constantOperand(zero)], compiling.shop))
}

function roundedLine(line: CheckedLine, compiling: Compiling): NumberOperand {
  const { shop } = compiling
  const exact = exactAmount(line, compiling)
  const rounded = roundedOf(exact, line.rounding, shop, shop.numberColumn())
  return { ...kept(rounded, shop), failed: keptMask(rounded.failed, shop) }
}

// Everything is computed in the order of its use; a gap would be a fault of ours.
function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`${name} is used before it is computed`)
  return found
}
