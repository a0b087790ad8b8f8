import type { CheckedParameter, ParameterValue, TableEntries } from '../../formula/checked.ts'
import { sameUnit } from '../../formula/units.ts'
import { exactText } from '../../numbers/decimal.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import type { Cause, Scope } from './scope.ts'

/** Parameters of both formulas whose values differ. */
export function parameterCauses({ before, after, reaches }: Scope): Cause[] {
  const names = [...new Set([...reaches.before.parameters, ...reaches.after.parameters])]
  return names.sort(compareCodePoints).flatMap((name): Cause[] => {
    const [a, b] = [before.formula.parameters.get(name), after.formula.parameters.get(name)]
    if (a === undefined || b === undefined || (sameShape(a, b) && meaning(a.value) === meaning(b.value)))
      return []
    const isSolved = before.solved === name || after.solved === name
    const { entry, ...values } = differenceOf(a.value, b.value)
    const label = entry === undefined ? name : `${name}.${entry}`
    return [
      {
        id: `parameter.${name}`,
        kind: isSolved ? 'solved' : 'parameter',
        label: isSolved ? `${label} (solved for)` : label,
        ...values,
      },
    ]
  })
}

/** What a value was and what it becomes, where it is one number, or where one entry of a table differs. */
function differenceOf(
  a: ParameterValue,
  b: ParameterValue,
): { readonly entry?: string; readonly from?: string; readonly to?: string } {
  if (a.kind === 'number' && b.kind === 'number') return { from: exactText(a.value), to: exactText(b.value) }
  if (a.kind !== 'table' || b.kind !== 'table') return {}
  const [old, recent] = [entriesOf(a.entries), entriesOf(b.entries)]
  const keys = [...new Set([...old.keys(), ...recent.keys()])]
  const [entry, ...others] = keys.filter((key) => old.get(key) !== recent.get(key))
  const [from, to] = [old.get(entry ?? ''), recent.get(entry ?? '')]
  if (entry === undefined || others.length > 0 || from === undefined || to === undefined) return {}
  return { entry, from, to }
}

function entriesOf(entries: TableEntries, prefix = ''): ReadonlyMap<string, string> {
  const flat = [...entries].flatMap(([key, entry]): (readonly [string, string])[] =>
    entry instanceof Map
      ? [...entriesOf(entry, `${prefix}${key}.`)]
      : 'n' in entry
        ? [[prefix + key, exactText(entry)]]
        : [],
  )
  return new Map(flat)
}

/** A value of a parameter as a text that equal values share. */
export function meaning(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return `${part}`
    if (!(part instanceof Map)) return part
    return [...part].sort(([a], [b]) => compareCodePoints(String(a), String(b)))
  })
}

/** Two values for one parameter that any expression with the one takes as well. */
export function sameShape(a: CheckedParameter, b: CheckedParameter): boolean {
  const takes =
    a.takes === undefined || b.takes === undefined ? a.takes === b.takes : sameUnit(a.takes, b.takes)
  const keys = a.value.kind === 'table' && b.value.kind === 'table' ? a.value.keys === b.value.keys : true
  return a.kind === b.kind && sameUnit(a.unit, b.unit) && takes && keys
}
