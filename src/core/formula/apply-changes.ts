import { exactText, readDecimal } from '../numbers/decimal.ts'
import { decimalExpected } from '../numbers/decimal-advice.ts'
import { multiply, type Rational } from '../numbers/rational.ts'
import { roundToPlaces } from '../numbers/rounding.ts'
import { isEnough } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import type { FormulaChange } from './change.ts'
import { changeParameter } from './change-parameter.ts'
import type { AdjustmentDefinition, FormulaDefinition, LineDefinition } from './definition.ts'
import { parseAt } from './parse-at.ts'
import { readNumberAt } from './read-number.ts'

export interface PlacedChange {
  readonly change: FormulaChange
  readonly pointer: string
}

/** A formula after some changes. */
export interface ChangedFormula {
  readonly definition: FormulaDefinition
  /** Where lines, adjustments and parameters that a change brought stand in the document. */
  readonly origins: ReadonlyMap<object, string>
  readonly problems: readonly Problem[]
}

/** Applies changes in their order. A later change to the same target wins, and a warning says so. */
export function applyChanges(
  definition: FormulaDefinition,
  changes: readonly PlacedChange[],
): ChangedFormula {
  const problems: Problem[] = []
  const origins = new Map<object, string>()
  const touched = new Map<string, string>()
  let changed = definition
  for (const { change, pointer } of changes) {
    if (isEnough(problems, { kind: 'document', pointer })) break
    const target = targetOf(change)
    const before = touched.get(target)
    if (before !== undefined && !target.startsWith('scale '))
      reportAgain(target, { before, pointer, problems })
    touched.set(target, pointer)
    changed = applyOne(changed, change, { pointer, problems, origins })
  }
  return { definition: changed, origins, problems }
}

interface Applying {
  readonly pointer: string
  readonly problems: Problem[]
  readonly origins: Map<object, string>
}

function applyOne(
  definition: FormulaDefinition,
  change: FormulaChange,
  applying: Applying,
): FormulaDefinition {
  const { lines, adjustments = [] } = definition
  if ('set' in change)
    return changeParameter(definition, change.set, {
      ...applying,
      field: 'set',
      provenance: change,
      to: () => change.to,
    })
  if ('scale' in change) {
    const to = (text: string): string => scaledText(text, change, applying)
    return changeParameter(definition, change.scale, { ...applying, field: 'scale', provenance: change, to })
  }
  if ('add_line' in change) {
    applying.origins.set(change.add_line, `${applying.pointer}/add_line`)
    return { ...definition, lines: [...lines, change.add_line] }
  }
  if ('replace_line' in change) {
    return {
      ...definition,
      lines: replaced<LineDefinition>(lines, change.replace_line, { ...applying, field: 'replace_line' }),
    }
  }
  if ('remove_line' in change) {
    return { ...definition, lines: removed(lines, change.remove_line, { ...applying, field: 'remove_line' }) }
  }
  if ('add_adjustment' in change) {
    applying.origins.set(change.add_adjustment, `${applying.pointer}/add_adjustment`)
    return { ...definition, adjustments: [...adjustments, change.add_adjustment] }
  }
  if ('replace_adjustment' in change) {
    const field = 'replace_adjustment'
    return {
      ...definition,
      adjustments: replaced<AdjustmentDefinition>(adjustments, change[field], { ...applying, field }),
    }
  }
  if ('remove_adjustment' in change) {
    const field = 'remove_adjustment'
    return { ...definition, adjustments: removed(adjustments, change[field], { ...applying, field }) }
  }
  if ('restrict' in change) {
    // On its own, because `a) and (b` would otherwise become something that nobody wrote.
    const placed = parseAt(change.restrict, `${applying.pointer}/restrict`, applying.problems)
    if (placed === undefined) return definition
    const both =
      definition.restrict === undefined
        ? change.restrict
        : `(${definition.restrict}) and (${change.restrict})`
    return { ...definition, restrict: both }
  }
  return { ...definition, adjustments: ordered(adjustments, change.order_adjustments, applying) }
}

