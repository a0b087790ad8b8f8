import type { WireProblem } from '../../contract/api/wire-problem.ts'

/** That `what` has more schools than the service takes at once. */
export function tooManySchools(what: string, rows: number, limit: number): WireProblem {
  return {
    code: 'ROWS_LIMIT',
    severity: 'error',
    message: `${what} more schools than this service takes at once`,
    found: `${rows}`,
    expected: `at most ${limit}`,
    where: {},
  }
}
