import { isScalar } from 'yaml'

/** A text that YAML cut in pieces at its commas: what was meant, and where it ends. */
export interface CutText {
  readonly text: string
  /** Offset in the file of what follows it. */
  readonly end: number
}

/**
 * The whole of an unquoted value inside `{ … }` that goes on behind a comma: `min(x` for YAML, and `min(x, y)` for who
 * wrote it. A parenthesis that is open at the comma, and closed further on, tells the two apart.
 */
export function cutText(value: unknown, source: string): CutText | undefined {
  if (!isScalar(value) || value.type !== 'PLAIN' || !value.range) return undefined
  const [start, cut] = value.range
  if (!source.slice(start, cut).includes('(')) return undefined
  const end = endOf(source, start)
  const text = source.slice(start, end).trim()
  // Where nothing was cut off, what follows the value is no more than white space.
  if (end === undefined || start + text.length <= cut) return undefined
  return { text: text.replaceAll(/\s+/g, ' '), end }
}

/** Nobody writes a longer expression, and no file is searched to its end for each parenthesis. */
const MOST_CHARACTERS = 4000

/** Where a text with all its parentheses closed ends at a comma or a brace; `undefined` where it never does. */
function endOf(source: string, start: number): number | undefined {
  let open = 0
  let quote: string | undefined
  for (let i = start; i < Math.min(source.length, start + MOST_CHARACTERS); i += 1) {
    const character = source[i]
    if (quote !== undefined) {
      if (character === quote) quote = undefined
    } else if (character === '"' || character === "'") quote = character
    else if (character === '(') open += 1
    else if (character === ')') open -= 1
    else if (open === 0 && (character === ',' || character === '}')) return i
    // A remark ends a text too.
    else if (character === '#' && /\s/.test(source[i - 1] ?? '')) return open === 0 ? i : undefined
    // No expression has braces: the parenthesis is closed nowhere in this map.
    else if (character === '{' || character === '}') return undefined
  }
  return undefined
}
