import type { CheckedAdjustment } from '../checked.ts'
import type { AdjustmentDefinition } from '../definition.ts'
import { readRounding } from '../read-rounding.ts'
import { CHECK_KIND, type CheckedCommon } from './check-kinds.ts'
import { linesOver } from './lines-over.ts'
import { type AdjustmentsWorkplace, expressionAt, type Of, type OneAdjustment } from './one-adjustment.ts'

/** Checks adjustments in their order; each may use the lines and the adjustments before it. */
export function checkAdjustments(
  definitions: readonly AdjustmentDefinition[],
  pointer: string,
  workplace: AdjustmentsWorkplace,
): CheckedAdjustment[] {
  const checked: CheckedAdjustment[] = []
  for (const [i, definition] of definitions.entries()) {
    const before = definitions.slice(0, i).map(({ id }) => id)
    const one: OneAdjustment = { place: `${pointer}/${i}`, before, checked, workplace }
    const adjustment = checkOne(definition, one)
    if (adjustment !== undefined) checked.push(adjustment)
  }
  return checked
}

function checkOne<Kind extends AdjustmentDefinition['kind']>(
  definition: AdjustmentDefinition & { readonly kind: Kind },
  one: OneAdjustment,
): CheckedAdjustment | undefined {
  const check = CHECK_KIND[definition.kind]
  return check(definition as unknown as Of<Kind>, checkCommon(definition, one), one)
}

function checkCommon(definition: AdjustmentDefinition, one: OneAdjustment): CheckedCommon {
  const { id, label, when } = definition
  const condition =
    when === undefined
      ? undefined
      : expressionAt(one, { field: 'when', text: when, expects: 'true or false' })
  return {
    id,
    label: label ?? id,
    over: linesOver(definition, one),
    ...(condition && { when: condition }),
    rounding: readRounding(
      definition.round ?? SAFE_MODES[definition.kind],
      `${one.place}/round`,
      one.workplace.problems,
    ),
    pointer: one.place,
  }
}

// A floor that was rounded down would not hold, nor a cap that was rounded up.
const SAFE_MODES: Readonly<Partial<Record<AdjustmentDefinition['kind'], { mode: string }>>> = {
  minimum: { mode: 'ceiling' },
  floor_change: { mode: 'ceiling' },
  cap_change: { mode: 'floor' },
}
