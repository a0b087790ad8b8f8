import type { ComparisonOperator } from '../formula/syntax.ts'
import type { Rounding } from '../numbers/rounding.ts'
import { either, type Mask } from './masks.ts'
import { constantOperand, type NumberOperand, numberOperand } from './operand.ts'
import { roundedWhole } from './rounded-whole.ts'
import { commonDivisor, constantWhole, positive, rangeOf, reach, type Whole } from './whole.ts'
import { added, multiplied, negated } from './whole-arithmetic.ts'
import { absoluteWhole, comparedWholes, extreme, selected } from './whole-choices.ts'
import type { Slot, Workshop } from './workshop.ts'

export function sumOf(a: NumberOperand, b: NumberOperand, shop: Workshop): NumberOperand {
  const { left, right, denominator, failed } = aligned(a, b, shop)
  return numberOperand(added(left, right, shop), denominator, failed)
}

export function differenceOf(a: NumberOperand, b: NumberOperand, shop: Workshop): NumberOperand {
  return sumOf(a, negativeOf(b, shop), shop)
}

export function productOf(a: NumberOperand, b: NumberOperand, shop: Workshop): NumberOperand {
  return numberOperand(
    multiplied(a.numerator, b.numerator, shop),
    multiplied(a.denominator, b.denominator, shop),
    either(a.failed, b.failed, shop),
  )
}

/** A quotient; where the divisor is zero it has failed. */
export function quotientOf(a: NumberOperand, b: NumberOperand, shop: Workshop): NumberOperand {
  const isZero = comparedWholes([b.numerator, constantWhole(0n)], '==', shop)
  const divisor = selected(isZero, [constantWhole(1n), b.numerator], shop)
  const isNegative = comparedWholes([divisor, constantWhole(0n)], '<', shop)
  const sign = selected(isNegative, [constantWhole(-1n), constantWhole(1n)], shop)
  const numerator = multiplied(multiplied(a.numerator, b.denominator, shop), sign, shop)
  const denominator = multiplied(a.denominator, positive(absoluteWhole(divisor, shop)), shop)
  return numberOperand(numerator, denominator, either(isZero, either(a.failed, b.failed, shop), shop))
}

export function negativeOf(a: NumberOperand, shop: Workshop): NumberOperand {
  return { ...a, numerator: negated(a.numerator, shop) }
}

export function absoluteOf(a: NumberOperand, shop: Workshop): NumberOperand {
  return { ...a, numerator: absoluteWhole(a.numerator, shop) }
}

export function powerOf(a: NumberOperand, exponent: number, shop: Workshop): NumberOperand {
  let result: NumberOperand = { ...constantOperand({ n: 1n, d: 1n }), failed: a.failed }
  for (let i = 0; i < exponent; i += 1) result = productOf(result, a, shop)
  return result
}

/** The lesser or the greater; of two equal ones the first. */
export function extremeOf(
  kind: 'least' | 'greatest',
  [a, b]: readonly [NumberOperand, NumberOperand],
  shop: Workshop,
): NumberOperand {
  const { left, right, denominator, failed } = aligned(a, b, shop)
  return numberOperand(extreme(kind, [left, right], shop), denominator, failed)
}

export function comparisonOf(
  [a, b]: readonly [NumberOperand, NumberOperand],
  operator: ComparisonOperator,
  shop: Workshop,
): { readonly holds: Mask; readonly failed: Mask } {
  const { left, right, failed } = aligned(a, b, shop)
  return { holds: comparedWholes([left, right], operator, shop), failed }
}

/** One of two numbers by a condition; what fails in the other does not matter. */
export function choiceOf(
  condition: Mask,
  [yes, no]: readonly [NumberOperand, NumberOperand],
  shop: Workshop,
): Pick<NumberOperand, 'numerator' | 'denominator'> {
  if (yes.denominator.kind === 'constant' && no.denominator.kind === 'constant') {
    const { left, right, denominator } = aligned(yes, no, shop)
    return numberOperand(selected(condition, [left, right], shop), denominator)
  }
  const numerator = selected(condition, [yes.numerator, no.numerator], shop)
  return numberOperand(numerator, selected(condition, [yes.denominator, no.denominator], shop))
}

/** A number to decimal places or to a step; `into` is where the result goes if it is a float over one denominator. */
export function roundedOf(a: NumberOperand, rounding: Rounding, shop: Workshop, into?: Slot): NumberOperand {
  const { mode } = rounding
  const unit =
    rounding.kind === 'step'
      ? rounding.step
      : { n: 10n ** BigInt(Math.max(0, -rounding.places)), d: 10n ** BigInt(Math.max(0, rounding.places)) }
  const dividend = multiplied(a.numerator, constantWhole(unit.d), shop)
  const divisor = multiplied(a.denominator, constantWhole(unit.n), shop)
  const units = roundedWhole({ dividend, divisor, mode, into }, shop)
  // A decimal in units of its last place stays there: lines of cents then share a denominator.
  const numerator = multiplied(units, constantWhole(unit.n), shop)
  return { kind: 'number', numerator, denominator: constantWhole(unit.d), failed: a.failed }
}

/** Whether numbers are so great that the reference would refuse them, or might. */
export function isTooLarge({ numerator, denominator }: NumberOperand): boolean {
  return reach(rangeOf(numerator)) >= LARGEST || reach(rangeOf(denominator)) >= LARGEST
}

// The reference refuses numerators and denominators beyond this.
const LARGEST = 2n ** 4096n

interface Aligned {
  readonly left: Whole
  readonly right: Whole
  readonly denominator: Whole
  readonly failed: Mask
}

/** Two numbers over one denominator. */
function aligned(a: NumberOperand, b: NumberOperand, shop: Workshop): Aligned {
  const failed = either(a.failed, b.failed, shop)
  const [p, q] = [a.denominator, b.denominator]
  if (p === q) return { left: a.numerator, right: b.numerator, denominator: p, failed }
  if (p.kind === 'constant' && q.kind === 'constant') {
    const shared = commonDivisor(p.value, q.value)
    return {
      left: multiplied(a.numerator, constantWhole(q.value / shared), shop),
      right: multiplied(b.numerator, constantWhole(p.value / shared), shop),
      denominator: constantWhole((p.value / shared) * q.value),
      failed,
    }
  }
  return {
    left: multiplied(a.numerator, q, shop),
    right: multiplied(b.numerator, p, shop),
    denominator: multiplied(p, q, shop),
    failed,
  }
}
