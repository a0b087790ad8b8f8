import { decimalPlaces } from '../../../core/numbers/decimal.ts'
import {
  absolute,
  fraction,
  multiply,
  type Rational,
  subtract,
  whole,
} from '../../../core/numbers/rational.ts'
import { type Rounding, type RoundingMode, round } from '../../../core/numbers/rounding.ts'
import {
  called,
  digitsOf,
  literal,
  MOST_DIGITS,
  minus,
  nearestError,
  numberIn,
  over,
  plus,
  type Reckoned,
  size,
  times,
} from './reckoned.ts'

/** A rounding as a spreadsheet writes it, from a number that is so near that it falls to the same side. */
export function rounded(of: Reckoned, rounding: Rounding): Reckoned {
  if (rounding.kind === 'step') {
    const step = literal(rounding.step)
    const product = times(toWhole(over(of, step), rounding.mode), step)
    const places = decimalPlaces(rounding.step.d) ?? 0
    return product.error === 0 ? { ...product, places } : snapped(product, places)
  }
  const { places, mode } = rounding
  if (mode === 'half_up') return halfUp(of, places)
  const scale = literal(whole(10n ** BigInt(Math.abs(places))))
  if (places === 0) return toWhole(of, mode)
  if (places < 0) return times(toWhole(over(of, scale), mode), scale)
  return { ...over(toWhole(times(of, scale), mode), scale), places }
}

/** The number of a spreadsheet made the one nearest to its value, so that equal values are equal numbers. */
export function exactly(of: Reckoned): Reckoned {
  if (of.isNearest || of.places === undefined) return of
  return snappedWhereItFits(of, of.places)
}

/** Why a spreadsheet's rounding or comparison may come out the other way. */
export const TOO_NEAR = 'a spreadsheet cannot tell it from one that is rounded or compared the other way'

/** Whether two values are apart by more than spreadsheets err; they compare 15 digits. */
export function isApart(gap: Rational, { error, of }: { error: number; of: Rational }): boolean {
  return size(gap) > Math.max(2 * error, size(of) * 1e-14)
}

function halfUp(of: Reckoned, places: number): Reckoned {
  const isOnPlaces = of.places !== undefined && of.places <= places
  const inner = isOnPlaces ? of : settled(exactly(of), places)
  const value = numberIn(of)
  return rounding([inner, literal(whole(BigInt(places)))], {
    result: value && round(value, { kind: 'places', places, mode: 'half_up' }),
    places: Math.max(places, 0),
    doubt: inner.doubt ?? (isOnPlaces ? snapDoubt(of, places) : undefined),
  })
}

/** A number that lies between two roundings, or is the tie itself to the last bit. */
function settled(of: Reckoned, places: number): Reckoned {
  const value = numberIn(of)
  if (value === undefined) return of
  const unit = places < 0 ? whole(10n ** BigInt(-places)) : fraction(1n, 10n ** BigInt(places))
  return apartFrom(of, distance(value, { unit, isTie: true }))
}

function apartFrom(of: Reckoned, gap: Rational): Reckoned {
  const value = numberIn(of)
  if (value === undefined) return of
  if (gap.n === 0n) {
    if (of.isNearest && digitsOf(value) <= MOST_DIGITS) return of
    const near = of.isNearest
      ? of
      : snappedWhereItFits(of, decimalPlaces(value.d) ?? Number.POSITIVE_INFINITY)
    return near.isNearest && digitsOf(value) <= MOST_DIGITS ? near : doubted(of)
  }
  return isApart(gap, { error: of.error, of: value }) ? of : doubted(of)
}

/** A whole number in a rounding mode; the texts work on numbers whose ties and whole numbers are exact. */
function toWhole(of: Reckoned, mode: RoundingMode): Reckoned {
  const isTie = mode === 'half_up' || mode === 'half_even' || mode === 'half_down'
  const value = numberIn(of)
  const near = exactly(of)
  const y = value === undefined ? near : apartFrom(near, distance(value, { unit: whole(1n), isTie }))
  const result = value && round(value, { kind: 'places', places: 0, mode })
  return { ...wholeText(y, mode), ...exactResult(result), places: 0, doubt: y.doubt ?? digitsDoubt(result) }
}

