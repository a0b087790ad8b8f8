import type { Column } from '../data/dataset.ts'
import type {
  Checked,
  CheckedFormula,
  CheckedMeasure,
  Formulated,
  Provenance,
  Value,
} from '../formula/checked.ts'
import { print } from '../formula/print.ts'
import { typeText } from '../formula/types.ts'
import type { Rational } from '../numbers/rational.ts'
import { type Rounding, round } from '../numbers/rounding.ts'
import type { Computation } from './compute.ts'
import { evaluate } from './evaluate.ts'
import { Failure, type Result } from './failure.ts'
import { entriesText } from './look-up.ts'
import type { RunData } from './run-data.ts'
import { valueExpression, written } from './written.ts'

/** Something an amount was made from, with its value and where that comes from. */
export type Use =
  | {
      readonly kind: 'input'
      readonly name: string
      readonly value: Value
      readonly unit: string
      readonly dataset: string
      readonly column: string
      readonly row?: number
      readonly basis?: string
      readonly asOf?: string
      /** The cell is empty, and the formula says what that counts as. */
      readonly isAssumed: boolean
    }
  | {
      readonly kind: 'parameter'
      readonly name: string
      /** The call that looked a value up, for a taper, band or table. */
      readonly text: string
      /** What was looked up, with its keys put in: `small_school(345)`. */
      readonly lookedUp?: string
      /** The points or the entry that the value lies on. */
      readonly entries?: string
      readonly value: Value
      readonly unit: string
      readonly from?: string
      readonly provenance: Provenance
    }
  | ({ readonly kind: 'measure'; readonly name: string; readonly unit: string } & Arithmetic)
  | { readonly kind: 'line'; readonly name: string; readonly value: Value; readonly unit: string }
  | {
      readonly kind: 'aggregate'
      readonly text: string
      readonly value: Value
      readonly unit: string
      readonly schools: number
    }
  | { readonly kind: 'condition'; readonly text: string; readonly holds: boolean }

/** An expression with its values put in; `substituted` evaluates to `value`. */
export interface Arithmetic {
  readonly text: string
  readonly substituted: string
  readonly value: Value
  readonly uses: readonly Use[]
}

/** How one amount at one school came about. */
export interface Explanation extends Arithmetic {
  readonly kind: 'line' | 'figure' | 'adjustment'
  readonly id: string
  readonly label: string
  /** `false` when the condition of the line does not hold, and the amount is zero. */
  readonly applies: boolean
  readonly rounding: Rounding
  readonly amount: Rational
}

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
  const { expression } = formulated
  const value = valueAt(expression, formulated.pointer, explaining)
  const substituted = written(expression, (part) =>
    substitute(part, { uses, explaining, pointer: formulated.pointer }),
  )
  return { text: textOf(expression), substituted: print(substituted), value, uses: [...uses.values()] }
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
  written(when.expression, (part) => substitute(part, { uses, explaining, pointer: when.pointer }))
  uses.set(`when ${textOf(when.expression)}`, { kind: 'condition', text: textOf(when.expression), holds })
  return holds
}

interface Substitution {
  readonly uses: Map<string, Use>
  readonly explaining: Explaining
  readonly pointer: string
}

/** The value in place of a name, noted with where it comes from; of a choice only the branch taken. */
function substitute(part: Checked, substitution: Substitution): ReturnType<typeof written> | undefined {
  const { uses, explaining, pointer } = substitution
  const inside = (each: Checked) => written(each, (inner) => substitute(inner, substitution))
  switch (part.kind) {
    case 'choose': {
      const holds = valueAt(part.condition, pointer, explaining) === true
      inside(part.condition)
      uses.set(`if ${textOf(part.condition)}`, { kind: 'condition', text: textOf(part.condition), holds })
      return inside(holds ? part.yes : part.no)
    }
    case 'logical': {
      const left = inside(part.left)
      const decides = valueAt(part.left, pointer, explaining) === (part.operator === 'or')
      return decides ? left : undefined
    }
    case 'lookup':
      for (const key of part.keys) inside(key)
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
  return valueExpression(value)
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
      return { kind: 'aggregate', text: textOf(part), value, unit, schools: explaining.data.schools.length }
    default:
      return part satisfies never
  }
}

/** A measure that stands open elsewhere in the same explanation: its value, and not its arithmetic again. */
function openedBefore(
  { name, expression }: CheckedMeasure,
  { value, unit }: { value: Value; unit: string },
): Use {
  const substituted = print(valueExpression(value))
  return { kind: 'measure', name, unit, text: textOf(expression), substituted, value, uses: [] }
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
  const lookedUp = `${part.parameter}(${keys.map((key) => print(valueExpression(key))).join(', ')})`
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

function textOf(expression: Checked): string {
  return print(written(expression, () => undefined))
}
