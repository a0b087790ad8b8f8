import { exactText } from '../../core/numbers/decimal.ts'
import { fraction, type Rational, sum } from '../../core/numbers/rational.ts'

/** Digits of a number below 2^53, and how far such numbers are added up before they are put away exactly. */
const MOST_DIGITS = 15
const MOST_ADDED = 2 ** 53 - 10 ** MOST_DIGITS

interface Units {
  /** A whole number below 2^53, and the rest. */
  small: number
  large: bigint
}

/** Adds up plain decimals that can be kept, exactly. */
export interface ColumnTotal {
  /** Adds a decimal, which may be a stretch of a text. */
  add(text: string, start?: number, end?: number): void
  /** The sum so far. */
  text(): string
}

export function columnTotal(): ColumnTotal {
  // Cells with as many places are added as whole numbers, and only their sums are brought together.
  const byPlaces: (Units | undefined)[] = []
  return {
    add(text, start = 0, end = text.length) {
      // The digits as a whole number: 1250 of `12.50`.
      let whole = 0
      let point = end - 1
      for (let i = start; i < end; i += 1) {
        const sign = text.charCodeAt(i)
        if (sign === POINT) point = i
        else if (sign !== MINUS) whole = whole * 10 + (sign - ZERO)
      }
      const places = end - 1 - point
      const units = byPlaces[places] ?? { small: 0, large: 0n }
      byPlaces[places] = units
      if (end - start > MOST_DIGITS) units.large += BigInt(text.slice(start, end).replace('.', ''))
      else units.small += text.charCodeAt(start) === MINUS ? -whole : whole
      if (Math.abs(units.small) < MOST_ADDED) return
      units.large += BigInt(units.small)
      units.small = 0
    },
    text() {
      const sums: Rational[] = []
      for (const [places, units] of byPlaces.entries()) {
        if (units === undefined) continue
        sums.push(fraction(units.large + BigInt(units.small), 10n ** BigInt(places)))
      }
      return exactText(sum(sums))
    },
  }
}

const [POINT, MINUS, ZERO] = [46, 45, 48] as const
