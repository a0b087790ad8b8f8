import type { Severity } from './codes.ts'
import { type Place, type Problem, problem } from './problem.ts'

/** More problems of one file, or of one column, than anybody mends before the next check. */
export const MOST_PROBLEMS = 500

/**
 * Whether so many errors have been told that no more are looked for, which is then told too, once. Whoever reads what a
 * user wrote asks before each part of it: a file of a million faults is refused as fast as one of a thousand.
 */
export function isEnough(problems: Problem[], at: Place): boolean {
  if (problems.at(-1)?.code === 'PROBLEMS_LIMIT') return true
  if (problems.length < MOST_PROBLEMS) return false
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length < MOST_PROBLEMS) return false
  if (!errors.some(({ code }) => code === 'PROBLEMS_LIMIT')) problems.push(enough(at))
  return true
}

/** The last of many problems, behind which no more are looked for. */
export function enough(at: Place, severity: Severity = 'error'): Problem {
  return problem('PROBLEMS_LIMIT', {
    at,
    severity,
    message: `${MOST_PROBLEMS} problems are told, and from here on no more are looked for`,
    suggestion: 'mend these, and check again',
  })
}
