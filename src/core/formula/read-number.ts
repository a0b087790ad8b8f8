import { readDecimal, readTotal } from '../numbers/decimal.ts'
import { decimalExpected } from '../numbers/decimal-advice.ts'
import type { Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'

/** Reads a plain decimal at a place of the document, or reports what is wrong with it there. */
export function readNumberAt(text: string, pointer: string, problems: Problem[]): Rational | undefined {
  const reading = readDecimal(text)
  if (reading.kind === 'decimal') return reading.value
  problems.push(notDecimal(text, pointer, decimalExpected(reading.why)))
  return undefined
}

/** Reads what a run came to, or is to come to; a sum may have more digits than a number that somebody writes. */
export function readTotalAt(text: string, pointer: string, problems: Problem[]): Rational | undefined {
  const reading = readTotal(text)
  if (reading.kind === 'decimal') return reading.value
  const expected = 'digits with at most one point, such as -1234.50, at most 18 of them after it'
  problems.push(notDecimal(text, pointer, { ...decimalExpected(reading.why), expected }))
  return undefined
}

function notDecimal(
  found: string,
  pointer: string,
  advice: { readonly expected: string; readonly suggestion?: string },
): Problem {
  const at = { kind: 'document', pointer } as const
  return problem('NUMBER_FORMAT', { at, message: 'this is not a plain decimal number', found, ...advice })
}
