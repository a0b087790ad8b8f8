import { readDecimal } from '../numbers/decimal.ts'
import { decimalExpected } from '../numbers/decimal-advice.ts'
import type { Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'

/** Reads a plain decimal at a place of the document, or reports what is wrong with it there. */
export function readNumberAt(text: string, pointer: string, problems: Problem[]): Rational | undefined {
  const reading = readDecimal(text)
  if (reading.kind === 'decimal') return reading.value
  problems.push(
    problem('NUMBER_FORMAT', {
      at: { kind: 'document', pointer },
      message: 'this is not a plain decimal number',
      found: text,
      ...decimalExpected(reading.why),
    }),
  )
  return undefined
}
