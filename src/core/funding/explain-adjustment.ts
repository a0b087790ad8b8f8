import type { CheckedAdjustment, Formulated } from '../formula/checked.ts'
import { print } from '../formula/print.ts'
import type { Expression } from '../formula/syntax.ts'
import { typeText } from '../formula/types.ts'
import { exactText } from '../numbers/decimal.ts'
import { add, type Rational, subtract, sum } from '../numbers/rational.ts'
import { roundToPlaces } from '../numbers/rounding.ts'
import { stepAt } from './adjustments/ledger.ts'
import { evaluate } from './evaluate.ts'
import { arithmeticOf, conditionHolds, type Explaining, type Explanation, type Use } from './explain.ts'
import { Failure } from './failure.ts'
import { valueExpression } from './written.ts'

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
  const level = adjusted.applied.find((each) => each.adjustment.id === adjustment.id)?.levels?.[0]
  const words =
    'fund' in adjustment ? 'what it gives' : `after less before, over ${adjustment.over.join(', ')}`
  return {
    kind: 'adjustment',
    id: adjustment.id,
    label: adjustment.label,
    applies,
    text:
      level === undefined
        ? `${adjustment.kind}: ${words}`
        : `${adjustment.kind} at ${levelText(level.level)}: ${words}`,
    substituted: print(difference(after, before)),
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

function difference(after: Rational, before: Rational): Expression {
  const [left, right] = [valueExpression(after), valueExpression(before)]
  return { kind: 'arithmetic', operator: '-', left, right, span: { start: 0, end: 0 } }
}

function levelText(level: Rational): string {
  return exactText(roundToPlaces(level, 10))
}
