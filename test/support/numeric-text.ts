/**
 * What PostgreSQL gives back for a text that was put into a `numeric` of at most 24 digits before the point and 18 after
 * it: no sign before zero, no zeros in front, as many places as were written. It takes more than a plain decimal.
 */
export function throughNumeric(text: string): string {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text)
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match ?? []
  if (match === null || whole + decimals === '') throw new Error(`numeric takes no ${JSON.stringify(text)}`)
  const places = Math.max(0, decimals.length - Number(exponent))
  const shift = Number(exponent) - decimals.length + places
  const units = BigInt(whole + decimals) * 10n ** BigInt(shift)
  const digits = units.toString().padStart(places + 1, '0')
  const [front, back] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)]
  if (front.length > 24 || places > 18) throw new Error(`no row of the database holds ${text}`)
  return `${sign === '-' && units !== 0n ? '-' : ''}${front}${places === 0 ? '' : `.${back}`}`
}