function scaledText(
  text: string,
  { by, places }: { readonly by: string; readonly places?: string | undefined },
  { pointer, problems }: Applying,
): string {
  const factor = readNumberAt(by, `${pointer}/by`, problems)
  const value = numberOf(text)
  // What is no number in the base is told there.
  if (value === undefined || factor === undefined) return text
  const exact = multiply(value, factor)
  const scaled = exactText(places === undefined ? exact : roundToPlaces(exact, Number(places)))
  if (numberOf(scaled) !== undefined) return scaled
  problems.push(
    problem('NUMBER_FORMAT', {
      at: { kind: 'document', pointer: `${pointer}/by` },
      message: `${text} scaled by ${by} has more digits than a number may have`,
      found: scaled,
      ...decimalExpected('too-long'),
      suggestion: 'state the decimal places of what comes out: places: 2',
    }),
  )
  return text
}

function numberOf(text: string): Rational | undefined {
  const reading = readDecimal(text)
  return reading.kind === 'decimal' ? reading.value : undefined
}

type Named = Applying & { readonly field: string }

function replaced<Item extends { readonly id: string }>(
  items: readonly Item[],
  item: Item,
  named: Named,
): readonly Item[] {
  named.origins.set(item, `${named.pointer}/${named.field}`)
  if (!items.some(({ id }) => id === item.id))
    reportNone(items, item.id, { ...named, field: `${named.field}/id` })
  return items.map((each) => (each.id === item.id ? item : each))
}

function removed<Item extends { readonly id: string }>(
  items: readonly Item[],
  gone: string,
  named: Named,
): readonly Item[] {
  if (!items.some(({ id }) => id === gone)) reportNone(items, gone, named)
  return items.filter(({ id }) => id !== gone)
}

function ordered(
  adjustments: readonly AdjustmentDefinition[],
  ids: readonly string[],
  applying: Applying,
): readonly AdjustmentDefinition[] {
  const found = ids.flatMap((id) => adjustments.filter((each) => each.id === id))
  if (found.length === adjustments.length && new Set(ids).size === ids.length) return found
  applying.problems.push(
    problem('CHANGE_TARGET', {
      at: { kind: 'document', pointer: `${applying.pointer}/order_adjustments` },
      message: 'the order names every adjustment once',
      found: listed(ids),
      expected: listed(adjustments.map(({ id }) => id)),
    }),
  )
  return adjustments
}

function reportNone(
  items: readonly { readonly id: string }[],
  id: string,
  { pointer, field, problems }: Named,
): void {
  const ids = items.map((each) => each.id)
  const meant = nearest(id, ids)
  problems.push(
    problem('CHANGE_TARGET', {
      at: { kind: 'document', pointer: `${pointer}/${field}` },
      message: `nothing in the base is called "${id}"`,
      found: id,
      expected: ids.length === 0 ? 'nothing: the base has none' : `one of ${listed(ids)}`,
      suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
    }),
  )
}

function reportAgain(
  target: string,
  { before, pointer, problems }: { before: string; pointer: string; problems: Problem[] },
): void {
  const at = { kind: 'document', pointer } as const
  problems.push(
    problem('CHANGE_AGAIN', {
      at,
      message: `a later change wins: ${target} was already changed`,
      found: before,
    }),
  )
}

function targetOf(change: FormulaChange): string {
  if ('set' in change) return change.set
  if ('scale' in change) return `scale ${change.scale}`
  if ('add_line' in change) return `line.${change.add_line.id}`
  if ('replace_line' in change) return `line.${change.replace_line.id}`
  if ('remove_line' in change) return `line.${change.remove_line}`
  if ('add_adjustment' in change) return `adjustment.${change.add_adjustment.id}`
  if ('replace_adjustment' in change) return `adjustment.${change.replace_adjustment.id}`
  if ('remove_adjustment' in change) return `adjustment.${change.remove_adjustment}`
  return 'restrict' in change ? `restrict ${change.restrict}` : 'the order of adjustments'
}
