import { parse } from '../../formula/parse.ts'
import type { Expression } from '../../formula/syntax.ts'

/** The ids of lines or adjustments that some expressions name, as in `line.base`. */
export function namedIn(kind: 'line' | 'adjustment', texts: readonly string[]): ReadonlySet<string> {
  const start = `${kind}.`
  const named = new Set<string>()
  for (const text of texts) {
    const parsed = text.includes(start) ? parse(text) : undefined
    if (parsed?.kind !== 'expression') continue
    for (const name of namesIn(parsed.expression))
      if (name.startsWith(start)) named.add(name.slice(start.length))
  }
  return named
}

function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'name':
      return [expression.name]
    case 'negate':
    case 'not':
      return namesIn(expression.of)
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return [...namesIn(expression.left), ...namesIn(expression.right)]
    case 'call':
      return [...expression.positional, ...expression.named.map(({ value }) => value)].flatMap(namesIn)
    default:
      return []
  }
}
