import type { CheckedAdjustment, Formulated } from '../formula/checked.ts'
import { print } from '../formula/print.ts'
import type { Expression } from '../formula/syntax.ts'
import { typeText } from '../formula/types.ts'
import { exactText } from '../numbers/decimal.ts'
import { add, type Rational, subtract, sum } from '../numbers/rational.ts'
import { roundToPlaces } from '../numbers/rounding.ts'
import type { AppliedAdjustment } from './adjustments/apply-adjustments.ts'
import { stepAt } from './adjustments/ledger.ts'
import { evaluate } from './evaluate.ts'
import { arithmeticOf, conditionHolds, type Explaining } from './explain.ts'
import type { Explanation, Use } from './explanation.ts'
import { Failure } from './failure.ts'
import { literal } from './written.ts'

/** An adjustment as the money it acted on, after less before, with the expressions it went by. */
export function explainAdjustment(id: string, finished: Explaining): Explanation | undefined {
  const { adjusted } = finished.computation
  const index = finished.formula.adjustments.findIndex((each) => each.id === id)
  const adjustment = finished.formula.adjustments[index]
  if (adjustment === undefined || adjusted === undefined) return undefined
  // The adjustment saw the subtotal before itself, and not the one of the finished run.
  const later = finished.formula.adjustments.slice(index).map((each) => each.id)
  const subtotal = (school: number): Rational => {
    const changes = later.map((each) => adjusted.ledger.change(each, school))
    return subtract(adjusted.ledger.subtotal(school), sum(changes))
  }
  const explaining = {
    ...finished,
    opened: new Set<string>(),
    computation: { ...finished.computation, subtotal },
  }
  const { before, change } = stepAt(adjustment, explaining.formula, {
    ledger: adjusted.ledger,
    school: explaining.school,
  })
  const after = add(before, change)
  const uses = new Map<string, Use>()
  const applies = adjustment.when === undefined || conditionHolds(adjustment.when, uses, explaining)
  for (const [name, formulated] of applies ? formulatedIn(adjustment) : []) {
    if (
      evaluate(formulated.expression, explaining.school, {
        around: explaining.computation,
        pointer: formulated.pointer,
      }) instanceof Failure
    ) {
      continue
    }
    uses.set(name, {
      kind: 'measure',
      name,
      unit: typeText(formulated.expression.type),
      ...arithmeticOf(formulated, explaining),
    })
  }
  const { levels = [] } = adjusted.applied.find((each) => each.adjustment.id === adjustment.id) ?? {}
  const words =
    'fund' in adjustment ? 'what it gives' : `after less before, over ${adjustment.over.join(', ')}`
  return {
    kind: 'adjustment',
    id: adjustment.id,
    label: adjustment.label,
    applies,
    text: `${adjustment.kind}${levelText(levels, poolOf(adjustment, explaining))}: ${words}`,
    substituted: print(difference({ after, before, id: adjustment.id })),
    value: change,
    uses: [...uses.values()],
    rounding: adjustment.rounding,
    amount: change,
  }
}

/** Every expression of an adjustment but its condition, under the name of its field. */
function formulatedIn(adjustment: CheckedAdjustment): [string, Formulated][] {
  return Object.entries(adjustment).flatMap(([name, field]: [string, unknown]): [string, Formulated][] => {
    if (name === 'when' || typeof field !== 'object' || field === null) return []
    if ('expression' in field) return [[name, field as Formulated]]
    if (!('now' in field && 'before' in field)) return []
    const { now, before } = field as { now: Formulated; before: Formulated }
    return [
      ['per now', now],
      ['per then', before],
    ]
  })
}

/** After less before; the adjustment's name where the language cannot write one of the amounts. */
function difference({ after, before, id }: { after: Rational; before: Rational; id: string }): Expression {
  const span = { start: 0, end: 0 }
  const [left, right] = [literal(after), literal(before)]
  if (left === undefined || right === undefined) return { kind: 'name', name: `adjustment.${id}`, span }
  return { kind: 'arithmetic', operator: '-', left, right, span }
}

/** The pool that the school belongs to; one for all is called "". */
function poolOf(adjustment: CheckedAdjustment, { computation, school }: Explaining): string {
  const by = 'by' in adjustment ? adjustment.by : undefined
  const name = by && evaluate(by.expression, school, { around: computation, pointer: by.pointer })
  return typeof name === 'string' ? name : ''
}

/** The factor, minimum or share that the school's own pool came to: ` (south) at 0.95`. */
function levelText(levels: NonNullable<AppliedAdjustment['levels']>, own: string): string {
  const level = levels.find(({ pool }) => pool === own)?.level
  if (level === undefined) return ''
  return `${own === '' ? '' : ` (${own})`} at ${exactText(roundToPlaces(level, 10))}`
}
