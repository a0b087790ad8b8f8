import type { Value } from '../../../core/formula/checked.ts'
import { decimalPlaces, decimalText } from '../../../core/numbers/decimal.ts'
import {
  add,
  divide,
  isZero,
  multiply,
  negate,
  type Rational,
  subtract,
} from '../../../core/numbers/rational.ts'

/**
 * A part of a spreadsheet formula at one school: its text, its exact value, and how far from it the floating-point
 * numbers of a spreadsheet may end. What cannot be shown to come out to the cent is never written as a formula.
 */
export interface Reckoned {
  readonly text: string
  /** How tightly the outermost operator binds, one of `BINDS`. */
  readonly binds: number
  /** Levels of functions inside each other. */
  readonly depth: number
  /** Missing in a branch that the school does not take, where it may have none. */
  readonly value: Value | undefined
  /** The most by which the spreadsheet's number differs from the value. */
  readonly error: number
  /** Whether the spreadsheet's number is the one nearest to the value. */
  readonly isNearest: boolean
  /** Decimal places that the value has at most; missing for a ratio. */
  readonly places: number | undefined
  /** Why a spreadsheet may come to another value at this school. */
  readonly doubt: string | undefined
  /** Why there is no such formula at all. */
  readonly cannot: string | undefined
}

/** Operators of a spreadsheet, from loose to tight; its minus sign binds tighter than a power. */
export const BINDS = { comparison: 1, sum: 2, product: 3, power: 4, minus: 5, atom: 6 } as const

/** Digits that every spreadsheet keeps, and shows. */
export const MOST_DIGITS = 15

/** A rounding step of a double is 2⁻⁵³ of its value; eight times as much covers what spreadsheets add of their own. */
const STEP = 2 ** -50

type Made = Partial<Reckoned> & Pick<Reckoned, 'text'>

/** A part made of others, which hands on why they cannot be trusted. */
export function made(fields: Made, parts: readonly Reckoned[] = []): Reckoned {
  return {
    binds: BINDS.atom,
    depth: Math.max(0, ...parts.map(({ depth }) => depth)),
    value: undefined,
    error: 0,
    isNearest: true,
    places: undefined,
    doubt: firstOf(parts.map(({ doubt }) => doubt)),
    cannot: firstOf(parts.map(({ cannot }) => cannot)),
    ...fields,
  }
}

/** A call of a spreadsheet function. */
export function called(name: string, args: readonly Reckoned[], fields: Partial<Reckoned> = {}): Reckoned {
  const text = `${name}(${args.map((arg) => arg.text).join(',')})`
  return made({ text, depth: Math.max(0, ...args.map(({ depth }) => depth)) + 1, ...fields }, args)
}

/** A cell or literal that holds a number, as near as a double comes to it. */
export function leaf(text: string, value: Rational | undefined): Reckoned {
  const places = value && decimalPlaces(value.d)
  return made({ text, value, places, error: value === undefined ? 0 : nearestError(value) })
}

/** A number that our own code or the formula writes out. */
export function literal(value: Rational): Reckoned {
  const plain = decimalText(value.n < 0n ? negate(value) : value)
  if (plain === undefined) return over(literal({ n: value.n, d: 1n }), literal({ n: value.d, d: 1n }))
  const isNegative = value.n < 0n
  const cannot = digitsOf(value) > MOST_DIGITS ? tooManyDigits(plain) : undefined
  const binds = isNegative ? BINDS.minus : BINDS.atom
  return { ...leaf(isNegative ? `-${plain}` : plain, value), binds, cannot }
}

export function tooManyDigits(name: string): string {
  return `${name} has more than ${MOST_DIGITS} digits`
}

export function plus(operator: '+' | '-', left: Reckoned, right: Reckoned): Reckoned {
  const [a, b] = [numberIn(left), numberIn(right)]
  const value = a && b && (operator === '+' ? add(a, b) : subtract(a, b))
  return infix({ operator, binds: BINDS.sum }, [left, right], {
    ...reckonedFrom([left, right], value, left.error + right.error),
    places: bothPlaces(left, right, Math.max),
  })
}

