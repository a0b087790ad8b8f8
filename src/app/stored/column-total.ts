import { exactText } from '../../core/numbers/decimal.ts'
import { fraction, sum } from '../../core/numbers/rational.ts'

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
  add(cell: string): void
  /** The sum so far. */
  text(): string
}

export function columnTotal(): ColumnTotal {
  // Cells with as many places are added as whole numbers, and only their sums are brought together.
  const byPlaces = new Map<number, Units>()
  return {
    add(cell) {
      const point = cell.indexOf('.')
      const places = point < 0 ? 0 : cell.length - point - 1
      const units = byPlaces.get(places) ?? { small: 0, large: 0n }
      byPlaces.set(places, units)
      if (cell.length > MOST_DIGITS) units.large += BigInt(cell.replace('.', ''))
      else units.small += wholeOf(cell)
      if (Math.abs(units.small) < MOST_ADDED) return
      units.large += BigInt(units.small)
      units.small = 0
    },
    text() {
      const sums = [...byPlaces].map(([places, { small, large }]) =>
        fraction(large + BigInt(small), 10n ** BigInt(places)),
      )
      return exactText(sum(sums))
    },
  }
}

const [POINT, MINUS, ZERO] = [46, 45, 48] as const

/** The digits of a decimal as a whole number: 1250 of `12.50`. */
function wholeOf(cell: string): number {
  let whole = 0
  for (let i = 0; i < cell.length; i += 1) {
    const sign = cell.charCodeAt(i)
    if (sign !== POINT && sign !== MINUS) whole = whole * 10 + (sign - ZERO)
  }
  return cell.charCodeAt(0) === MINUS ? -whole : whole
}
