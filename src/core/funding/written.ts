import type { Checked, Value } from '../formula/checked.ts'
import type { Expression } from '../formula/syntax.ts'
import { decimalText, readDecimal } from '../numbers/decimal.ts'
import type { Rational } from '../numbers/rational.ts'

const nowhere = { start: 0, end: 0 }

/** Gives another expression for a part, or `undefined` to write the part as it is. */
export type Replacement = (part: Checked) => Expression | undefined

/** A checked expression as the syntax it came from, with parts replaced on the way. */
export function written(part: Checked, replace: Replacement): Expression {
  const replaced = replace(part)
  if (replaced !== undefined) return replaced
  const inside = (each: Checked): Expression => written(each, replace)
  switch (part.kind) {
    case 'constant':
      return valueExpression(part.value)
    case 'input':
      return name(part.dataset === 'now' ? part.name : `${part.dataset}.${part.name}`)
    case 'given':
      return call('given', [name(part.dataset === 'now' ? part.name : `${part.dataset}.${part.name}`)])
    case 'parameter':
    case 'measure':
      return name(part.name)
    case 'line':
      return part.rounded ? name(`line.${part.id}`) : call('unrounded', [name(`line.${part.id}`)])
    case 'adjustment':
      return name(`adjustment.${part.id}`)
    case 'subtotal':
      return name('subtotal')
    case 'lookup':
      return call(part.parameter, part.keys.map(inside))
    case 'negate':
    case 'not':
      return { kind: part.kind, of: inside(part.of), span: nowhere }
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return writtenPair(part, inside)
    case 'choose':
      return call('if', [inside(part.condition), inside(part.yes), inside(part.no)])
    case 'round':
      return writtenRound(part, inside(part.of))
    case 'power':
      return call('pow', [inside(part.of), wholeNumber(part.exponent)])
    case 'call':
      return call(part.name, part.args.map(inside))
    case 'aggregate':
      return writtenAggregate(part, inside)
    default:
      return part satisfies never
  }
}

function writtenPair(
  part: Extract<Checked, { kind: 'arithmetic' | 'comparison' | 'logical' }>,
  inside: (each: Checked) => Expression,
): Expression {
  const sides = { left: inside(part.left), right: inside(part.right), span: nowhere }
  switch (part.kind) {
    case 'arithmetic':
      return { kind: part.kind, operator: part.operator, ...sides }
    case 'comparison':
      return { kind: part.kind, operator: part.operator, ...sides }
    case 'logical':
      return { kind: part.kind, operator: part.operator, ...sides }
    default:
      return part satisfies never
  }
}

/** A value as the formula language can write it; `undefined` for too many digits, or a text with both kinds of quotes. */
export function literal(value: Value): Expression | undefined {
  return isReadable(valueExpression(value)) ? valueExpression(value) : undefined
}

function isReadable(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return readDecimal(expression.text).kind === 'decimal'
    case 'text':
      return !(expression.value.includes('"') && expression.value.includes("'"))
    case 'negate':
      return isReadable(expression.of)
    case 'arithmetic':
      return isReadable(expression.left) && isReadable(expression.right)
    default:
      return true
  }
}

/** A value as a literal: a ratio as a quotient, a negative number with its minus. */
function valueExpression(value: Value): Expression {
  if (typeof value === 'string') return { kind: 'text', value, span: nowhere }
  if (typeof value === 'boolean') return { kind: 'boolean', value, span: nowhere }
  if (value.n < 0n) return { kind: 'negate', of: valueExpression({ n: -value.n, d: value.d }), span: nowhere }
  const plain = decimalText(value)
  if (plain !== undefined) return { kind: 'number', text: plain, value, span: nowhere }
  const [left, right] = [valueExpression({ n: value.n, d: 1n }), valueExpression({ n: value.d, d: 1n })]
  return { kind: 'arithmetic', operator: '/', left, right, span: nowhere }
}

function writtenRound(part: Extract<Checked, { kind: 'round' }>, of: Expression): Expression {
  const { rounding } = part
  const mode = rounding.mode === 'half_up' ? [] : [name(rounding.mode)]
  if (rounding.kind === 'step') return call('round_to', [of, valueExpression(rounding.step), ...mode])
  const places = rounding.places === 0 ? [] : [wholeNumber(rounding.places)]
  if (rounding.mode === 'floor') return call('floor', [of, ...places])
  if (rounding.mode === 'ceiling') return call('ceil', [of, ...places])
  return call('round', [of, wholeNumber(rounding.places), ...mode])
}

function writtenAggregate(
  part: Extract<Checked, { kind: 'aggregate' }>,
  inside: (each: Checked) => Expression,
): Expression {
  const at = part.at === undefined ? [] : [valueExpression(part.at)]
  const by = part.by === undefined ? [] : [{ name: 'by', value: inside(part.by), span: nowhere }]
  const first = part.first === 'lowest' ? [{ name: 'first', value: name('lowest'), span: nowhere }] : []
  return call(part.name, [inside(part.of), ...at], [...by, ...first])
}

function name(text: string): Expression {
  return { kind: 'name', name: text, span: nowhere }
}

function wholeNumber(count: number): Expression {
  const value: Rational = { n: BigInt(count), d: 1n }
  return valueExpression(value)
}

function call(
  called: string,
  positional: readonly Expression[],
  named: readonly { name: string; value: Expression; span: { start: number; end: number } }[] = [],
): Expression {
  return { kind: 'call', name: called, nameSpan: nowhere, positional, named, span: nowhere }
}
