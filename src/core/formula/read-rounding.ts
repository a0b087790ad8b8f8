import { readDecimal } from '../numbers/decimal.ts'
import { compare, zero } from '../numbers/rational.ts'
import { CENTS, isRoundingMode, ROUNDING_MODES, type Rounding } from '../numbers/rounding.ts'
import { type Problem, problem } from '../problems/problem.ts'
import type { RoundingDefinition } from './definition.ts'

const PLACES = /^-?\d{1,2}$/

/** Reads `round: 0` or `round: { step: 0.05, mode: half_even }`; cents half-up when nothing is stated. */
export function readRounding(
  definition: RoundingDefinition | undefined,
  pointer: string,
  problems: Problem[],
): Rounding {
  if (definition === undefined) return CENTS
  const stated = typeof definition === 'string' ? { places: definition } : definition
  const mode = stated.mode ?? 'half_up'
  const refuse = (field: string, found: string, expected: string): Rounding => {
    const place = typeof definition === 'string' ? pointer : `${pointer}/${field}`
    problems.push(
      problem('ROUNDING', {
        at: { kind: 'document', pointer: place },
        message: 'this is no rounding',
        found,
        expected,
      }),
    )
    return CENTS
  }
  if (!isRoundingMode(mode)) return refuse('mode', mode, `one of ${Object.keys(ROUNDING_MODES).join(', ')}`)
  if (stated.step !== undefined) {
    const step = readDecimal(stated.step)
    const isStep = step.kind === 'decimal' && compare(step.value, zero) > 0
    if (isStep && stated.places === undefined) return { kind: 'step', step: step.value, mode }
    return refuse('step', stated.step, 'either places, or a step greater than zero such as 0.05')
  }
  const places = stated.places ?? '2'
  const isPlaces = PLACES.test(places) && Number(places) >= -12 && Number(places) <= 18
  return isPlaces
    ? { kind: 'places', places: Number(places), mode }
    : refuse('places', places, 'a whole number from -12 to 18')
}

/** Decimal places, from 0 to 18, of a value that is looked for; two unless stated. */
export function placesOf(text = '2'): number {
  if (!/^\d{1,2}$/.test(text)) throw new Error('the places of a solved value were checked to be a count')
  return Number(text)
}
