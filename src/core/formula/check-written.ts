import { readDecimal } from '../numbers/decimal.ts'
import { compare, negate, one, type Rational, zero } from '../numbers/rational.ts'
import { isRoundingMode, ROUNDING_MODES, type RoundingMode } from '../numbers/rounding.ts'
import type { Takes } from './functions.ts'
import type { Checking } from './scope.ts'
import type { Expression } from './syntax.ts'

/** Arguments that must be written out, so that the kind of a result is known before any data is. */

/** A whole number between two bounds, such as the places of `round(x, -3)`. */
export function writtenWhole(
  checking: Checking,
  expression: Expression,
  range: { readonly least: number; readonly most: number },
): number | undefined {
  const value = literalNumber(expression)
  const isWhole = value !== undefined && value.d === 1n
  if (isWhole && value.n >= BigInt(range.least) && value.n <= BigInt(range.most)) return Number(value.n)
  return refuse(checking, expression, 'a whole number written out', `from ${range.least} to ${range.most}`)
}

/** A step greater than zero, as a number or in quotes. */
export function writtenStep(checking: Checking, expression: Expression): Rational | undefined {
  const value = literalNumber(expression) ?? quotedNumber(expression)
  if (value !== undefined && compare(value, zero) > 0) return value
  return refuse(checking, expression, 'a step written out', 'such as 0.5 or "0.05"')
}

/** A share from 0 to 1. */
export function writtenShare(checking: Checking, expression: Expression): Rational | undefined {
  const value = literalNumber(expression)
  if (value !== undefined && compare(value, zero) >= 0 && compare(value, one) <= 0) return value
  return refuse(checking, expression, 'a share from 0 to 1 written out', 'such as 0.25')
}

/** The name of a rounding mode, bare or in quotes. */
export function writtenMode(checking: Checking, expression: Expression): RoundingMode | undefined {
  const word = wordOf(expression)
  if (word !== undefined && isRoundingMode(word)) return word
  return refuse(checking, expression, 'a rounding mode', `one of ${Object.keys(ROUNDING_MODES).join(', ')}`)
}

/** One of a few words, bare or in quotes. */
export function writtenWord<Word extends string>(
  checking: Checking,
  expression: Expression,
  words: readonly Word[],
): Word | undefined {
  const word = words.find((each) => each === wordOf(expression))
  if (word !== undefined) return word
  checking.report('ARGUMENT_KIND', expression.span, {
    message: `one of the words ${words.join(', ')} is needed here`,
    expected: words.join(' or '),
  })
  return undefined
}

function literalNumber(expression: Expression): Rational | undefined {
  if (expression.kind === 'number') return expression.value
  if (expression.kind === 'negate' && expression.of.kind === 'number') return negate(expression.of.value)
  return undefined
}

function quotedNumber(expression: Expression): Rational | undefined {
  if (expression.kind !== 'text') return undefined
  const reading = readDecimal(expression.value)
  return reading.kind === 'decimal' ? reading.value : undefined
}

function wordOf(expression: Expression): string | undefined {
  if (expression.kind === 'text') return expression.value
  return expression.kind === 'name' ? expression.name : undefined
}

function refuse(checking: Checking, expression: Expression, takes: Takes, expected: string): undefined {
  checking.report('ARGUMENT_KIND', expression.span, { message: `${takes} is needed here`, expected })
  return undefined
}
