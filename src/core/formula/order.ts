import { type Problem, problem } from '../problems/problem.ts'
import type { Placed } from './parse-at.ts'
import type { CallExpression, Expression } from './syntax.ts'

/** Something that is computed: a measure under its name, a line under `line.ID`. */
export type Computed = ReadonlyMap<string, readonly Placed[]>

/** The computed things ordered so that each comes after those it uses; those in a cycle are reported and left out. */
export function orderOf(
  computed: Computed,
  groups: ReadonlyMap<string, readonly string[]>,
  problems: Problem[],
): readonly string[] {
  const order: string[] = []
  const state = new Map<string, 'open' | 'done' | 'cyclic'>()
  const path: string[] = []
  const visit = (name: string): void => {
    if (state.get(name) === 'open') {
      const cycle = path.slice(path.indexOf(name))
      for (const member of cycle) state.set(member, 'cyclic')
      reportCycle(cycle, { computed, groups, problems })
      return
    }
    if (state.has(name)) return
    state.set(name, 'open')
    path.push(name)
    for (const used of usedBy(name, computed, groups)) visit(used)
    path.pop()
    if (state.get(name) === 'open') {
      state.set(name, 'done')
      order.push(name)
    }
  }
  for (const name of computed.keys()) visit(name)
  return order
}

function usedBy(name: string, computed: Computed, groups: ReadonlyMap<string, readonly string[]>): string[] {
  const names = new Set<string>()
  for (const { expression } of computed.get(name) ?? []) noteNames(expression, groups, names)
  return [...names].filter((used) => computed.has(used))
}

function reportCycle(
  cycle: readonly string[],
  {
    computed,
    groups,
    problems,
  }: { computed: Computed; groups: ReadonlyMap<string, readonly string[]>; problems: Problem[] },
): void {
  const [first = '', next = first] = cycle
  const placed = computed.get(first) ?? []
  // A line may lead back to itself by its amount or by its condition.
  const guilty = placed.find(({ expression }) => {
    const names = new Set<string>()
    noteNames(expression, groups, names)
    return names.has(next)
  })
  const at = { kind: 'document', pointer: (guilty ?? placed[0])?.pointer ?? '' } as const
  problems.push(
    problem('CYCLE', {
      at,
      message: `${first} is defined by way of itself`,
      found: [...cycle, first].join(' → '),
      expected: 'definitions that lead back to needs and parameters',
    }),
  )
}

/** Notes every name an expression mentions, in their order, groups and ranges opened into their members. */
function noteNames(
  expression: Expression,
  groups: ReadonlyMap<string, readonly string[]>,
  names: Set<string>,
): void {
  const inside = (part: Expression): void => noteNames(part, groups, names)
  switch (expression.kind) {
    case 'name':
      for (const name of groups.get(expression.name) ?? [expression.name]) names.add(name)
      break
    case 'range':
      for (const members of groups.values()) {
        const start = members.indexOf(expression.from)
        const stretch = start < 0 ? [] : members.slice(start, members.indexOf(expression.to) + 1)
        for (const name of stretch) names.add(name)
      }
      break
    case 'negate':
    case 'not':
      inside(expression.of)
      break
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      inside(expression.left)
      inside(expression.right)
      break
    case 'call':
      for (const part of valuesIn(expression)) inside(part)
      for (const { value } of expression.named) inside(value)
      break
    default:
  }
}

/** The arguments that are values: the mode of a rounding is a word, whatever else is called by it. */
function valuesIn({ name, positional }: CallExpression): readonly Expression[] {
  return name === 'round' || name === 'round_to' ? positional.slice(0, 1) : positional
}
