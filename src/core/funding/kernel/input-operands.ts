import type { Mask } from '../../columns/masks.ts'
import { constantOperand, type NumberOperand, numberOperand, type Operand } from '../../columns/operand.ts'
import type { Sources } from '../../columns/sources.ts'
import {
  type NumbersColumn,
  numbersColumn,
  type TextsColumn,
  type TypedColumn,
} from '../../columns/typed-column.ts'
import { constantWhole } from '../../columns/whole.ts'
import type { MaskSlot } from '../../columns/workshop.ts'
import type { CheckedFormula, CheckedNeed } from '../../formula/checked.ts'
import { type Rational, zero } from '../../numbers/rational.ts'
import type { RunData } from '../run-data.ts'

/** Cells of datasets as operands, and the numbers that stand for texts in this run. */
export interface InputOperands extends Pick<Sources, 'input' | 'given' | 'code'> {
  /** The text that a number stands for. */
  readonly text: (code: number) => string
}

export function inputOperands({ needs }: CheckedFormula, data: RunData): InputOperands {
  const codes = new Map<string, number>()
  const texts: string[] = []
  const operands = new Map<string, Operand>()
  const code = (text: string): number => {
    const known = codes.get(text)
    if (known !== undefined) return known
    codes.set(text, texts.length)
    return texts.push(text) - 1
  }
  const typed = (input: { dataset: string; name: string }, isAsked: boolean): TypedColumn | undefined => {
    const need = needs.get(input.name)
    if (need === undefined) throw new Error(`${input.name} was checked to be a need`)
    return data.typed({ ...input, type: need.type, whenMissing: isAsked ? undefined : need.whenMissing })
  }
  return {
    code,
    text: (each) => texts[each] ?? '',
    input(input) {
      const key = `${input.dataset}.${input.name}`
      const operand =
        operands.get(key) ?? operandOfColumn(typed(input, false), { code, need: needs.get(input.name) })
      operands.set(key, operand)
      return operand
    },
    given(input) {
      const cells = typed(input, true)
      if (cells?.missing === undefined) return cells !== undefined
      return column(cells.missing.map((isMissing) => 1 - isMissing))
    },
  }
}

function operandOfColumn(
  typed: TypedColumn | undefined,
  { code, need }: { readonly code: Sources['code']; readonly need: CheckedNeed | undefined },
): Operand {
  switch (typed?.kind) {
    case 'number':
      return numbers(typed)
    case 'text':
      return texts(typed, code)
    case 'boolean':
      return { kind: 'boolean', holds: column(typed.bits), failed: failedOf(typed) }
    case undefined:
      return absent(need, code)
    default:
      return typed satisfies never
  }
}

/** A column that no dataset has: every cell of it is missing, and counts as the need states. */
function absent(need: CheckedNeed | undefined, code: Sources['code']): Operand {
  const value = need?.whenMissing
  const failed = value === undefined
  if (need?.type.kind === 'text')
    return { kind: 'text', codes: typeof value === 'string' ? code(value) : -1, failed }
  if (need?.type.kind === 'boolean') return { kind: 'boolean', holds: value === true, failed }
  return { ...constantOperand(typeof value === 'object' ? value : zero), failed }
}

/** Numbers of all schools as a column. */
export function numberColumn(values: readonly Rational[]): NumberOperand {
  return numbers({ ...numbersColumn(values), missing: undefined })
}

function numbers(typed: NumbersColumn): NumberOperand {
  const { numerators, denominator, range } = typed
  const failed = failedOf(typed)
  const by = constantWhole(denominator)
  if (range.low === range.high) return numberOperand(constantWhole(range.low), by, failed)
  if (numerators instanceof Float64Array)
    return {
      kind: 'number',
      numerator: { kind: 'narrow', slot: { values: numerators, isColumn: true }, times: 1n, ...range },
      denominator: by,
      failed,
    }
  const slot = { values: [...numerators], isColumn: true }
  return { kind: 'number', numerator: { kind: 'big', slot, ...range }, denominator: by, failed }
}

function texts({ codes, texts: known, missing }: TextsColumn, code: Sources['code']): Operand {
  const places = Float64Array.from(known, code)
  const values = codes.map((each) => places[each] ?? -1)
  return { kind: 'text', codes: { values, isColumn: true }, failed: failedOf({ missing }) }
}

function failedOf({ missing }: { readonly missing: Uint8Array | undefined }): Mask {
  return missing === undefined ? false : column(missing)
}

function column(values: Uint8Array): MaskSlot {
  return { values, isColumn: true }
}
