import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { ADJUSTMENT_EXPRESSIONS, PER_EXPRESSIONS } from './adjustments/expression-fields.ts'
import type { AdjustmentDefinition, FormulaDefinition } from './definition.ts'
import { EXPRESSION_LIMITS, FORMULA_LIMITS } from './syntax.ts'

/** Whether all expressions of a formula together are longer than can be checked in a moment; the first too many is told. */
export function isTooLong(definition: FormulaDefinition, pointer: string, problems: Problem[]): boolean {
  let characters = 0
  for (const [place, text] of expressionsOf(definition)) {
    // One that is too long by itself has a problem of its own, and is not read.
    characters += Math.min(text?.length ?? 0, EXPRESSION_LIMITS.characters)
    if (characters <= FORMULA_LIMITS.characters) continue
    problems.push(
      problem('FORMULA_LIMIT', {
        at: { kind: 'document', pointer: pointer + place },
        message: 'the expressions of the formula are too long in all, and from here on none is read',
        expected: `at most ${FORMULA_LIMITS.characters} characters`,
        suggestion: 'name what many expressions repeat as a measure',
      }),
    )
    return true
  }
  return false
}

/** Every expression of a formula with its place in it. */
function* expressionsOf(definition: FormulaDefinition): Generator<readonly [string, string | undefined]> {
  for (const [key, measure] of Object.entries(definition.measures ?? {})) {
    const place = `/measures/${escapePointer(key)}`
    if (typeof measure === 'string') yield [place, measure]
    else yield [`${place}/value`, measure.value]
  }
  for (const [i, { amount, when }] of definition.lines.entries()) {
    yield [`/lines/${i}/amount`, amount]
    yield [`/lines/${i}/when`, when]
  }
  for (const [i, adjustment] of (definition.adjustments ?? []).entries())
    yield* expressionsOfAdjustment(adjustment, `/adjustments/${i}`)
  for (const [i, { amount }] of (definition.figures ?? []).entries()) yield [`/figures/${i}/amount`, amount]
  yield ['/pupils', definition.pupils]
  yield ['/restrict', definition.restrict]
}

function* expressionsOfAdjustment(
  adjustment: AdjustmentDefinition,
  place: string,
): Generator<readonly [string, string]> {
  const fields = new Map<string, unknown>(Object.entries(adjustment))
  for (const name of ADJUSTMENT_EXPRESSIONS) {
    const value = fields.get(name)
    if (typeof value === 'string') yield [`${place}/${name}`, value]
    else if (typeof value === 'object' && value !== null) {
      const inside = new Map<string, unknown>(Object.entries(value))
      for (const part of PER_EXPRESSIONS) {
        const text = inside.get(part)
        if (typeof text === 'string') yield [`${place}/${name}/${part}`, text]
      }
    }
  }
}
