import type { Rational } from '../numbers/rational.ts'
import type { Span } from '../problems/problem.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type LogicalOperator = 'and' | 'or'

/** An expression as it was written; nothing about names or units is known yet. */
export type Expression =
  | { readonly kind: 'number'; readonly text: string; readonly value: Rational; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'range'; readonly from: string; readonly to: string; readonly span: Span }
  | { readonly kind: 'negate' | 'not'; readonly of: Expression; readonly span: Span }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
      readonly span: Span
    }
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly left: Expression
      readonly right: Expression
      readonly span: Span
    }
  | {
      readonly kind: 'logical'
      readonly operator: LogicalOperator
      readonly left: Expression
      readonly right: Expression
      readonly span: Span
    }
  | CallExpression

export interface CallExpression {
  readonly kind: 'call'
  readonly name: string
  readonly nameSpan: Span
  readonly positional: readonly Expression[]
  /** `by: state`, in the order written. */
  readonly named: readonly { readonly name: string; readonly value: Expression; readonly span: Span }[]
  readonly span: Span
}

/** Limits that keep every expression readable, and every check and run short. */
export const EXPRESSION_LIMITS = { characters: 4000, nodes: 500, depth: 64 } as const

/** The same for all expressions of a formula together; `opened` counts the members of groups that are summed up. */
export const FORMULA_LIMITS = { characters: 250_000, opened: 100_000 } as const

/** Higher binds tighter. `not` stands between `and` and the comparisons. */
export const PRECEDENCE = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  negate: 7,
  atom: 8,
} as const

/** Words that are part of the language and so never a name. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false'])
