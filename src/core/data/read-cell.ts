import { exactText, type NotDecimal, plainDecimal, readDecimal } from '../numbers/decimal.ts'
import { divide, negate, type Rational, whole } from '../numbers/rational.ts'
import type { NumberFormat } from './definition.ts'

export type CellReading =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'refused'; readonly why: NotDecimal; readonly format?: NumberFormat }

/** Reads a number as a column's format says. A refusal names the format that would have read it, if one would. */
export function readNumberCell(text: string, format: NumberFormat): CellReading {
  const value = FORMATS[format](text)
  if (value !== undefined) return { kind: 'number', value }
  const reading = readDecimal(text)
  const why = reading.kind === 'refused' ? reading.why : 'not-a-number'
  const fitting = (Object.keys(FORMATS) as NumberFormat[]).find((each) => FORMATS[each](text) !== undefined)
  return { kind: 'refused', why, ...(fitting !== undefined && { format: fitting }) }
}

const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const MONEY = /^(?:-?\$ ?|\$ ?-)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/
const BRACKETED = /^\(\$ ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)$/
const PERCENT = /^-?\d+(?:\.\d+)? ?%$/
const COMMA = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/

// In the order in which a suggestion tries them; a plain number is read by each format that can hold one.
const FORMATS: Readonly<Record<NumberFormat, (text: string) => Rational | undefined>> = {
  plain: plainDecimal,
  grouped: (text) => (GROUPED.test(text) ? plainDecimal(text.replaceAll(',', '')) : plainDecimal(text)),
  'us-money': readUsMoney,
  percent: readPercent,
  'decimal-comma': (text) =>
    COMMA.test(text) ? plainDecimal(text.replaceAll('.', '').replace(',', '.')) : undefined,
}

function readUsMoney(text: string): Rational | undefined {
  if (BRACKETED.test(text)) {
    const amount = plainDecimal(text.replaceAll(/[()$, ]/g, ''))
    return amount && negate(amount)
  }
  return MONEY.test(text) ? plainDecimal(text.replaceAll(/[$, ]/g, '')) : FORMATS.grouped(text)
}

function readPercent(text: string): Rational | undefined {
  if (!PERCENT.test(text)) return undefined
  const value = plainDecimal(text.slice(0, -1).trimEnd())
  const share = value && divide(value, whole(100n))
  // As a plain number it has two places more, and no number may have more than a plain one.
  return share && plainDecimal(exactText(share))
}
