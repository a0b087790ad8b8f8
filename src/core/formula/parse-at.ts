import { isEnough } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { parse } from './parse.ts'
import type { Expression } from './syntax.ts'

/** An expression with its text and its place in the document. */
export interface Placed {
  readonly expression: Expression
  readonly text: string
  readonly pointer: string
}

/** Parses the expression at a place of the document, or reports its fault there. */
export function parseAt(text: string, pointer: string, problems: Problem[]): Placed | undefined {
  if (isEnough(problems, { kind: 'document', pointer })) return undefined
  const parsed = parse(text)
  if (parsed.kind === 'expression') return { expression: parsed.expression, text, pointer }
  const { span, ...fault } = parsed.fault
  problems.push(problem('EXPRESSION_SYNTAX', { ...fault, at: { kind: 'document', pointer, span } }))
  return undefined
}
