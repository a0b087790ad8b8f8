import { decimalText, fixedText } from '../../../core/numbers/decimal.ts'
import { roundToPlaces } from '../../../core/numbers/rounding.ts'
import type { ExplanationResult, UseResult } from '../explanation-result.ts'
import { numberIn, type Wording } from './wording.ts'
import { ENGLISH, type WordKey } from './words.ts'

/** How an amount came about in one sentence: `294.5 students × $5,947.50 per student = $1,751,538.75`. */
export function plainArithmetic(amount: ExplanationResult, wording: Wording): string {
  const result = wording.cents(amount.amount)
  if (amount.kind === 'adjustment') return adjustmentWords(amount, wording) ?? result
  const steps = stepsOf(amount, wording)
  return steps === result ? result : wording.say('equals', { arithmetic: steps, amount: result })
}

/** An expression with what its names stand for put in, each with its unit. */
function stepsOf(
  { expression, substituted, uses }: Pick<ExplanationResult, 'expression' | 'substituted' | 'uses'>,
  wording: Wording,
): string {
  const [only] = uses.filter(({ kind }) => kind === 'parameter')
  // A value that was looked up is best told by where it was found.
  if (only?.lookedUp !== undefined && only.name === expression)
    return [only.lookedUp, only.entries ?? ''].filter((part) => part !== '').join(': ')
  return withValues(expression, uses, wording) ?? withValues(substituted, [], wording) ?? substituted
}

/** An expression with bare numbers put in: `sum(52; 51; 50)`; what is nothing in a sum is left out. */
export function numbersOf({ substituted }: Pick<ExplanationResult, 'substituted'>, wording: Wording): string {
  const short = substituted.replaceAll(/\bsum\(([^()]*)\)/g, (_, parts: string) => {
    const counted = parts.split(', ').filter((part) => part !== '0')
    return counted.length === 0 ? '0' : `sum(${counted.join(', ')})`
  })
  return withValues(short, [], wording) ?? short
}

const SIGNS: Readonly<Record<string, string>> = {
  ' * ': ' × ',
  ' / ': ' ÷ ',
  ' - ': ' − ',
  // Numbers are grouped with commas, so that what stands side by side needs another sign.
  ', ': '; ',
  ' >= ': ' ≥ ',
  ' <= ': ' ≤ ',
  ' != ': ' ≠ ',
  ' == ': ' = ',
}

/** Nothing where a name is left for which the school has no value, as in a branch that was not taken. */
function withValues(text: string, uses: readonly UseResult[], wording: Wording): string | undefined {
  const values = new Map(
    uses
      .filter(({ kind, unit }) => kind !== 'condition' && unit !== 'text')
      .map((use) => [use.name, valueWords(use, wording)]),
  )
  const names = [...values.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => `${escaped(name)}(?![\\w.(])`)
  const parts = [
    ...names,
    '"[^"]*"',
    '[A-Za-z_][\\w.]*',
    '\\d+(?:\\.\\d+)?',
    ...Object.keys(SIGNS).map(escaped),
  ]
  let isWhole = true
  const words = text.replaceAll(new RegExp(parts.join('|'), 'g'), (part, offset: number) => {
    const value = values.get(part)
    if (value !== undefined) return value
    if (/^\d/.test(part)) return wording.number(part)
    if (/^[A-Za-z_]/.test(part) && text[offset + part.length] !== '(') isWhole = false
    return SIGNS[part] ?? part
  })
  return isWhole ? words : undefined
}

// Units that a person would not say aloud.
const UNSAID = ['a pure number', 'a plain number', 'true or false', 'text']

/** A value with its unit as people say it: `294.5 students`, `$5,947.50 per student`, `0.95`. */
export function valueWords(
  { value, unit = 'text' }: Pick<UseResult, 'value' | 'unit'>,
  wording: Wording,
): string {
  const { say, number } = wording
  if (UNSAID.includes(unit) || numberIn(value) === undefined) return number(value)
  const [above = '', ...below] = unit.split('/')
  if (above === 'money' && below.length < 2) {
    const amount = moneyWords(value, wording)
    const [each] = below
    return each === undefined ? amount : say('per', { amount, unit: unitWords(each, wording) })
  }
  return say('counted', {
    count: number(value),
    unit: value === '1' ? unitWords(unit, wording) : manyOf(unit, wording),
  })
}

function unitWords(unit: string, { say }: Wording): string {
  return unit === 'pupil' ? say('student') : unit === 'fte' ? say('fte') : unit
}

function manyOf(unit: string, wording: Wording): string {
  // An abbreviation has no plural, and what is worked out of several units has no name.
  if (!/^[a-z_]+$/.test(unit) || unit === 'fte') return unitWords(unit, wording)
  return wording.say('manyUnits', { unit: unitWords(unit, wording) })
}

function moneyWords(value: string, { cents, say }: Wording): string {
  const exact = numberIn(value)
  if (exact === undefined || decimalText(exact) !== undefined) return cents(value)
  return say('about', { value: cents(fixedText(roundToPlaces(exact, 2))) })
}

/** What an adjustment made of the dollars it acted on, and the factor or minimum it went by. */
function adjustmentWords(
  { expression, substituted }: ExplanationResult,
  wording: Wording,
): string | undefined {
  const [, after, before] = /^(-?[\d./]+) - \(?(-?[\d./]+)\)?$/.exec(substituted) ?? []
  if (after === undefined || before === undefined) return undefined
  const [, kind = '', level] = /^(\w+)(?: \(.*\))?(?: at (-?[\d./]+))?:/.exec(expression) ?? []
  const amounts = {
    kind: isWord(kind) ? wording.say(kind) : kind,
    before: moneyWords(before, wording),
    after: moneyWords(after, wording),
  }
  return level === undefined
    ? wording.say('adjusted', amounts)
    : wording.say('adjustedAt', { ...amounts, level: wording.number(level) })
}

function isWord(kind: string): kind is WordKey {
  return Object.hasOwn(ENGLISH, kind)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
