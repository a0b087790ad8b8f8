import type { CheckedFormula, CheckedLine } from '../../formula/checked.ts'
import type { FormulaDefinition } from '../../formula/definition.ts'
import { sameExpression } from '../../formula/same-expression.ts'
import { typeText } from '../../formula/types.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import { sameValue } from './data-causes.ts'
import { meaning } from './parameter-causes.ts'
import type { Reach } from './reach.ts'
import { sameAdjustment } from './same-adjustment.ts'
import type { Cause, Scope } from './scope.ts'

/** Measures of both formulas that are defined otherwise. */
export function measureCauses({ before, after, reaches }: Scope): Cause[] {
  const names = [...new Set([...reaches.before.measures, ...reaches.after.measures])]
  return names.sort(compareCodePoints).flatMap((name): Cause[] => {
    const [a, b] = [before.formula.measures.get(name), after.formula.measures.get(name)]
    if (a === undefined || b === undefined) return []
    if (sameExpression(a.text, b.text) && a.inlined === b.inlined) return []
    return [{ id: `measure.${name}`, kind: 'measure', label: `Measure ${name}` }]
  })
}

/** Lines that only one formula has, or that give other money. */
export function lineCauses({ before, after, reaches }: Scope): Cause[] {
  const ids = new Set([...reaches.before.lines, ...reaches.after.lines])
  return [...ids].sort(compareCodePoints).flatMap((id): Cause[] => {
    const [a, b] = [before, after].map(({ formula }) => formula.lines.find((each) => each.id === id))
    if (a !== undefined && b !== undefined && sameLine(a, b)) return []
    return [{ id: `line.${id}`, kind: 'line', label: `Line ${id}`, to: whatHappened(a, b) }]
  })
}

/** Two lines that give the same money: labels, notes and when it ends are no part of that. */
function sameLine(a: CheckedLine, b: CheckedLine): boolean {
  const rest = ({ fund, restricted, rounding }: CheckedLine): string => meaning([fund, restricted, rounding])
  return (
    sameExpression(a.amount.text, b.amount.text) &&
    sameExpression(a.when?.text, b.when?.text) &&
    rest(a) === rest(b)
  )
}

function whatHappened(before: unknown, after: unknown): string {
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'replaced'
}

/** Adjustments that only one formula has, that do something else, or that come in another order. */
export function adjustmentCauses({ before, after }: Scope): Cause[] {
  const [old = [], recent = []] = [before, after].map(({ definition }) => definition.adjustments ?? [])
  const ids = new Set([...old, ...recent].map(({ id }) => id))
  const changed = [...ids].sort(compareCodePoints).flatMap((id): Cause[] => {
    const [a, b] = [old, recent].map((list) => list.find((each) => each.id === id))
    if (a !== undefined && b !== undefined && sameAdjustment(a, b)) return []
    return [{ id: `adjustment.${id}`, kind: 'adjustment', label: `Adjustment ${id}`, to: whatHappened(a, b) }]
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
export function restDiffers({ before, after, reaches, isWhole }: Scope): boolean {
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
/** What a name stands for in a formula; one that means another thing on the other side is not swapped by itself. */
function kindOfName(
  { needs, measures = {}, groups = {} }: FormulaDefinition,
  { parameters }: CheckedFormula,
  name: string,
): 'need' | 'parameter' | 'measure' | 'group' | undefined {
  if (Object.hasOwn(needs, name)) return 'need'
  if (parameters.has(name)) return 'parameter'
  if (Object.hasOwn(measures, name)) return 'measure'
  return Object.hasOwn(groups, name) ? 'group' : undefined
}