function wholeText(y: Reckoned, mode: RoundingMode): Reckoned {
  const half = literal(fraction(1n, 2n))
  const none = literal(whole(0n))
  switch (mode) {
    case 'half_up':
      return called('ROUND', [y, none])
    case 'up':
      return called('ROUNDUP', [y, none])
    case 'down':
      return called('ROUNDDOWN', [y, none])
    case 'floor':
      return called('INT', [y])
    case 'ceiling':
      return minus(called('INT', [minus(y)]))
    case 'half_down':
      return times(called('SIGN', [y]), minus(called('INT', [plus('-', half, called('ABS', [y]))])))
    case 'half_even': {
      const above = called('ABS', [y])
      const tie = plus('-', above, called('INT', [above]))
      const even = times(literal(whole(2n)), called('ROUND', [over(y, literal(whole(2n))), none]))
      return called('IF', [{ ...tie, text: `${tie.text}=0.5` }, even, called('ROUND', [y, none])])
    }
    default:
      return mode satisfies never
  }
}

/** How far a value is from the nearest whole number of units, or from the nearest half between two. */
function distance(value: Rational, { unit, isTie }: { unit: Rational; isTie: boolean }): Rational {
  const units = { n: value.n * unit.d, d: value.d * unit.n }
  const shift = isTie ? fraction(1n, 2n) : whole(0n)
  const shifted = subtract(fraction(units.n, units.d), shift)
  const nearest = round(shifted, { kind: 'places', places: 0, mode: 'half_up' })
  return multiply(absolute(subtract(shifted, nearest)), unit)
}

/** The value itself, rounded to places that it has at most: what floating point added is gone. */
function snapped(of: Reckoned, places: number): Reckoned {
  return rounding([of, literal(whole(BigInt(places)))], {
    result: numberIn(of),
    places,
    doubt: of.doubt ?? snapDoubt(of, places),
  })
}

function snappedWhereItFits(of: Reckoned, places: number): Reckoned {
  const value = numberIn(of)
  const before = value === undefined ? 1 : Math.max(1, Math.ceil(Math.log10(size(value) + 1)))
  const room = MOST_DIGITS - before
  // A few places more than are needed, so that the same formula holds for counts with more of them.
  for (const each of new Set([Math.max(places, Math.min(USUAL_PLACES, room)), places]))
    if (each <= room && snapDoubt(of, each) === undefined) return { ...snapped(of, each), places: of.places }
  return of
}

const USUAL_PLACES = 6

/** Whether the error is small enough for the value to be found again; it has at most these places. */
function snapDoubt(of: Reckoned, places: number): string | undefined {
  if (numberIn(of) === undefined || of.isNearest) return undefined
  return of.error < 0.25 * 10 ** -places ? undefined : TOO_NEAR
}

function rounding(
  args: readonly Reckoned[],
  { result, places, doubt }: { result: Rational | undefined; places: number; doubt: string | undefined },
): Reckoned {
  return { ...called('ROUND', args), ...exactResult(result), places, doubt: doubt ?? digitsDoubt(result) }
}

function exactResult(value: Rational | undefined): Pick<Reckoned, 'value' | 'error' | 'isNearest'> {
  return { value, error: value === undefined ? 0 : nearestError(value), isNearest: true }
}

function digitsDoubt(value: Rational | undefined): string | undefined {
  return value !== undefined && digitsOf(value) > MOST_DIGITS
    ? `it comes to more than ${MOST_DIGITS} digits`
    : undefined
}

function doubted(of: Reckoned): Reckoned {
  return { ...of, doubt: of.doubt ?? TOO_NEAR }
}
