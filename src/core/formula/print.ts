import { type Expression, PRECEDENCE } from './syntax.ts'

/** Writes an expression in the one form that `fmt` gives: single spaces, no parenthesis that is not needed. */
export function print(expression: Expression): string {
  return printWithin(expression, PRECEDENCE.or)
}

function printWithin(expression: Expression, weakest: number): string {
  const text = printBare(expression)
  return bindingOf(expression) < weakest ? `(${text})` : text
}

function printBare(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'text':
      return quoted(expression.value)
    case 'boolean':
      return String(expression.value)
    case 'name':
      return expression.name
    case 'range':
      return `${expression.from}..${expression.to}`
    case 'negate':
      return `-${printWithin(expression.of, PRECEDENCE.negate)}`
    case 'not':
      return `not ${printWithin(expression.of, PRECEDENCE.not)}`
    case 'arithmetic':
    case 'comparison':
    case 'logical': {
      const binds = bindingOf(expression)
      // Comparisons do not chain: (a > b) == c keeps its parentheses.
      const left = printWithin(expression.left, expression.kind === 'comparison' ? binds + 1 : binds)
      return `${left} ${expression.operator} ${printWithin(expression.right, binds + 1)}`
    }
    case 'call': {
      const named = expression.named.map(({ name, value }) => `${name}: ${print(value)}`)
      return `${expression.name}(${[...expression.positional.map(print), ...named].join(', ')})`
    }
    default:
      return expression satisfies never
  }
}

/** A text in the quotes that it does not contain. */
export function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`
}

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'logical':
      return PRECEDENCE[expression.operator]
    case 'comparison':
      return PRECEDENCE.comparison
    case 'not':
      return PRECEDENCE.not
    case 'negate':
      return PRECEDENCE.negate
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? PRECEDENCE.sum : PRECEDENCE.product
    default:
      return PRECEDENCE.atom
  }
}
