import type { Value } from '../../core/formula/checked.ts'
import type { Arithmetic, Explanation, Use } from '../../core/funding/explanation.ts'
import { exactText, fixedText } from '../../core/numbers/decimal.ts'
import { roundingText } from './money-results.ts'
import { roundingWords } from './rounding-words.ts'

/** How one amount came about, in the words of the wire: every value a text. */
export interface ExplanationResult extends ArithmeticResult {
  readonly kind: Explanation['kind']
  readonly id: string
  readonly label: string
  readonly applies: boolean
  readonly rounding: string
  /** The rounding as people say it: `to the dollar`. */
  readonly rounded: string
  readonly amount: string
}

export interface ArithmeticResult {
  readonly expression: string
  /** The expression with its values put in, and names only where no literal can be written; it evaluates to `value`. */
  readonly substituted: string
  readonly value: string
  readonly uses: readonly UseResult[]
}

export interface UseResult {
  readonly kind: Use['kind']
  readonly name: string
  readonly value: string
  readonly unit?: string
  readonly from?: string
  readonly provenance?: { readonly kind: string; readonly words: string }
  readonly cell?: {
    readonly dataset: string
    readonly column: string
    readonly row?: number
    readonly basis?: string
    readonly asOf?: string
    readonly isAssumed: boolean
  }
  readonly schools?: number
  /** A lookup with its keys put in, and the points or the entry it lies on. */
  readonly lookedUp?: string
  readonly entries?: string
  readonly arithmetic?: ArithmeticResult
}

/** `currency` is that of the amount, where it is money. */
export function explanationResult(explanation: Explanation, currency: string | undefined): ExplanationResult {
  const { kind, id, label, applies, rounding, amount } = explanation
  return {
    kind,
    id,
    label,
    applies,
    ...arithmeticResult(explanation),
    rounding: roundingText(rounding),
    rounded: roundingWords(rounding, currency),
    amount: fixedText(amount),
  }
}

function arithmeticResult({ text, substituted, value, uses }: Arithmetic): ArithmeticResult {
  return { expression: text, substituted, value: valueText(value), uses: uses.map(useResult) }
}

function useResult(use: Use): UseResult {
  switch (use.kind) {
    case 'input': {
      const { kind, name, value, unit, dataset, column, row, basis, asOf, isAssumed } = use
      const place = {
        ...(row !== undefined && { row }),
        ...(basis !== undefined && { basis }),
        ...(asOf !== undefined && { asOf }),
      }
      return { kind, name, value: valueText(value), unit, cell: { dataset, column, ...place, isAssumed } }
    }
    case 'parameter': {
      const { kind, text, value, unit, from, provenance, lookedUp, entries } = use
      return {
        kind,
        name: text,
        value: valueText(value),
        unit,
        ...(from !== undefined && { from }),
        ...(lookedUp !== undefined && { lookedUp, entries: entries ?? '' }),
        provenance,
      }
    }
    case 'measure':
      return {
        kind: use.kind,
        name: use.name,
        value: valueText(use.value),
        unit: use.unit,
        arithmetic: arithmeticResult(use),
      }
    case 'line':
      return { kind: use.kind, name: use.name, value: valueText(use.value), unit: use.unit }
    case 'aggregate':
      return {
        kind: use.kind,
        name: use.text,
        value: valueText(use.value),
        unit: use.unit,
        schools: use.schools,
      }
    case 'condition':
      return { kind: use.kind, name: use.text, value: String(use.holds) }
    default:
      return use satisfies never
  }
}

function valueText(value: Value): string {
  return typeof value === 'object' ? exactText(value) : String(value)
}
