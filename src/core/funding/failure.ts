import type { Value } from '../formula/checked.ts'
import type { ProblemCode } from '../problems/codes.ts'
import type { Span } from '../problems/problem.ts'

/** One reason why a school's values do not allow a result. */
export type Finding =
  | { readonly kind: 'missing'; readonly dataset: string; readonly name: string; readonly school: number }
  | {
      readonly kind: 'fault'
      readonly code: Extract<ProblemCode, 'ZERO_DIVISOR' | 'KEY_ABSENT' | 'NUMBER_TOO_LARGE'>
      readonly pointer: string
      readonly span: Span
      readonly message: string
      readonly found?: string
      readonly school: number
    }

/**
 * A result that could not be had. It is a value like any other until somebody needs it, so that a branch not
 * taken fails nobody; joined failures are a tree, because one missing cell can stand behind thousands of sums.
 */
export class Failure {
  readonly finding: Finding | undefined
  readonly parts: readonly Failure[]

  constructor(finding: Finding | undefined, parts: readonly Failure[] = []) {
    this.finding = finding
    this.parts = parts
  }
}

export type Result = Value | Failure

export function failure(finding: Finding): Failure {
  return new Failure(finding)
}

/** The failures among some results as one, or `undefined` when there is none. */
export function joined(results: readonly Result[]): Failure | undefined {
  const failures = new Set(results.filter((result) => result instanceof Failure))
  const [first] = failures
  return failures.size <= 1 ? first : new Failure(undefined, [...failures])
}

/** Every reason behind some failures, each once. */
export function findingsOf(failures: readonly Failure[]): Finding[] {
  const seen = new Set<Failure>()
  const findings: Finding[] = []
  const open = failures.toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.finding !== undefined) findings.push(next.finding)
    open.push(...next.parts.toReversed())
  }
  return findings
}
