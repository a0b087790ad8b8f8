import { exactText } from '../../core/numbers/decimal.ts'
import { withSeparators } from '../../core/numbers/format.ts'
import type { Rounding, RoundingMode } from '../../core/numbers/rounding.ts'

interface MoneyWords {
  readonly one: string
  readonly many: string
  readonly hundredth: string
}

const DOLLARS: MoneyWords = { one: 'dollar', many: 'dollars', hundredth: 'cent' }

const MONEY_WORDS: Readonly<Record<string, MoneyWords>> = {
  USD: DOLLARS,
  CAD: DOLLARS,
  AUD: DOLLARS,
  EUR: { one: 'euro', many: 'euros', hundredth: 'cent' },
  GBP: { one: 'pound', many: 'pounds', hundredth: 'penny' },
  BRL: { one: 'real', many: 'reais', hundredth: 'centavo' },
}

// The usual one goes without saying.
const MODE_WORDS: Readonly<Record<RoundingMode, string>> = {
  half_up: '',
  half_even: ', halves to the even digit',
  half_down: ', halves toward zero',
  up: ', away from zero',
  down: ', toward zero',
  floor: ', always down',
  ceiling: ', always up',
}

/** How an amount is rounded, as people say it: `to the cent`, `to the dollar`; `currency` where it is money. */
export function roundingWords(rounding: Rounding, currency: string | undefined): string {
  return placeWords(rounding, currency) + MODE_WORDS[rounding.mode]
}

function placeWords(rounding: Rounding, currency: string | undefined): string {
  const money = currency === undefined ? undefined : MONEY_WORDS[currency]
  const of = money?.many ?? currency
  const steps = (step: string): string =>
    `to steps of ${withSeparators(step)}${of === undefined ? '' : ` ${of}`}`
  if (rounding.kind === 'step') return steps(exactText(rounding.step))
  const { places } = rounding
  if (places < 0) return steps(`1${'0'.repeat(-places)}`)
  if (places === 0) return money === undefined ? `to a whole ${currency ?? 'number'}` : `to the ${money.one}`
  if (places === 2 && money !== undefined) return `to the ${money.hundredth}`
  return `to ${places} place${places === 1 ? '' : 's'}`
}
