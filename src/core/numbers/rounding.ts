import { divide, fraction, multiply, type Rational } from './rational.ts'

/** The rounding modes a formula may name, each with what it does. `half_up` is the default. */
export const ROUNDING_MODES = {
  half_up: 'to the nearest; a tie goes away from zero',
  half_even: 'to the nearest; a tie goes to the even digit',
  half_down: 'to the nearest; a tie goes toward zero',
  up: 'away from zero',
  down: 'toward zero',
  floor: 'toward minus infinity',
  ceiling: 'toward plus infinity',
} as const

export type RoundingMode = keyof typeof ROUNDING_MODES

/** How an amount is rounded: to decimal places (negative ones round to tens, hundreds …) or to a step. */
export type Rounding =
  | { readonly kind: 'places'; readonly places: number; readonly mode: RoundingMode }
  | { readonly kind: 'step'; readonly step: Rational; readonly mode: RoundingMode }

export const CENTS: Rounding = { kind: 'places', places: 2, mode: 'half_up' }

export function isRoundingMode(text: string): text is RoundingMode {
  return Object.hasOwn(ROUNDING_MODES, text)
}

export function round(value: Rational, rounding: Rounding): Rational {
  return rounding.kind === 'places'
    ? roundToPlaces(value, rounding.places, rounding.mode)
    : roundToStep(value, rounding.step, rounding.mode)
}

/** Rounds to `places` decimals; `places` may be negative, so that −3 rounds to thousands. */
export function roundToPlaces(value: Rational, places: number, mode: RoundingMode = 'half_up'): Rational {
  const scale = 10n ** BigInt(Math.abs(places))
  if (places < 0) return { n: roundedQuotient(value.n, value.d * scale, mode) * scale, d: 1n }
  return fraction(roundedQuotient(value.n * scale, value.d, mode), scale)
}

/** Rounds to a whole number of steps; `step` is greater than zero. */
export function roundToStep(value: Rational, step: Rational, mode: RoundingMode = 'half_up'): Rational {
  const steps = divide(value, step)
  return multiply({ n: roundedQuotient(steps.n, steps.d, mode), d: 1n }, step)
}

/** `n / d` rounded to a whole number; `d` is greater than zero. */
export function roundedQuotient(n: bigint, d: bigint, mode: RoundingMode): bigint {
  const truncated = n / d
  const rest = n % d
  if (rest === 0n) return truncated
  const away = n < 0n ? -1n : 1n
  return goesAway(rest < 0n ? -rest : rest, { d, truncated, away, mode }) ? truncated + away : truncated
}

function goesAway(
  rest: bigint,
  { d, truncated, away, mode }: { d: bigint; truncated: bigint; away: bigint; mode: RoundingMode },
): boolean {
  switch (mode) {
    case 'half_up':
      return rest * 2n >= d
    case 'half_down':
      return rest * 2n > d
    case 'half_even':
      return rest * 2n === d ? truncated % 2n !== 0n : rest * 2n > d
    case 'up':
      return true
    case 'down':
      return false
    case 'floor':
      return away < 0n
    case 'ceiling':
      return away > 0n
    default:
      return mode satisfies never
  }
}
