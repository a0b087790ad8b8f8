const PLACES = 12
const ONE = 10n ** BigInt(PLACES)

/** A decimal text in units of its twelfth place, so that tests compute with integers of their own. */
export function scaled(text: string): bigint {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined || decimals.length > PLACES) throw new Error(`not a plain decimal: ${text}`)
  const value = BigInt(whole + decimals.padEnd(PLACES, '0'))
  return sign === '-' ? -value : value
}

/** The decimal text of a scaled number, without needless zeros. */
export function unscaled(value: bigint): string {
  const digits = `${value < 0n ? -value : value}`.padStart(PLACES + 1, '0')
  const decimals = digits.slice(-PLACES).replace(/0+(?!\d)/, '')
  const whole = digits.slice(0, -PLACES)
  return `${value < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`
}

/** The product of scaled numbers; it must be exact. */
export function product(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((so, each) => {
    if ((so * each) % ONE !== 0n) throw new Error('a product has more than twelve places')
    return (so * each) / ONE
  }, first)
}

/** A scaled number, half away from zero, in whole units or at the given decimal place. */
export function halfUp(value: bigint, places = 0): bigint {
  const step = 10n ** BigInt(PLACES - places)
  const size = value < 0n ? -value : value
  const rounded = ((size + step / 2n) / step) * step
  return value < 0n ? -rounded : rounded
}
