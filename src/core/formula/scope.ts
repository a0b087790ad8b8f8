import type { ProblemCode } from '../problems/codes.ts'
import { type Problem, type ProblemDetails, problem, type Span } from '../problems/problem.ts'
import type { Checked, CheckedNeed, CheckedParameter } from './checked.ts'
import type { Expression } from './syntax.ts'
import type { Type } from './types.ts'

/** What a name stands for. Lines and figures have names of their own: `line.base`, `figure.total`. */
export type Meaning =
  | { readonly kind: 'need'; readonly need: CheckedNeed }
  | { readonly kind: 'parameter'; readonly parameter: CheckedParameter }
  /** Type `undefined`: the measure has a fault of its own, which is reported there and only there. */
  | { readonly kind: 'measure'; readonly name: string; readonly type: Type | undefined }
  | { readonly kind: 'group'; readonly members: readonly string[] }
  /** A parameter whose own definition has a fault, which is reported there and only there. */
  | { readonly kind: 'faulty' }

/** Everything an expression may name. */
export interface Scope {
  readonly names: ReadonlyMap<string, Meaning>
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly lines: ReadonlySet<string>
  readonly datasets: ReadonlySet<string>
  /** Collects the needs that are read, by dataset. */
  readonly read: Map<string, Set<string>>
  /** Counts the members of groups that expressions have opened so far. */
  readonly opened: { members: number }
}

type Details = Omit<ProblemDetails, 'at'>

/** What the checker of one expression needs to know, and where it says what is wrong. */
export interface Checking {
  readonly scope: Scope
  readonly isFigure: boolean
  /** Ids of adjustments that come before; `undefined` where none can be named. */
  readonly adjustments: readonly string[] | undefined
  report(code: ProblemCode, span: Span, details: Details): void
  /** Whether so much is wrong that no more is looked for. */
  isEnough(): boolean
  /** Checks a part of the expression; `undefined` when it has a fault, which is then already reported. */
  check(expression: Expression): Checked | undefined
}

/** Notes that an expression reads a need of a dataset. */
export function noteRead(scope: Scope, dataset: string, name: string): void {
  const names = scope.read.get(dataset) ?? new Set()
  scope.read.set(dataset, names.add(name))
}

/** Reports into `problems` at a place in the document. */
export function reporter(problems: Problem[], pointer: string): Checking['report'] {
  return (code, span, details) => {
    problems.push(problem(code, { ...details, at: { kind: 'document', pointer, span } }))
  }
}
