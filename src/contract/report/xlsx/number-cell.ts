import { decimalPlaces, decimalText, exactText } from '../../../core/numbers/decimal.ts'
import type { Rational } from '../../../core/numbers/rational.ts'
import { roundToPlaces } from '../../../core/numbers/rounding.ts'
import { digitsOf, MOST_DIGITS } from './reckoned.ts'
import { type CellStyle, textCell, type WorkbookCell } from './workbook.ts'

/** A number as a cell: one of more digits than spreadsheets keep is a text, so that none of them is lost. */
export function numberCell(value: Rational, style: CellStyle): WorkbookCell {
  return isTooLong(value)
    ? textCell(exactText(value), style)
    : { kind: 'number', number: nearestNumber(value), style }
}

/** Whether a decimal has more digits than a spreadsheet keeps; a ratio has no last digit to lose. */
export function isTooLong(value: Rational): boolean {
  return decimalText(value) !== undefined && digitsOf(value) > MOST_DIGITS
}

/** The double that is nearest to a value. */
export function nearestNumber(value: Rational): number {
  return Number(decimalText(value) ?? decimalText(roundToPlaces(value, 30)))
}

/** Decimal places that none of some amounts goes beyond; two at least. */
export function mostPlaces(amounts: readonly Rational[], least = 2): number {
  return amounts.reduce((most, { d }) => Math.max(most, decimalPlaces(d) ?? 0), least)
}
