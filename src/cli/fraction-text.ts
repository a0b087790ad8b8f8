import { fixedText } from '../core/numbers/decimal.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { fraction } from '../core/numbers/rational.ts'
import { roundToPlaces } from '../core/numbers/rounding.ts'

const FRACTION = /^(-?\d+)\/(\d+)$/
const PLACES = 6

/** What `1560000/23` is about, `67,826.086957`, for a reader; `undefined` for anything but a fraction. */
export function fractionInDecimals(text: string): string | undefined {
  const [, n, d] = FRACTION.exec(text) ?? []
  if (n === undefined || d === undefined) return undefined
  return withSeparators(fixedText(roundToPlaces(fraction(BigInt(n), BigInt(d)), PLACES)))
}
