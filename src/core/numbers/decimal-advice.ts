import type { NotDecimal } from './decimal.ts'

const EXPECTED = 'digits with at most one point, such as -1234.50, at most 18 on either side'

const ADVICE: Readonly<Record<NotDecimal, string | undefined>> = {
  empty: undefined,
  spaces: 'remove the spaces around it',
  exponent: 'write the digits out, without an exponent',
  grouped: 'remove the thousands separators',
  currency: 'write the amount alone; the unit says that it is money',
  percent: 'write a fraction of one: 0.12 for 12%',
  comma: 'write a point before the decimals',
  'bare-point': 'write a digit on either side of the point',
  'too-long': 'round it to the digits that are meant',
  'not-a-number': undefined,
}

/** What to say of a text that is no plain decimal: what is expected, and what to do about this one. */
export function decimalExpected(why: NotDecimal): { expected: string; suggestion?: string } {
  const suggestion = ADVICE[why]
  return { expected: EXPECTED, ...(suggestion !== undefined && { suggestion }) }
}
