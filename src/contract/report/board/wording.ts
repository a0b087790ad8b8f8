import { type RowWords, SCHOOLS } from '../../../core/formula/row-words.ts'
import { decimal, decimalText } from '../../../core/numbers/decimal.ts'
import { fraction, type Rational } from '../../../core/numbers/rational.ts'
import { roundToPlaces } from '../../../core/numbers/rounding.ts'
import { ENGLISH, type WordKey, type Words } from './words.ts'

export interface Tongue {
  /** Of numbers and dates, such as `en-US`. */
  readonly locale: string
  readonly words?: Words
}

/** How a pack says things: its words, and the numbers and dates of a locale. Amounts keep every digit. */
export interface Wording {
  readonly locale: string
  /** What a row of the data is called. */
  readonly rows: RowWords
  readonly say: (key: WordKey, values?: Readonly<Record<string, string>>) => string
  /** `$1,235`, of whole dollars. */
  readonly dollars: (whole: bigint) => string
  /** `+$1,235`, `-$80`, and `$0`. */
  readonly change: (whole: bigint) => string
  /** `$1,234.50`: an amount as exact as it is stated, with cents. */
  readonly cents: (amount: string) => string
  /** `1,234.5`: a count or rate; a fraction to four places, as about so much. */
  readonly number: (text: string) => string
  /** `12.3%`, of tenths of a percent. */
  readonly percent: (tenths: bigint) => string
  /** `+1.25%`, of a percent as a text. */
  readonly signedPercent: (percent: string) => string
  /** `October 1, 2025`; a text that is no date as it is. */
  readonly date: (text: string) => string
}

interface WordingWish extends Tongue {
  readonly currency: string
  readonly rows: RowWords | undefined
}

/** The wording of one pack; throws where the locale is none. */
export function wording({ locale, words = ENGLISH, currency, rows = SCHOOLS }: WordingWish): Wording {
  const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const whole = new Intl.NumberFormat(locale, { ...money, maximumFractionDigits: 0 })
  const change = new Intl.NumberFormat(locale, {
    ...money,
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  })
  const exact = new Intl.NumberFormat(locale, {
    ...money,
    minimumFractionDigits: 2,
    maximumFractionDigits: 20,
  })
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })
  const tenths = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 4,
    signDisplay: 'exceptZero',
  })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const say: Wording['say'] = (key, values = {}) => filled(words[key], values)
  return {
    locale,
    rows,
    say,
    dollars: (amount) => whole.format(amount),
    change: (amount) => change.format(amount),
    cents: (amount) => exact.format(digits(decimal(amount))),
    number(text) {
      const value = numberIn(text)
      if (value === undefined) return text
      const isExact = decimalText(value) !== undefined
      const shown = plain.format(digits(isExact ? value : roundToPlaces(value, 4)))
      return isExact ? shown : say('about', { value: shown })
    },
    percent: (amount) => tenths.format(digits(fraction(amount, 1000n))),
    signedPercent: (percent) => {
      const value = decimal(percent)
      return signed.format(digits(fraction(value.n, value.d * 100n)))
    },
    date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? days.format(Date.parse(`${text}T00:00:00Z`)) : text),
  }
}

/** A decimal or a fraction as our own documents write it; `undefined` for any other text. */
export function numberIn(text: string): Rational | undefined {
  const [, n, d = '1'] = /^(-?\d+)(?:\/(\d+))?$/.exec(text) ?? []
  if (n !== undefined) return fraction(BigInt(n), BigInt(d))
  return /^-?\d+\.\d+$/.test(text) ? decimal(text) : undefined
}

// Intl takes a decimal text digit by digit, where a number would lose some of them.
function digits(value: Rational): Intl.StringNumericLiteral {
  const text = decimalText(value)
  if (text === undefined) throw new Error('a fraction is rounded before it is printed')
  return text as Intl.StringNumericLiteral
}

/** Values put in where the words name them, once: what a value says is never read again. */
function filled(words: string, values: Readonly<Record<string, string>>): string {
  return words.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`the words "${words}" need a value for ${name}`)
    return value
  })
}
