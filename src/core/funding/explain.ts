import type { Column } from '../data/dataset.ts'
import type { Checked, CheckedFormula, CheckedMeasure, Formulated, Value } from '../formula/checked.ts'
import { parse } from '../formula/parse.ts'
import { print } from '../formula/print.ts'
import type { Expression } from '../formula/syntax.ts'
import { typeText } from '../formula/types.ts'
import type { Rational } from '../numbers/rational.ts'
import { round } from '../numbers/rounding.ts'
import type { Computation } from './computation.ts'
import { evaluate } from './evaluate.ts'
import type { Arithmetic, Explanation, Use } from './explanation.ts'
import { Failure, type Result } from './failure.ts'
import { entriesText } from './look-up.ts'
import type { RunData } from './run-data.ts'
import { literal, written } from './written.ts'

export interface Explaining {
  readonly formula: CheckedFormula
  readonly data: RunData
  readonly computation: Computation
  /** Index of the school among those of the run. */
  readonly school: number
  /** Measures that are opened already: each is opened once, however often it is used. */
  readonly opened?: Set<string>
}

/** What can be explained; a line and a figure may have the same id. */
export interface Explainable {
  readonly kind: 'line' | 'figure' | 'adjustment'
  readonly id: string
}

/** Opens a line or a figure of a finished run into the arithmetic that made it; `undefined` if there is none of that id. */
export function explain({ kind, id }: Explainable, finished: Explaining): Explanation | undefined {
  const explaining = { ...finished, opened: new Set<string>() }
  const line = kind === 'line' ? explaining.formula.lines.find((each) => each.id === id) : undefined
  const figure = kind === 'figure' ? explaining.formula.figures.find((each) => each.id === id) : undefined
  const part = line ?? figure
  if (part === undefined) return undefined
  const uses = new Map<string, Use>()
  const applies = line?.when === undefined || conditionHolds(line.when, uses, explaining)
  const arithmetic = applies ? arithmeticOf(part.amount, explaining, uses) : noMoney(part.amount, uses)
  return {
    ...arithmetic,
    kind: line === undefined ? 'figure' : 'line',
    id: part.id,
    label: part.label,
    applies,
    rounding: part.rounding,
    amount: round(numberOf(arithmetic.value), part.rounding),
  }
}

/** An expression with a school's values put in. */
export function arithmeticOf(
  formulated: Formulated,
  explaining: Explaining,
  uses = new Map<string, Use>(),
): Arithmetic {
  const { expression, pointer } = formulated
  const value = valueAt(expression, pointer, explaining)
  const text = textOf(expression)
  const substituted = print(substitutedIn(expression, { uses, explaining, pointer, named: [] }))
  // With values for names it may have grown past what the language reads.
  const isRead = parse(substituted).kind === 'expression'
  return { text, substituted: isRead ? substituted : text, value, uses: [...uses.values()] }
}

function noMoney(formulated: Formulated, uses: ReadonlyMap<string, Use>): Arithmetic {
  return {
    text: textOf(formulated.expression),
    substituted: '0',
    value: { n: 0n, d: 1n },
    uses: [...uses.values()],
  }
}

/** Whether a condition holds, noted among the uses. */
export function conditionHolds(when: Formulated, uses: Map<string, Use>, explaining: Explaining): boolean {
  const holds = valueAt(when.expression, when.pointer, explaining) === true
  substitutedIn(when.expression, { uses, explaining, pointer: when.pointer, named: [] })
  uses.set(`when ${textOf(when.expression)}`, { kind: 'condition', text: textOf(when.expression), holds })
  return holds
}

interface Substitution {
  readonly uses: Map<string, Use>
  readonly explaining: Explaining
  readonly pointer: string
  /** Parts that kept their names so far. */
  readonly named: Checked[]
}

function substitutedIn(expression: Checked, substitution: Substitution): Expression {
  return written(expression, (part) => substitute(part, substitution))
}

/** The value in place of a name, noted with where it comes from; of a choice only the branch taken. */
function substitute(part: Checked, substitution: Substitution): Expression | undefined {
  const { uses, explaining, pointer, named } = substitution
  const inside = (each: Checked) => substitutedIn(each, substitution)
  // For its uses alone: it is not written down, and what it keeps the name of does not matter.
  const look = (each: Checked) => substitutedIn(each, { ...substitution, named: [] })
  switch (part.kind) {
    case 'choose': {
      const holds = valueAt(part.condition, pointer, explaining) === true
      look(part.condition)
      uses.set(`if ${textOf(part.condition)}`, { kind: 'condition', text: textOf(part.condition), holds })
      return inside(holds ? part.yes : part.no)
    }
    case 'logical': {
      const left = inside(part.left)
      const decides = valueAt(part.left, pointer, explaining) === (part.operator === 'or')
      return decides ? left : undefined
    }
    case 'arithmetic':
      return part.operator === '+' || part.operator === '-' ? alike(part, substitution) : undefined
    case 'comparison':
    case 'call':
      return alike(part, substitution)
    case 'lookup':
      for (const key of part.keys) look(key)
      break
    case 'input':
    case 'parameter':
    case 'measure':
    case 'line':
    case 'adjustment':
    case 'subtotal':
    case 'given':
    case 'aggregate':
      break
    default:
      return undefined
  }
  const value = valueAt(part, pointer, explaining)
  if (part.kind !== 'given') uses.set(textOf(part), useOf(part, value, substitution))
  const expression = literal(value)
  if (expression === undefined) named.push(part)
  return expression ?? asWritten(part)
}

