import type { Dataset } from '../../data/dataset.ts'
import type { CheckedFormula, CheckedParameter, Value } from '../../formula/checked.ts'
import type { FormulaDefinition, LineDefinition } from '../../formula/definition.ts'
import { sameExpression } from '../../formula/same-expression.ts'
import { typeText } from '../../formula/types.ts'
import { sameUnit } from '../../formula/units.ts'
import { exactText } from '../../numbers/decimal.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import type { Reach } from './reach.ts'
import { sameAdjustment } from './same-adjustment.ts'

/** One of the two runs whose difference is split. */
export interface SplitSide {
  readonly definition: FormulaDefinition
  /** As it was run: with the value that was solved for. */
  readonly formula: CheckedFormula
  readonly datasets: ReadonlyMap<string, Dataset>
  /** The parameter that was solved for. */
  readonly solved: string | undefined
}

export type CauseKind =
  | 'enrollment'
  | 'need-mix'
  | 'dataset'
  | 'new-schools'
  | 'closed-schools'
  | 'parameter'
  | 'solved'
  | 'measure'
  | 'line'
  | 'adjustment'
  | 'adjustment-order'
  | 'formula'

/** Something that differs between two runs, and that can be taken from either while the rest stays. */
export interface Cause {
  readonly id: string
  readonly kind: CauseKind
  readonly label: string
  /** What it was and what it becomes, where a few words say it. */
  readonly from?: string
  readonly to?: string
}

export interface TwoSides {
  readonly before: SplitSide
  readonly after: SplitSide
}

/** What of two runs is looked at: some lines of each, or everything. */
export interface Scope extends TwoSides {
  readonly reaches: { readonly before: Reach; readonly after: Reach }
  /** Adjustments see all lines, their funds and their order. */
  readonly isWhole: boolean
  /** The columns of `now` that count the students. */
  readonly enrollment: ReadonlySet<string>
}

/** Everything that differs within a scope, in the order in which it is told. */
export function findCauses(scope: Scope): Cause[] {
  return [
    ...dataCauses(scope),
    ...schoolCauses(scope),
    ...parameterCauses(scope),
    ...measureCauses(scope),
    ...lineCauses(scope),
    ...(scope.isWhole ? adjustmentCauses(scope) : []),
    ...(restDiffers(scope)
      ? [{ id: 'formula', kind: 'formula', label: 'Rest of the formula' } as const]
      : []),
  ]
}

/** The schools of `now` on both sides, and on one alone. */
export function schoolsOf({ before, after }: TwoSides): {
  readonly both: readonly string[]
  readonly closed: readonly string[]
  readonly opened: readonly string[]
} {
  const [old, recent] = [before, after].map(
    ({ datasets }) => new Set((datasets.get('now')?.schools ?? []).map(({ id }) => id)),
  ) as [Set<string>, Set<string>]
  return {
    both: [...old].filter((id) => recent.has(id)),
    closed: [...old].filter((id) => !recent.has(id)),
    opened: [...recent].filter((id) => !old.has(id)),
  }
}

/** Two values for one parameter that any expression with the one takes as well. */
export function sameShape(a: CheckedParameter, b: CheckedParameter): boolean {
  const takes =
    a.takes === undefined || b.takes === undefined ? a.takes === b.takes : sameUnit(a.takes, b.takes)
  const keys = a.value.kind === 'table' && b.value.kind === 'table' ? a.value.keys === b.value.keys : true
  return a.kind === b.kind && sameUnit(a.unit, b.unit) && takes && keys
}

/** What a name stands for in a formula; one that means another thing on the other side is not swapped by itself. */
export function kindOfName(
  { needs = {}, measures = {}, groups = {} }: FormulaDefinition,
  { parameters }: CheckedFormula,
  name: string,
): 'need' | 'parameter' | 'measure' | 'group' | undefined {
  if (Object.hasOwn(needs, name)) return 'need'
  if (parameters.has(name)) return 'parameter'
  if (Object.hasOwn(measures, name)) return 'measure'
  return Object.hasOwn(groups, name) ? 'group' : undefined
}

