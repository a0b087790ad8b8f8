import { readDecimal } from '../numbers/decimal.ts'
import type { Span } from '../problems/problem.ts'
import {
  type ArithmeticOperator,
  type CallExpression,
  type ComparisonOperator,
  EXPRESSION_LIMITS,
  type Expression,
  type LogicalOperator,
  PRECEDENCE,
} from './syntax.ts'
import { type SyntaxFault, type Token, tokenize } from './tokens.ts'

export type Parsed =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'fault'; readonly fault: SyntaxFault }

/** Reads one expression. A fault carries its place in the text and what was expected there. */
export function parse(source: string): Parsed {
  if (source.length > EXPRESSION_LIMITS.characters) return { kind: 'fault', fault: tooLong(source) }
  const read = tokenize(source)
  if (read.kind === 'fault') return read
  try {
    return { kind: 'expression', expression: parseAll(read.tokens) }
  } catch (thrown) {
    if (thrown instanceof Fault) return { kind: 'fault', fault: thrown.fault }
    throw thrown
  }
}

// Unwinds the recursive descent; it never leaves this file.
class Fault extends Error {
  readonly fault: SyntaxFault
  constructor(fault: SyntaxFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** Where the parser stands: the tokens, the next one, and how much of the limits is used. */
interface Cursor {
  readonly tokens: readonly Token[]
  next: number
  nodes: number
  depth: number
}

// A map, because an object would also find `constructor` and whatever else every object has.
const BINARY: ReadonlyMap<string, number> = new Map([
  ['or', PRECEDENCE.or],
  ['and', PRECEDENCE.and],
  ['==', PRECEDENCE.comparison],
  ['!=', PRECEDENCE.comparison],
  ['<', PRECEDENCE.comparison],
  ['<=', PRECEDENCE.comparison],
  ['>', PRECEDENCE.comparison],
  ['>=', PRECEDENCE.comparison],
  ['+', PRECEDENCE.sum],
  ['-', PRECEDENCE.sum],
  ['*', PRECEDENCE.product],
  ['/', PRECEDENCE.product],
])

function parseAll(tokens: readonly Token[]): Expression {
  const cursor: Cursor = { tokens, next: 0, nodes: 0, depth: 0 }
  const expression = parseBinary(cursor, PRECEDENCE.or)
  const token = peek(cursor)
  if (token.kind !== 'end') throw unexpected(token, 'an operator or the end')
  return expression
}

function parseBinary(cursor: Cursor, weakest: number): Expression {
  let left = parsePrefix(cursor)
  for (;;) {
    const token = peek(cursor)
    const binds = token.kind === 'sign' || token.kind === 'name' ? BINARY.get(token.text) : undefined
    if (binds === undefined || binds < weakest) return left
    cursor.next += 1
    const right = parseBinary(cursor, binds + 1)
    if (binds === PRECEDENCE.comparison) refuseChain(cursor)
    left = count(cursor, binary(token.text, left, right))
  }
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  const span = { start: left.span.start, end: right.span.end }
  if (operator === 'and' || operator === 'or') {
    return { kind: 'logical', operator: operator satisfies LogicalOperator, left, right, span }
  }
  if (isArithmetic(operator)) return { kind: 'arithmetic', operator, left, right, span }
  return { kind: 'comparison', operator: operator as ComparisonOperator, left, right, span }
}

function isArithmetic(operator: string): operator is ArithmeticOperator {
  return operator === '+' || operator === '-' || operator === '*' || operator === '/'
}

function parsePrefix(cursor: Cursor): Expression {
  const token = peek(cursor)
  const isNot = token.kind === 'name' && token.text === 'not'
  const isMinus = token.kind === 'sign' && token.text === '-'
  if (!isNot && !isMinus) return parseAtom(cursor)
  cursor.next += 1
  return deeper(cursor, token.span, () => {
    const of = parseBinary(cursor, isNot ? PRECEDENCE.not : PRECEDENCE.negate)
    const span = { start: token.span.start, end: of.span.end }
    return count(cursor, { kind: isNot ? 'not' : 'negate', of, span })
  })
}

function parseAtom(cursor: Cursor): Expression {
  const token = peek(cursor)
  cursor.next += 1
  switch (token.kind) {
    case 'number':
      return count(cursor, numberExpression(token))
    case 'text':
      return count(cursor, { kind: 'text', value: token.text, span: token.span })
    case 'name':
      return parseName(cursor, token)
    case 'sign':
      if (token.text === '(') return parseGrouped(cursor, token)
      throw unexpected(token, 'a number, a name or an opening parenthesis')
    case 'end':
      throw unexpected(token, 'a number, a name or an opening parenthesis')
    default:
      return token satisfies never
  }
}

function numberExpression(token: Token): Expression {
  const reading = readDecimal(token.text)
  if (reading.kind === 'decimal')
    return { kind: 'number', text: token.text, value: reading.value, span: token.span }
  throw new Fault({
    span: token.span,
    message: 'a number has too many digits',
    found: token.text,
    expected: 'at most 18 digits on either side of the point',
  })
}

function parseName(cursor: Cursor, token: Token): Expression {
  const following = peek(cursor)
  if (following.kind === 'sign' && following.text === '(') return parseCall(cursor, token)
  if (token.text === 'true' || token.text === 'false') {
    return count(cursor, { kind: 'boolean', value: token.text === 'true', span: token.span })
  }
  if (BINARY.get(token.text) !== undefined) throw unexpected(token, 'a number or a name')
  if (following.kind === 'sign' && following.text === '..') {
    cursor.next += 1
    const last = peek(cursor)
    if (last.kind !== 'name') throw unexpected(last, 'the last name of the range')
    cursor.next += 1
    const span = { start: token.span.start, end: last.span.end }
    return count(cursor, { kind: 'range', from: token.text, to: last.text, span })
  }
  return count(cursor, { kind: 'name', name: token.text, span: token.span })
}

function parseGrouped(cursor: Cursor, open: Token): Expression {
  return deeper(cursor, open.span, () => {
    const inside = parseBinary(cursor, PRECEDENCE.or)
    const close = take(cursor, ')')
    // A problem with the whole points at its parentheses too.
    return { ...inside, span: { start: open.span.start, end: close.span.end } }
  })
}

function parseCall(cursor: Cursor, name: Token): CallExpression {
  take(cursor, '(')
  const positional: Expression[] = []
  const named: { name: string; value: Expression; span: Span }[] = []
  const close = deeper(cursor, name.span, () => {
    while (!isSign(peek(cursor), ')')) {
      if (positional.length + named.length > 0) take(cursor, ',')
      parseArgument(cursor, positional, named)
    }
    return take(cursor, ')')
  })
  const span = { start: name.span.start, end: close.span.end }
  return count(cursor, { kind: 'call', name: name.text, nameSpan: name.span, positional, named, span })
}

function parseArgument(
  cursor: Cursor,
  positional: Expression[],
  named: { name: string; value: Expression; span: Span }[],
): void {
  const label = peek(cursor)
  const colon = cursor.tokens[cursor.next + 1]
  if (label.kind === 'name' && colon !== undefined && isSign(colon, ':')) {
    cursor.next += 2
    const value = parseBinary(cursor, PRECEDENCE.or)
    named.push({ name: label.text, value, span: { start: label.span.start, end: value.span.end } })
    return
  }
  const value = parseBinary(cursor, PRECEDENCE.or)
  if (named.length > 0) {
    throw new Fault({ span: value.span, message: 'an argument without a name follows a named one' })
  }
  positional.push(value)
}

function refuseChain(cursor: Cursor): void {
  const token = peek(cursor)
  if (token.kind !== 'sign' || BINARY.get(token.text) !== PRECEDENCE.comparison) return
  throw new Fault({
    span: token.span,
    message: 'comparisons do not chain',
    found: token.text,
    suggestion: 'write a < b and b < c',
  })
}

function deeper<T>(cursor: Cursor, span: Span, parseInside: () => T): T {
  cursor.depth += 1
  if (cursor.depth > EXPRESSION_LIMITS.depth) {
    throw new Fault({
      span,
      message: 'an expression is nested too deeply',
      expected: `at most ${EXPRESSION_LIMITS.depth} levels`,
      suggestion: 'name a part of it as a measure',
    })
  }
  const inside = parseInside()
  cursor.depth -= 1
  return inside
}

function count<E extends Expression>(cursor: Cursor, expression: E): E {
  cursor.nodes += 1
  if (cursor.nodes <= EXPRESSION_LIMITS.nodes) return expression
  throw new Fault({
    span: expression.span,
    message: 'an expression has too many parts',
    expected: `at most ${EXPRESSION_LIMITS.nodes} numbers, names and operators`,
    suggestion: 'name a part of it as a measure',
  })
}

function peek(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.next] ?? cursor.tokens.at(-1)
  if (token === undefined) throw new Error('an expression always ends in an end token')
  return token
}

function take(cursor: Cursor, sign: string): Token {
  const token = peek(cursor)
  if (!isSign(token, sign))
    throw unexpected(token, sign === ')' ? 'a closing parenthesis or a comma' : `"${sign}"`)
  cursor.next += 1
  return token
}

function isSign(token: Token, text: string): boolean {
  return token.kind === 'sign' && token.text === text
}

function unexpected(token: Token, expected: string): Fault {
  const message = token.kind === 'end' ? 'the expression ends too early' : `"${token.text}" does not fit here`
  return new Fault({
    span: token.span,
    message,
    ...(token.kind !== 'end' && { found: token.text }),
    expected,
  })
}

function tooLong(source: string): SyntaxFault {
  return {
    span: { start: EXPRESSION_LIMITS.characters, end: source.length },
    message: 'an expression is too long',
    found: `${source.length} characters`,
    expected: `at most ${EXPRESSION_LIMITS.characters} characters`,
    suggestion: 'name a part of it as a measure',
  }
}