/**
 * Parts that have one unit: either all have their values, or all their names. A product of literals is a pure number,
 * which cannot be added to money that is called by its name.
 */
function alike(part: Checked, substitution: Substitution): Expression {
  const before = substitution.named.length
  const filled = written(part, (inner) => (inner === part ? undefined : substitute(inner, substitution)))
  return substitution.named.length === before ? filled : asWritten(part)
}

type Named = Extract<
  Checked,
  { kind: 'input' | 'parameter' | 'measure' | 'line' | 'adjustment' | 'subtotal' | 'lookup' | 'aggregate' }
>

function useOf(part: Named, value: Value, { explaining }: Substitution): Use {
  const unit = typeText(part.type)
  switch (part.kind) {
    case 'input':
      return inputUse(part, { value, unit, explaining })
    case 'parameter':
      return parameterUse(part.name, { text: part.name, value, unit, explaining })
    case 'lookup':
      return lookupUse(
        part,
        parameterUse(part.parameter, { text: textOf(part), value, unit, explaining }),
        explaining,
      )
    case 'measure': {
      const measure = explaining.formula.measures.get(part.name)
      if (measure === undefined) throw new Error(`${part.name} was checked to be a measure`)
      if (explaining.opened?.has(part.name) === true) return openedBefore(measure, { value, unit })
      explaining.opened?.add(part.name)
      return { kind: 'measure', name: part.name, unit, ...arithmeticOf(measure, explaining) }
    }
    case 'line':
    case 'adjustment':
    case 'subtotal':
      return { kind: 'line', name: textOf(part), value, unit }
    case 'aggregate':
      return { kind: 'aggregate', text: textOf(part), value, unit, schools: groupSize(part, explaining) }
    default:
      return part satisfies never
  }
}

/** How many schools have the text that this one has, or how many there are. */
function groupSize({ by }: Extract<Checked, { kind: 'aggregate' }>, explaining: Explaining): number {
  const { schools } = explaining.data
  if (by === undefined) return schools.length
  const group = valueAt(by, '', explaining)
  return schools.filter((_, school) => valueAt(by, '', { ...explaining, school }) === group).length
}

/** A measure that stands open elsewhere in the same explanation: its value, and not its arithmetic again. */
function openedBefore(
  { name, expression }: CheckedMeasure,
  { value, unit }: { value: Value; unit: string },
): Use {
  const text = textOf(expression)
  const known = literal(value)
  return { kind: 'measure', name, unit, text, substituted: known ? print(known) : text, value, uses: [] }
}

function inputUse(
  part: Extract<Checked, { kind: 'input' }>,
  { value, unit, explaining }: { value: Value; unit: string; explaining: Explaining },
): Use {
  const cell = explaining.data.cell(part, explaining.school)
  const column: Column | undefined = explaining.data.datasets.get(part.dataset)?.columns.get(part.name)
  const { basis, as_of: asOf } = column?.mapping ?? {}
  return {
    kind: 'input',
    name: textOf(part),
    value,
    unit,
    dataset: part.dataset,
    column: cell.column,
    ...(cell.row !== undefined && { row: cell.row }),
    ...(basis !== undefined && { basis }),
    ...(asOf !== undefined && { asOf }),
    isAssumed: cell.value === undefined,
  }
}

function lookupUse(
  part: Extract<Checked, { kind: 'lookup' }>,
  use: Extract<Use, { kind: 'parameter' }>,
  explaining: Explaining,
): Use {
  const keys = part.keys.map((key) => valueAt(key, '', explaining))
  const { value } = explaining.computation.parameter(part.parameter)
  const shown = part.keys.map((key, i) => print(literal(keys[i] ?? '') ?? asWritten(key)))
  const lookedUp = `${part.parameter}(${shown.join(', ')})`
  return { ...use, lookedUp, entries: entriesText(value, keys) }
}

function parameterUse(
  name: string,
  { text, value, unit, explaining }: { text: string; value: Value; unit: string; explaining: Explaining },
): Extract<Use, { kind: 'parameter' }> {
  const { provenance, from } = explaining.computation.parameter(name)
  return { kind: 'parameter', name, text, value, unit, provenance, ...(from !== undefined && { from }) }
}

function valueAt(expression: Checked, pointer: string, { computation, school }: Explaining): Value {
  const result: Result = evaluate(expression, school, { around: computation, pointer })
  if (result instanceof Failure) throw new Error('only a finished run is explained')
  return result
}

function numberOf(value: Value): Rational {
  if (typeof value !== 'object') throw new Error('an amount was checked to be a number')
  return value
}

function asWritten(expression: Checked): Expression {
  return written(expression, () => undefined)
}

function textOf(expression: Checked): string {
  return print(asWritten(expression))
}