function dataCauses(scope: Scope): Cause[] {
  const { before, after, reaches, enrollment } = scope
  const ids = schoolsOf(scope).both
  const read = (dataset: string): string[] => [
    ...new Set([...(reaches.before.inputs.get(dataset) ?? []), ...(reaches.after.inputs.get(dataset) ?? [])]),
  ]
  const differs = (dataset: string, names: readonly string[]): boolean => {
    const [a, b] = [before.datasets.get(dataset), after.datasets.get(dataset)]
    return a !== undefined && b !== undefined && cellsDiffer(a, b, { ids, names })
  }
  const now = read('now')
  const counts = now.filter((name) => enrollment.has(name))
  const others = now.filter((name) => !enrollment.has(name))
  const names = [...before.datasets.keys()].filter((name) => name !== 'now').sort(compareCodePoints)
  return [
    ...(differs('now', counts)
      ? [{ id: 'enrollment', kind: 'enrollment', label: 'Enrollment' } as const]
      : []),
    ...(differs('now', others)
      ? [{ id: 'need_mix', kind: 'need-mix', label: 'Need mix (all other data of the schools)' } as const]
      : []),
    ...names
      .filter((name) => differs(name, read(name)))
      .map((name) => ({ id: `dataset.${name}`, kind: 'dataset', label: `Dataset ${name}` }) as const),
  ]
}

function cellsDiffer(
  a: Dataset,
  b: Dataset,
  { ids, names }: { ids: readonly string[]; names: readonly string[] },
): boolean {
  const rows = [a, b].map(({ schools }) => new Map(schools.map(({ id }, i) => [id, i])))
  const cell = (dataset: Dataset, name: string, row: number | undefined): Value | undefined =>
    row === undefined ? undefined : dataset.columns.get(name)?.values[row]
  return names
    .filter((name) => a.columns.has(name) && b.columns.has(name))
    .some((name) =>
      ids.some((id) => !sameValue(cell(a, name, rows[0]?.get(id)), cell(b, name, rows[1]?.get(id)))),
    )
}

function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.n === b.n && a.d === b.d : a === b
}

function schoolCauses(scope: Scope): Cause[] {
  const { opened, closed } = schoolsOf(scope)
  return [
    ...(opened.length > 0
      ? [{ id: 'new_schools', kind: 'new-schools', label: `New schools (${opened.length})` } as const]
      : []),
    ...(closed.length > 0
      ? [
          {
            id: 'closed_schools',
            kind: 'closed-schools',
            label: `Closed schools (${closed.length})`,
          } as const,
        ]
      : []),
  ]
}

function parameterCauses({ before, after, reaches }: Scope): Cause[] {
  const names = [...new Set([...reaches.before.parameters, ...reaches.after.parameters])]
  return names.sort(compareCodePoints).flatMap((name): Cause[] => {
    const [a, b] = [before.formula.parameters.get(name), after.formula.parameters.get(name)]
    if (a === undefined || b === undefined || (sameShape(a, b) && meaning(a.value) === meaning(b.value)))
      return []
    const isSolved = before.solved === name || after.solved === name
    const [from, to] = [numberText(a), numberText(b)]
    return [
      {
        id: `parameter.${name}`,
        kind: isSolved ? 'solved' : 'parameter',
        label: isSolved ? `${name} (solved for)` : name,
        ...(from !== undefined && to !== undefined && { from, to }),
      },
    ]
  })
}

function numberText({ value }: CheckedParameter): string | undefined {
  return value.kind === 'number' ? exactText(value.value) : undefined
}

/** A value of a parameter as a text that equal values share. */
function meaning(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return `${part}`
    if (!(part instanceof Map)) return part
    return [...part].sort(([a], [b]) => compareCodePoints(String(a), String(b)))
  })
}

function measureCauses({ before, after, reaches }: Scope): Cause[] {
  const names = [...new Set([...reaches.before.measures, ...reaches.after.measures])]
  return names.sort(compareCodePoints).flatMap((name): Cause[] => {
    const [a, b] = [before.formula.measures.get(name), after.formula.measures.get(name)]
    if (a === undefined || b === undefined) return []
    if (sameExpression(a.text, b.text) && a.inlined === b.inlined) return []
    return [{ id: `measure.${name}`, kind: 'measure', label: `Measure ${name}` }]
  })
}

