import { checkExpression } from '../../src/core/formula/check-expression.ts'
import type { Value } from '../../src/core/formula/checked.ts'
import { parse } from '../../src/core/formula/parse.ts'
import { evaluate, type Surroundings } from '../../src/core/funding/evaluate.ts'
import { Failure } from '../../src/core/funding/failure.ts'

/** What an expression without any name comes to; throws where it has a name, a fault or no value. */
export function namelessValue(text: string): Value {
  const parsed = parse(text)
  if (parsed.kind === 'fault') throw new Error(`${text}: ${parsed.fault.message}`)
  const problems: string[] = []
  const checked = checkExpression(parsed.expression, {
    scope: {
      names: new Map(),
      groups: new Map(),
      lines: new Set(),
      datasets: new Set(),
      read: new Map(),
      opened: { members: 0 },
    },
    isFigure: false,
    adjustments: undefined,
    report: (code, _, { message }) => void problems.push(`${code} ${message}`),
    isEnough: () => false,
  })
  if (checked === undefined) throw new Error(`${text}: ${problems.join('; ')}`)
  const result = evaluate(checked, 0, { around: nothing, pointer: '' })
  if (result instanceof Failure) throw new Error(`${text} has no value`)
  return result
}

// Whatever an expression without names asks for is a fault, of it or of ours.
const nothing = new Proxy({} as Surroundings, {
  get: (_, asked) => {
    throw new Error(`an expression without names asked for ${String(asked)}`)
  },
})
