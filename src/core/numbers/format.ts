import { decimalText, fixedText } from './decimal.ts'
import type { Rational } from './rational.ts'

const SYMBOLS: Readonly<Record<string, string>> = {
  USD: '$',
  BRL: 'R$ ',
  GBP: '£',
  EUR: '€',
  AUD: 'A$',
  CAD: 'C$',
}

/** `-1234567.5` as `-1,234,567.50`: at least two places, and as many as the amount has. */
export function formatAmount(amount: Rational): string {
  return withSeparators(fixedText(amount))
}

/** An amount with its currency: `$1,234.50`, `-R$ 12.00`, `CLP 1,000.00`. */
export function formatMoney(amount: Rational, currency: string): string {
  const text = formatAmount(amount)
  const symbol = SYMBOLS[currency] ?? `${currency} `
  return text.startsWith('-') ? `-${symbol}${text.slice(1)}` : symbol + text
}

/** A count or rate with separators and no more places than it has; a ratio as `1,234/5`. */
export function formatNumber(value: Rational): string {
  const text = decimalText(value)
  return text === undefined ? `${withSeparators(`${value.n}`)}/${value.d}` : withSeparators(text)
}

/** Puts a comma at every third digit before the point of a plain decimal text. */
export function withSeparators(plain: string): string {
  const start = plain.startsWith('-') ? 1 : 0
  const point = plain.indexOf('.')
  const end = point < 0 ? plain.length : point
  const groups: string[] = []
  for (let stop = end; stop > start; stop -= 3) groups.unshift(plain.slice(Math.max(start, stop - 3), stop))
  return plain.slice(0, start) + groups.join(',') + plain.slice(end)
}
