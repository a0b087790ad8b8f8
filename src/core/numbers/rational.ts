/** An exact number: numerator over a positive denominator, in lowest terms. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

export const zero: Rational = { n: 0n, d: 1n }
export const one: Rational = { n: 1n, d: 1n }

/** The fraction `n / d` in lowest terms. The caller has made sure that `d` is not zero. */
export function fraction(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError('a fraction needs a divisor other than zero')
  if (d === 1n) return { n, d }
  const sign = d < 0n ? -1n : 1n
  const shared = greatestCommonDivisor(n, d)
  return { n: (sign * n) / shared, d: (sign * d) / shared }
}

/** The whole number `n`. */
export function whole(n: bigint): Rational {
  return { n, d: 1n }
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === b.d) return fraction(a.n + b.n, a.d)
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b))
}

export function multiply(a: Rational, b: Rational): Rational {
  return fraction(a.n * b.n, a.d * b.d)
}

/** `a / b`; the caller has made sure that `b` is not zero. */
export function divide(a: Rational, b: Rational): Rational {
  return fraction(a.n * b.d, a.d * b.n)
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d }
}

export function absolute(a: Rational): Rational {
  return a.n < 0n ? negate(a) : a
}

/** `a` to a whole power that is not negative. */
export function power(a: Rational, exponent: number): Rational {
  const times = BigInt(exponent)
  return { n: a.n ** times, d: a.d ** times }
}

/** −1, 0 or 1, decided by cross-multiplication and so never by a rounding. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.n * b.d
  const right = b.n * a.d
  if (left === right) return 0
  return left < right ? -1 : 1
}

export function equal(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d
}

export function least(a: Rational, b: Rational): Rational {
  return compare(b, a) < 0 ? b : a
}

export function greatest(a: Rational, b: Rational): Rational {
  return compare(b, a) > 0 ? b : a
}

/** The sum over one denominator, brought to lowest terms once. */
export function sum(values: Iterable<Rational>): Rational {
  let [n, d] = [0n, 1n]
  for (const each of values) {
    if (each.d !== d && d % each.d !== 0n) {
      const missing = each.d / greatestCommonDivisor(d, each.d)
      n *= missing
      d *= missing
    }
    n += each.d === d ? each.n : each.n * (d / each.d)
  }
  return fraction(n, d)
}

export function isZero(a: Rational): boolean {
  return a.n === 0n
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) {
    const rest = x % y
    x = y
    y = rest
  }
  return x
}
