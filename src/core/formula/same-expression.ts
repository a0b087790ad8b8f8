import { parse } from './parse.ts'

/** Whether two texts are the same expression, however they are spaced and whatever zeros their numbers end in. */
export function sameExpression(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  const [first, second] = [parse(a), parse(b)]
  if (first.kind !== 'expression' || second.kind !== 'expression') return false
  return meaning(first.expression) === meaning(second.expression)
}

function meaning(expression: object): string {
  return JSON.stringify(expression, (key, value: unknown) => {
    if (key === 'span' || key === 'nameSpan') return undefined
    if (isNumber(value)) return { kind: 'number', n: `${value.value.n}`, d: `${value.value.d}` }
    return value
  })
}

function isNumber(value: unknown): value is { readonly value: { readonly n: bigint; readonly d: bigint } } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number'
}
