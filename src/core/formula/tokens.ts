import type { Span } from '../problems/problem.ts'

export type Token =
  | { readonly kind: 'number' | 'name' | 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'sign'; readonly text: string; readonly span: Span }
  | { readonly kind: 'end'; readonly text: ''; readonly span: Span }

/** A fault in the text of an expression: one each, because what follows a fault can no longer be trusted. */
export interface SyntaxFault {
  readonly span: Span
  readonly message: string
  readonly found?: string
  readonly expected?: string
  readonly suggestion?: string
}

export type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] }
  | { readonly kind: 'fault'; readonly fault: SyntaxFault }

const NUMBER = /\d+(?:\.\d+)?/y
const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy
const SPACE = /\s+/y
const SIGN = /\.\.|==|!=|<=|>=|[-+*/()<>,:]/y

/** Splits an expression into numbers, names, quoted texts and signs, each with its place. */
export function tokenize(source: string): Tokens {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const space = matchAt(SPACE, source, at)
    if (space !== undefined) {
      at += space.length
      continue
    }
    const token = nextToken(source, at)
    if ('message' in token) return { kind: 'fault', fault: token }
    tokens.push(token)
    at = token.span.end
  }
  tokens.push({ kind: 'end', text: '', span: { start: source.length, end: source.length } })
  return { kind: 'tokens', tokens }
}

function nextToken(source: string, at: number): Token | SyntaxFault {
  const character = source[at] ?? ''
  if (character === '"' || character === "'") return quotedText(source, at, character)
  const number = matchAt(NUMBER, source, at)
  if (number !== undefined) return numberToken(source, at, number)
  const name = matchAt(NAME, source, at)
  if (name !== undefined) return { kind: 'name', text: name.normalize('NFC'), span: spanOf(at, name) }
  const sign = matchAt(SIGN, source, at)
  if (sign !== undefined) return { kind: 'sign', text: sign, span: spanOf(at, sign) }
  return unknownCharacter(source, at)
}

function quotedText(source: string, at: number, quote: string): Token | SyntaxFault {
  const close = source.indexOf(quote, at + 1)
  if (close < 0) {
    return { span: { start: at, end: source.length }, message: 'a quoted text does not end', expected: quote }
  }
  const text = source.slice(at + 1, close).normalize('NFC')
  return { kind: 'text', text, span: { start: at, end: close + 1 } }
}

function numberToken(source: string, at: number, number: string): Token | SyntaxFault {
  const span = spanOf(at, number)
  const tail = /[\p{L}\p{N}_%]+/uy
  const rest = matchAt(tail, source, span.end)
  if (rest === undefined) return { kind: 'number', text: number, span }
  const found = number + rest
  return {
    span: spanOf(at, found),
    message: `"${found}" is not a number`,
    found,
    ...numberAdvice(number, rest),
  }
}

function numberAdvice(number: string, rest: string): { expected: string; suggestion?: string } {
  const expected = 'digits with at most one point, such as 1500.25'
  if (rest === '%') return { expected, suggestion: `write a percentage as a fraction: ${number}/100` }
  if (/^[eE]/.test(rest)) return { expected, suggestion: 'write the digits out, without an exponent' }
  if (rest.startsWith('_'))
    return {
      expected,
      suggestion: `write ${(number + rest).replaceAll('_', '')}, or start a name with a letter`,
    }
  return { expected, suggestion: `write * between a number and a name; a name starts with a letter` }
}

function unknownCharacter(source: string, at: number): SyntaxFault {
  const found = String.fromCodePoint(source.codePointAt(at) ?? 0)
  const span = spanOf(at, found)
  const instead: Readonly<Record<string, string>> = {
    '=': 'write == to compare',
    '!': 'write "not", or != to compare',
    '&': 'write "and"',
    '|': 'write "or"',
    '^': 'write pow(x, n)',
    '%': 'write a percentage as a fraction: 15/100',
    '×': 'write *',
    '÷': 'write /',
    '−': 'write - (a hyphen)',
    '–': 'write - (a hyphen)',
    $: 'write the amount alone; the unit says that it is money',
    '[': 'write sum(a, b) or name a group',
    '{': 'write if(condition, a, b)',
    '?': 'write if(condition, a, b)',
    '.': 'write a digit before the point: 0.5',
    ';': 'separate arguments with a comma',
  }
  const suggestion = instead[found]
  return {
    span,
    message: `"${found}" is not part of the formula language`,
    found,
    expected: 'a number, a name, a quoted text or one of + - * / ( ) , == != < <= > >=',
    ...(suggestion !== undefined && { suggestion }),
  }
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  const sticky = pattern
  sticky.lastIndex = at
  return sticky.exec(source)?.[0]
}

function spanOf(start: number, text: string): Span {
  return { start, end: start + text.length }
}
