import type { Value } from '../formula/checked.ts'
import type { Type } from '../formula/types.ts'
import { commonDivisor, greater, lesser, type Range } from './whole.ts'

/** One measure over all schools as numbers beside each other: the form that kernels read. */
export type TypedColumn = NumbersColumn | TextsColumn | BitsColumn

/** Whole numbers over one denominator: floats where all of them are small enough, BigInts otherwise. */
export interface NumbersColumn {
  readonly kind: 'number'
  readonly numerators: Float64Array | readonly bigint[]
  readonly denominator: bigint
  readonly range: Range
  readonly missing: Uint8Array | undefined
}

export interface TextsColumn {
  readonly kind: 'text'
  /** Places in `texts`. */
  readonly codes: Float64Array
  readonly texts: readonly string[]
  readonly missing: Uint8Array | undefined
}

export interface BitsColumn {
  readonly kind: 'boolean'
  readonly bits: Uint8Array
  readonly missing: Uint8Array | undefined
}

/** A column of values as they were read. A missing cell is zero, no text or no, and is marked. */
export function typedColumn(values: readonly (Value | undefined)[], { kind }: Type): TypedColumn {
  const missing = values.includes(undefined)
    ? Uint8Array.from(values, (value) => (value === undefined ? 1 : 0))
    : undefined
  if (kind === 'boolean')
    return { kind, bits: Uint8Array.from(values, (value) => (value === true ? 1 : 0)), missing }
  if (kind === 'text') {
    const places = new Map<string, number>()
    const codes = Float64Array.from(values, (value) => {
      const text = typeof value === 'string' ? value : ''
      const place = places.get(text) ?? places.size
      places.set(text, place)
      return place
    })
    return { kind, codes, texts: [...places.keys()], missing }
  }
  return { ...numbersColumn(values), missing }
}

/** Numbers over one denominator. */
export function numbersColumn(values: readonly (Value | undefined)[]): Omit<NumbersColumn, 'missing'> {
  let denominator = 1n
  for (const value of values)
    if (typeof value === 'object' && value.d !== 1n && denominator % value.d !== 0n)
      denominator = (denominator / commonDivisor(denominator, value.d)) * value.d
  return floatColumn(values, denominator) ?? bigColumn(values, denominator)
}

/** Numerators as floats; `undefined` where one is too large to be one. */
function floatColumn(
  values: readonly (Value | undefined)[],
  denominator: bigint,
): Omit<NumbersColumn, 'missing'> | undefined {
  const numerators = new Float64Array(values.length)
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i += 1) {
    const numerator = Number(numeratorOf(values[i], denominator))
    low = Math.min(low, numerator)
    high = Math.max(high, numerator)
    numerators[i] = numerator
  }
  if (values.length === 0) [low, high] = [0, 0]
  // A number beyond a float's reach is rounded to one that is beyond it too.
  if (Math.max(high, -low) > Number.MAX_SAFE_INTEGER) return undefined
  return { kind: 'number', numerators, denominator, range: { low: BigInt(low), high: BigInt(high) } }
}

function bigColumn(
  values: readonly (Value | undefined)[],
  denominator: bigint,
): Omit<NumbersColumn, 'missing'> {
  const numerators = values.map((value) => numeratorOf(value, denominator))
  const [low, high] = [numerators.reduce(lesser, 0n), numerators.reduce(greater, 0n)]
  return { kind: 'number', numerators, denominator, range: { low, high } }
}

function numeratorOf(value: Value | undefined, denominator: bigint): bigint {
  if (typeof value !== 'object') return 0n
  return value.d === denominator ? value.n : value.n * (denominator / value.d)
}
