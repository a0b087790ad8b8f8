import type { CheckedAdjustment, CheckedFormula, ScaleToPool } from '../../formula/checked.ts'
import type { Flexibility } from '../../formula/definition.ts'
import { fixedText } from '../../numbers/decimal.ts'
import { type Rational, subtract, zero } from '../../numbers/rational.ts'
import { type Problem, problem } from '../../problems/problem.ts'
import type { AmountColumn } from '../amount-column.ts'
import type { Adjusted, Adjusting, Bound } from './adjusting.ts'
import { amountOver } from './adjusting.ts'
import type { LedgerReading } from './ledger.ts'
import { applyChangeLimit, applyMinimum } from './limits.ts'
import { distribute, equalise, scaleToPool } from './pools.ts'
import { override, phaseIn, recount, salaryBasis } from './single-steps.ts'

/** One adjustment as it came out. */
export interface AppliedAdjustment extends Adjusted {
  readonly adjustment: CheckedAdjustment
}

/** A line of money that an adjustment left: one for each fund and flexibility that it touched. */
export interface AdjustmentLine {
  readonly id: string
  readonly label: string
  readonly adjustment: string
  readonly fund: string
  readonly flexibility: Flexibility
  readonly amounts: AmountColumn
}

/** Applies the adjustments in their order; each sees the money as those before it left it. */
export function applyAdjustments(
  formula: CheckedFormula,
  context: Omit<Adjusting, 'bounds'>,
): readonly AppliedAdjustment[] {
  const bounds = new Map<string, Bound>()
  const adjusting: Adjusting = { ...context, bounds }
  return formula.adjustments.map((adjustment) => {
    const faults = adjusting.problems.length
    const adjusted = applyOne(adjustment, adjusting)
    const isMet = adjusting.problems.length === faults
    if ('fund' in adjustment) adjusting.ledger.give(adjustment.id, adjusted.changes)
    else adjusting.ledger.spread(adjustment, adjusted)
    if (adjusted.bound !== undefined) bounds.set(adjustment.id, adjusted.bound)
    if (adjustment.kind === 'scale_to_pool' && isMet)
      adjusting.problems.push(...brokenBounds(adjustment, adjusting))
    return { ...adjusted, adjustment }
  })
}

/** The money that adjustments left, by fund and flexibility, in the order of the lines they acted on. */
export function adjustmentLines(formula: CheckedFormula, ledger: LedgerReading): AdjustmentLine[] {
  return formula.adjustments.flatMap((adjustment) => {
    const groups = new Map<string, { fund: string; flexibility: Flexibility; ids: string[] }>()
    for (const id of ledger.linesOf(adjustment.id)) {
      const { fund, flexibility } = ownerOf(formula, id)
      const key = `${fund}.${flexibility}`
      const group = groups.get(key) ?? { fund, flexibility, ids: [] }
      group.ids.push(id)
      groups.set(key, group)
    }
    return [...groups].map(([key, { fund, flexibility, ids }]) => ({
      id: `${adjustment.id}.${key}`,
      label: adjustment.label,
      adjustment: adjustment.id,
      fund,
      flexibility,
      amounts: ledger.among(adjustment.id, ids),
    }))
  })
}

function applyOne(adjustment: CheckedAdjustment, adjusting: Adjusting): Adjusted {
  switch (adjustment.kind) {
    case 'minimum':
      return applyMinimum(adjustment, adjusting)
    case 'floor_change':
    case 'cap_change':
      return applyChangeLimit(adjustment, adjusting)
    case 'phase_in':
      return phaseIn(adjustment, adjusting)
    case 'scale_to_pool':
      return scaleToPool(adjustment, adjusting)
    case 'distribute':
      return distribute(adjustment, adjusting)
    case 'equalise':
      return equalise(adjustment, adjusting)
    case 'recount':
      return recount(adjustment, adjusting)
    case 'salary_basis':
      return salaryBasis(adjustment, adjusting)
    case 'override':
      return override(adjustment, adjusting)
    default:
      return adjustment satisfies never
  }
}

/** The fund and flexibility of a line, or of an adjustment with money of its own. */
function ownerOf(formula: CheckedFormula, id: string): { fund: string; flexibility: Flexibility } {
  const line = formula.lines.find((each) => each.id === id)
  if (line !== undefined) return line
  const adjustment = formula.adjustments.find((each) => each.id === id)
  if (adjustment === undefined || !('fund' in adjustment)) throw new Error(`${id} was checked to hold money`)
  return adjustment
}

/** Floors and caps that no longer hold after a pool, with the schools: an error if it was to keep them. */
function brokenBounds(adjustment: ScaleToPool, adjusting: Adjusting): Problem[] {
  const at = { kind: 'document', pointer: adjustment.pointer } as const
  return [...adjusting.bounds].flatMap(([id, bound]) => {
    const broken = adjusting.data.schools.flatMap((school, i) => {
      const missed = missedBy(bound, adjusting, i)
      return missed.n > 0n ? [{ id: school.id, missed }] : []
    })
    const [first] = broken
    if (first === undefined) return []
    const ids = broken.map((school) => school.id)
    if (!adjustment.keep.includes(id)) return [brokenWarning(adjustment, id, ids)]
    const message = `${adjustment.id} cannot keep ${id}: at ${first.id} it is missed by ${fixedText(first.missed)}`
    return [problem('ADJUSTMENT_INFEASIBLE', { at, message, found: ids.join(', ') })]
  })
}

/** A warning of a floor or cap that a pool was not told to keep, and the schools where it does not. */
export function brokenWarning(
  { id, keep, pointer }: ScaleToPool,
  bound: string,
  schools: readonly string[],
): Problem {
  return problem('ADJUSTMENT_BROKEN', {
    at: { kind: 'document', pointer },
    message: `${id} breaks ${bound} at ${schools.length} school${schools.length === 1 ? '' : 's'}`,
    found: schools.join(', '),
    suggestion: `keep: [${[...keep, bound].join(', ')}]`,
  })
}

/** By how much the lines of a floor are below it, or those of a cap above it; nothing or less where it holds. */
function missedBy({ over, side, limits }: Bound, adjusting: Adjusting, school: number): Rational {
  const limit = limits[school]
  if (limit === undefined) return zero
  const amount = amountOver(adjusting, over, school)
  return side === 'least' ? subtract(limit, amount) : subtract(amount, limit)
}
