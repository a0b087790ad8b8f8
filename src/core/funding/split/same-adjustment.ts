import { ADJUSTMENT_EXPRESSIONS, PER_EXPRESSIONS } from '../../formula/adjustments/expression-fields.ts'
import type { AdjustmentDefinition } from '../../formula/definition.ts'
import { sameExpression } from '../../formula/same-expression.ts'

/** Fields that hold an expression; all others are compared as they are written. */
const EXPRESSIONS: ReadonlySet<string> = new Set([...ADJUSTMENT_EXPRESSIONS, ...PER_EXPRESSIONS])

const WORDS_ONLY: ReadonlySet<string> = new Set(['label', 'note', 'reason', 'flexibility'])

/** Two adjustments that do the same: labels, notes and reasons are no part of that. */
export function sameAdjustment(a: AdjustmentDefinition, b: AdjustmentDefinition): boolean {
  return sameFields(a, b)
}

function sameFields(a: object, b: object): boolean {
  const [first, second] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  const names = [...new Set([...first.keys(), ...second.keys()])]
  return names.every((name) => WORDS_ONLY.has(name) || same(name, first.get(name), second.get(name)))
}

function same(field: string, a: unknown, b: unknown): boolean {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) return sameFields(a, b)
  if (typeof a === 'string' && typeof b === 'string' && EXPRESSIONS.has(field)) return sameExpression(a, b)
  return a === b
}
