import { Decimal } from 'decimal.js'
import { fraction, type Rational } from './rational.ts'

/** Digits allowed on either side of the point, in every file, cell and literal. */
const DIGITS_EACH_SIDE = 18

// The only clone of Decimal in the project: enough digits to hold every number the pattern lets through,
// and exponents bounded, because an unbounded one can end the process before it can be caught.
const Exact = Decimal.clone({ precision: 40, minE: -60, maxE: 60, toExpNeg: -60, toExpPos: 60 })

const PLAIN = new RegExp(`^-?\\d{1,${DIGITS_EACH_SIDE}}(?:\\.\\d{1,${DIGITS_EACH_SIDE}})?$`)

const WHOLE = new RegExp(`^-?\\d{1,${DIGITS_EACH_SIDE}}$`)

/** Most cells are counts, and most counts are small: each of these is made once. */
const SMALL = /^\d{1,4}$/
const smallCounts = Array.from<Rational | undefined>({ length: 10_000 })

/** Why a text is not a plain decimal, as a kind that a caller can turn into a suggestion. */
export type NotDecimal =
  | 'empty'
  | 'spaces'
  | 'exponent'
  | 'grouped'
  | 'currency'
  | 'percent'
  | 'comma'
  | 'bare-point'
  | 'too-long'
  | 'not-a-number'

export type DecimalReading =
  | { readonly kind: 'decimal'; readonly value: Rational }
  | { readonly kind: 'refused'; readonly why: NotDecimal }

/**
 * Reads `-1234.50`: an optional minus, up to 18 digits, and up to 18 more after a point.
 * Anything else is refused with the reason, before any number is constructed.
 */
export function readDecimal(text: string): DecimalReading {
  const value = plainDecimal(text)
  return value === undefined ? { kind: 'refused', why: whyNotDecimal(text) } : { kind: 'decimal', value }
}

/** The same for whoever does not ask why: there may be a million of them. */
export function plainDecimal(text: string): Rational | undefined {
  if (SMALL.test(text)) return smallCount(Number(text))
  // A count needs no library.
  if (WHOLE.test(text)) return { n: BigInt(text), d: 1n }
  if (!PLAIN.test(text)) return undefined
  const plain = new Exact(text).toFixed()
  const point = plain.indexOf('.')
  if (point < 0) return { n: BigInt(plain), d: 1n }
  const places = plain.length - point - 1
  const digits = plain.slice(0, point) + plain.slice(point + 1)
  return fraction(BigInt(digits), 10n ** BigInt(places))
}

function smallCount(count: number): Rational {
  const known = smallCounts[count]
  if (known !== undefined) return known
  const made: Rational = { n: BigInt(count), d: 1n }
  smallCounts[count] = made
  return made
}

/** What a run can come to: no number has more than 1,200 digits, and not more than a billion of them are added. */
const TOTAL_DIGITS = 1220

/** An amount of money that a run came to, as it is written into a document: as exact, and as long as a sum can be. */
export const PLAIN_TOTAL = new RegExp(`^-?\\d{1,${TOTAL_DIGITS}}(?:\\.\\d{1,${DIGITS_EACH_SIDE}})?$`)

/** Reads what a run came to: as a plain decimal, with as many digits before the point as a total can have. */
export function readTotal(text: string): DecimalReading {
  if (!PLAIN_TOTAL.test(text)) return { kind: 'refused', why: whyNotDecimal(text) }
  const [units = '', decimals = ''] = text.split('.')
  return { kind: 'decimal', value: fraction(BigInt(units + decimals), 10n ** BigInt(decimals.length)) }
}

/** The value of a decimal that our own code wrote down; throws on anything else. */
export function decimal(text: string): Rational {
  const reading = readTotal(text)
  if (reading.kind === 'refused') throw new Error(`not a plain decimal (${reading.why})`)
  return reading.value
}

/** The plain text of an exact decimal without trailing zeros, or `undefined` when it has no last digit. */
export function decimalText(value: Rational): string | undefined {
  if (value.d === 1n) return value.n.toString()
  const places = decimalPlaces(value.d)
  return places === undefined ? undefined : scaledText(value, places)
}

/** A decimal's text with at least `fewest` places and as many as it has; two for money. */
export function fixedText(value: Rational, fewest = 2): string {
  const cents = fewest === 2 ? wholeCents(value) : undefined
  if (cents !== undefined) return centsText(cents)
  const places = decimalPlaces(value.d)
  if (places === undefined) throw new Error('a ratio has no last digit: round it before it is printed')
  return scaledText(value, Math.max(fewest, places))
}

/** `12.5` for a decimal, `2/37` for a ratio: a text that the formula language reads back as the same value. */
export function exactText(value: Rational): string {
  return decimalText(value) ?? `${value.n}/${value.d}`
}

/** Whether a value can be written as a plain decimal, in a file or a cell. */
export function isPlain(value: Rational): boolean {
  return PLAIN.test(exactText(value))
}

/** How many decimal places a denominator in lowest terms needs, or `undefined` when none are enough. */
export function decimalPlaces(denominator: bigint): number | undefined {
  if (denominator === 1n) return 0
  const twos = countFactor(denominator, 2n)
  const fives = countFactor(twos.rest, 5n)
  return fives.rest === 1n ? Math.max(twos.count, fives.count) : undefined
}

function scaledText(value: Rational, places: number): string {
  const scale = 10n ** BigInt(places)
  const units = (value.n * scale) / value.d
  const magnitude = units < 0n ? -units : units
  const digits = magnitude.toString().padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  if (places === 0) return sign + digits
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** How many cents an amount is, where it is so many and a float holds them; most amounts are. */
function wholeCents({ n, d }: Rational): number | undefined {
  const cents = Number(n) * (100 / Number(d))
  return 100 % Number(d) === 0 && Number.isSafeInteger(cents) ? cents : undefined
}

/** A whole number of cents as money: `-1234` as `-12.34`. */
export function centsText(cents: number): string {
  const digits = Math.abs(cents).toString().padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function countFactor(value: bigint, factor: bigint): { count: number; rest: bigint } {
  let rest = value
  let count = 0
  while (rest % factor === 0n) {
    rest /= factor
    count += 1
  }
  return { count, rest }
}

function whyNotDecimal(text: string): NotDecimal {
  const head = text.slice(0, 64)
  if (text === '') return 'empty'
  if (text.trim() !== text) return 'spaces'
  if (/^-?\d[\d.]*[eE][+-]?\d+$/.test(head)) return 'exponent'
  if (/^-?\d+(?:\.\d+)?$/.test(head)) return 'too-long'
  if (/^-?\d*\.\d+$/.test(head) || /^-?\d+\.$/.test(head)) return 'bare-point'
  if (/^-?\d+(?:\.\d+)? ?%$/.test(head)) return 'percent'
  if (/^[-(]?\p{Sc} ?-?\d[\d,.]*\)?$/u.test(head)) return 'currency'
  if (/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(head)) return 'grouped'
  if (/^-?\d[\d.]*,\d+$/.test(head)) return 'comma'
  return 'not-a-number'
}
