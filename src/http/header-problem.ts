import { requestProblem } from '../contract/api/request-problem.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'

/** A problem with what a header says. */
export function headerProblem(name: string, found: string, expected: string): WireProblem {
  const message = `the header ${name} says something else`
  return requestProblem({ code: 'HEADER_VALUE', message, found: found.slice(0, 200), expected })
}
