import type { Expression } from '../../src/core/formula/syntax.ts'

/** An expression with every parenthesis written, so that two trees can be compared as texts. */
export function treeText(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'text':
      return JSON.stringify(expression.value)
    case 'boolean':
      return String(expression.value)
    case 'name':
      return expression.name
    case 'range':
      return `${expression.from}..${expression.to}`
    case 'negate':
      return `(-${treeText(expression.of)})`
    case 'not':
      return `(not ${treeText(expression.of)})`
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return `(${treeText(expression.left)} ${expression.operator} ${treeText(expression.right)})`
    case 'call': {
      const named = expression.named.map(({ name, value }) => `${name}: ${treeText(value)}`)
      return `${expression.name}(${[...expression.positional.map(treeText), ...named].join(', ')})`
    }
    default:
      return expression satisfies never
  }
}