export function times(left: Reckoned, right: Reckoned): Reckoned {
  const [a, b] = [numberIn(left), numberIn(right)]
  const value = a && b && multiply(a, b)
  const spread = size(a) * right.error + size(b) * left.error + left.error * right.error
  return infix({ operator: '*', binds: BINDS.product }, [left, right], {
    ...reckonedFrom([left, right], value, spread),
    places: bothPlaces(left, right, (x, y) => x + y),
  })
}

export function over(left: Reckoned, right: Reckoned): Reckoned {
  const [a, b] = [numberIn(left), numberIn(right)]
  const value = a && b && !isZero(b) ? divide(a, b) : undefined
  const room = size(b) - right.error
  const spread = (left.error + size(value) * right.error) / room
  return infix({ operator: '/', binds: BINDS.product }, [left, right], {
    ...reckonedFrom([left, right], value, room > 0 ? spread : Number.POSITIVE_INFINITY),
    places: undefined,
  })
}

export function minus(of: Reckoned): Reckoned {
  const value = numberIn(of)
  const { error, isNearest, places } = of
  const text = `-${within(of, BINDS.atom)}`
  return made({ text, binds: BINDS.minus, value: value && negate(value), error, isNearest, places }, [of])
}

/** Two parts with an operator between them, in parentheses where they need them. */
export function infix(
  { operator, binds }: { readonly operator: string; readonly binds: number },
  [left, right]: readonly [Reckoned, Reckoned],
  fields: Partial<Reckoned>,
): Reckoned {
  const text = `${within(left, binds)}${operator}${within(right, binds + 1)}`
  return made({ text, binds, ...fields }, [left, right])
}

/** The text of a part, in parentheses where it binds less tightly than its place needs. */
export function within({ text, binds }: Reckoned, tightest: number): string {
  return binds < tightest ? `(${text})` : text
}

/** What one correctly rounded operation on numbers with errors comes to. */
export function reckonedFrom(
  parts: readonly Reckoned[],
  value: Rational | undefined,
  spread: number,
): Pick<Reckoned, 'value' | 'error' | 'isNearest'> {
  if (value === undefined) return { value, error: 0, isNearest: false }
  if (parts.every(({ error }) => error === 0)) return { value, error: nearestError(value), isNearest: true }
  return { value, error: spread + size(value) * STEP, isNearest: false }
}

export function numberIn({ value }: Reckoned): Rational | undefined {
  return typeof value === 'object' ? value : undefined
}

/** About how large a number is, without its sign; not a number where no double is. */
export function size(value: Rational | undefined): number {
  return value === undefined ? 0 : Math.abs(Number(value.n)) / Number(value.d)
}

/** How far the nearest double is from a value at most: nothing where a double is the value itself. */
export function nearestError(value: Rational): number {
  const isDyadic = (value.d & (value.d - 1n)) === 0n
  const count = value.n < 0n ? -value.n : value.n
  return isDyadic && count < 2n ** 53n && value.d < 2n ** 900n ? 0 : size(value) * STEP
}

/** Digits of a decimal without zeros around it; of a ratio, more than any. */
export function digitsOf(value: Rational): number {
  const plain = decimalText(value)
  if (plain === undefined) return Number.POSITIVE_INFINITY
  const bare = plain.replace(/^-/, '').replace('.', '').replace(/^0+/, '')
  // A decimal is written without zeros at its end.
  return plain.includes('.') ? bare.length : bare.length - zerosAtEnd(bare)
}

function zerosAtEnd(digits: string): number {
  let count = 0
  while (count < digits.length && digits[digits.length - 1 - count] === '0') count += 1
  return count
}

function bothPlaces(
  { places: a }: Reckoned,
  { places: b }: Reckoned,
  joined: (a: number, b: number) => number,
): number | undefined {
  return a === undefined || b === undefined ? undefined : joined(a, b)
}

function firstOf(reasons: readonly (string | undefined)[]): string | undefined {
  return reasons.find((reason) => reason !== undefined)
}
