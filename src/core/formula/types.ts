import { type Unit, unitText } from './units.ts'

/**
 * What an expression gives. A `decimal` has a last digit; a `ratio` may not, and must be rounded before it is kept.
 * A `bare` unit belongs to a literal, which takes the unit of the other side of `+`, `-` and comparisons.
 */
export type Type =
  | { readonly kind: 'number'; readonly exact: 'decimal' | 'ratio'; readonly unit: Unit | 'bare' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }

export type NumberType = Extract<Type, { kind: 'number' }>

export const TEXT: Type = { kind: 'text' }
export const BOOLEAN: Type = { kind: 'boolean' }

export function decimalOf(unit: Unit | 'bare'): NumberType {
  return { kind: 'number', exact: 'decimal', unit }
}

export function ratioOf(unit: Unit | 'bare'): NumberType {
  return { kind: 'number', exact: 'ratio', unit }
}

/** A type in words: `money/pupil`, `a pure number`, `text`, `true or false`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'text':
      return 'text'
    case 'boolean':
      return 'true or false'
    case 'number':
      return type.unit === 'bare' ? 'a plain number' : unitWords(type.unit)
    default:
      return type satisfies never
  }
}

function unitWords(unit: Unit): string {
  return unit.size === 0 ? 'a pure number' : unitText(unit)
}
