import type { WireProblem } from '../contract/api/wire-problem.ts'
import { problem } from '../core/problems/problem.ts'

/** A problem with what a header says. */
export function headerProblem(name: string, found: string, expected: string): WireProblem {
  const at = { kind: 'document', pointer: '' } as const
  const { at: _, ...rest } = problem('FIELD_VALUE', {
    at,
    message: `the header ${name} says something else`,
    found,
    expected,
  })
  return { ...rest, where: {} }
}
