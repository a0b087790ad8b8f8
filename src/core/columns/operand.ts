import { centsText, fixedText } from '../numbers/decimal.ts'
import type { Rational } from '../numbers/rational.ts'
import { fraction } from '../numbers/rational.ts'
import { type Mask, maskAt } from './masks.ts'
import { commonDivisor, constantWhole, type Whole, wholeAt } from './whole.ts'
import type { Slot } from './workshop.ts'

/**
 * What an expression gives at each school. `failed` marks the schools where there is no value, because a cell is
 * missing, a divisor is zero or a table has no such entry; what stands there instead is within the proven range.
 */
export type Operand = NumberOperand | TextOperand | BooleanOperand

export interface NumberOperand {
  readonly kind: 'number'
  readonly numerator: Whole
  /** Greater than zero, the same for all schools where the type is a decimal. */
  readonly denominator: Whole
  readonly failed: Mask
}

export interface TextOperand {
  readonly kind: 'text'
  /** Numbers that stand for texts, or the one of all schools. */
  readonly codes: Slot | number
  readonly failed: Mask
}

export interface BooleanOperand {
  readonly kind: 'boolean'
  readonly holds: Mask
  readonly failed: Mask
}

export function numberOperand(numerator: Whole, denominator: Whole, failed: Mask = false): NumberOperand {
  return { kind: 'number', ...reduced(numerator, denominator), failed }
}

export function constantOperand({ n, d }: Rational): NumberOperand {
  return { kind: 'number', numerator: constantWhole(n), denominator: constantWhole(d), failed: false }
}

/** The number of an operand that is the same for all schools. */
export function constantOf({ numerator, denominator }: NumberOperand): Rational | undefined {
  if (numerator.kind !== 'constant' || denominator.kind !== 'constant') return undefined
  return fraction(numerator.value, denominator.value)
}

/** One school's number; the caller has made sure that there is one. */
export function rationalAt({ numerator, denominator }: NumberOperand, school: number): Rational {
  if (numerator.kind === 'narrow' && denominator.kind === 'constant' && numerator.times === 1n) {
    const by = Number(denominator.value)
    if (by <= Number.MAX_SAFE_INTEGER) return fractionOfFloats(floatAt(numerator.slot, school), by)
  }
  return fraction(wholeAt(numerator, school, 0), wholeAt(denominator, school, 0))
}

/** The number of a school as money is written, which whole cents are without becoming anything else first. */
export function moneyTexts(operand: NumberOperand): (school: number) => string {
  const { numerator, denominator } = operand
  const exact = (school: number): string => fixedText(rationalAt(operand, school))
  if (numerator.kind !== 'narrow' || denominator.kind !== 'constant') return exact
  const hundredfold = numerator.times * 100n
  if (hundredfold % denominator.value !== 0n) return exact
  const toCents = Number(hundredfold / denominator.value)
  return (school) => {
    const cents = floatAt(numerator.slot, school) * toCents
    return Number.isSafeInteger(cents) ? centsText(cents) : exact(school)
  }
}

function floatAt({ values, isColumn }: Slot, school: number): number {
  return values[isColumn ? school : 0] ?? 0
}

/** As `fraction`, where numerator and denominator are whole floats: a run shows many amounts. */
function fractionOfFloats(n: number, d: number): Rational {
  if (d === 1) return { n: BigInt(n), d: 1n }
  let [x, y] = [d, Math.abs(n) % d]
  while (y !== 0) [x, y] = [y, x % y]
  return { n: BigInt(n / x), d: BigInt(d / x) }
}

export function hasFailed({ failed }: Operand, school: number): boolean {
  return maskAt(failed, school, 0)
}

// What numerator and denominator share is left out, so that ranges stay as small as they are.
function reduced(numerator: Whole, denominator: Whole): { numerator: Whole; denominator: Whole } {
  if (denominator.kind !== 'constant' || denominator.value === 1n) return { numerator, denominator }
  if (numerator.kind !== 'constant' && numerator.kind !== 'narrow') return { numerator, denominator }
  const shared = commonDivisor(
    numerator.kind === 'constant' ? numerator.value : numerator.times,
    denominator.value,
  )
  if (shared === 1n) return { numerator, denominator }
  const rest = constantWhole(denominator.value / shared)
  if (numerator.kind === 'constant')
    return { numerator: constantWhole(numerator.value / shared), denominator: rest }
  return { numerator: { ...numerator, times: numerator.times / shared }, denominator: rest }
}