function lineCauses({ before, after, reaches }: Scope): Cause[] {
  const ids = new Set([...reaches.before.lines, ...reaches.after.lines])
  return [...ids].sort(compareCodePoints).flatMap((id): Cause[] => {
    const [a, b] = [before, after].map(({ definition }) => definition.lines.find((each) => each.id === id))
    const what = a === undefined ? 'added' : b === undefined ? 'removed' : 'replaced'
    if (a !== undefined && b !== undefined && sameLine(a, b)) return []
    return [{ id: `line.${id}`, kind: 'line', label: `Line ${id}`, to: what }]
  })
}

/** Two lines that give the same money: labels, notes and when it ends are no part of that. */
function sameLine(a: LineDefinition, b: LineDefinition): boolean {
  const rest = ({ fund, restricted = 'false', round }: LineDefinition): string =>
    JSON.stringify([fund, restricted, round])
  return sameExpression(a.amount, b.amount) && sameExpression(a.when, b.when) && rest(a) === rest(b)
}

function adjustmentCauses({ before, after }: Scope): Cause[] {
  const [old = [], recent = []] = [before, after].map(({ definition }) => definition.adjustments ?? [])
  const ids = new Set([...old, ...recent].map(({ id }) => id))
  const changed = [...ids].sort(compareCodePoints).flatMap((id): Cause[] => {
    const [a, b] = [old, recent].map((list) => list.find((each) => each.id === id))
    const what = a === undefined ? 'added' : b === undefined ? 'removed' : 'replaced'
    if (a !== undefined && b !== undefined && sameAdjustment(a, b)) return []
    return [{ id: `adjustment.${id}`, kind: 'adjustment', label: `Adjustment ${id}`, to: what }]
  })
  if (!orderDiffers(old, recent)) return changed
  return [...changed, { id: 'adjustment_order', kind: 'adjustment-order', label: 'Order of the adjustments' }]
}

interface Named {
  readonly id: string
}

function orderDiffers(a: readonly Named[], b: readonly Named[]): boolean {
  const shared = (list: readonly Named[], other: readonly Named[]): string =>
    JSON.stringify(list.map(({ id }) => id).filter((id) => other.some((each) => each.id === id)))
  return shared(a, b) !== shared(b, a)
}

/** Whether anything else that money can depend on differs: what names stand for, needs, groups, funds, line order. */
function restDiffers({ before, after, reaches, isWhole }: Scope): boolean {
  const [a, b] = [before.definition, after.definition]
  const reached = ({ inputs, parameters, measures }: Reach): string[] => [
    ...[...inputs.values()].flatMap((names) => [...names]),
    ...parameters,
    ...measures,
  ]
  const names = new Set([...reached(reaches.before), ...reached(reaches.after)])
  const clash = [...names].some((name) => {
    const [x, y] = [kindOfName(a, before.formula, name), kindOfName(b, after.formula, name)]
    return x !== undefined && y !== undefined && x !== y
  })
  const needsDiffer = [...names].some((name) => {
    const [x, y] = [before.formula.needs.get(name), after.formula.needs.get(name)]
    if (x === undefined || y === undefined) return false
    return (
      typeText(x.type) !== typeText(y.type) ||
      x.dataset !== y.dataset ||
      !sameValue(x.whenMissing, y.whenMissing)
    )
  })
  const groupsDiffer = Object.entries(a.groups ?? {}).some(([name, members]) => {
    const other = b.groups?.[name]
    return other !== undefined && JSON.stringify(members) !== JSON.stringify(other)
  })
  if (clash || needsDiffer || groupsDiffer || !isWhole) return clash || needsDiffer || groupsDiffer
  const restricted = new Map(before.formula.funds.map((fund) => [fund.id, fund.restricted]))
  const fundsDiffer = after.formula.funds.some(
    (fund) => (restricted.get(fund.id) ?? fund.restricted) !== fund.restricted,
  )
  return fundsDiffer || orderDiffers(a.lines, b.lines)
}
