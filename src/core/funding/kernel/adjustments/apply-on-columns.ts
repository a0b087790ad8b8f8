import { BeyondProof } from '../../../columns/sources.ts'
import { createWorkshop } from '../../../columns/workshop.ts'
import type { CheckedAdjustment, CheckedFormula } from '../../../formula/checked.ts'
import type { Problem } from '../../../problems/problem.ts'
import { compareCodePoints } from '../../../text/code-points.ts'
import { type AppliedAdjustment, brokenWarning } from '../../adjustments/apply-adjustments.ts'
import type { RunData } from '../../run-data.ts'
import type { FormulaColumns } from '../formula-columns.ts'
import { amountOf, amountsOf, refuseFailed } from './cents.ts'
import type { ColumnAdjusted, ColumnAdjusting, ColumnBound } from './column-adjusting.ts'
import { type ColumnLedger, openColumnLedger } from './column-ledger.ts'
import { changeLimitOnColumns, minimumOnColumns } from './column-limits.ts'
import { distributeOnColumns, equaliseOnColumns, scaleOnColumns } from './column-pools.ts'
import {
  overrideOnColumns,
  phaseInOnColumns,
  recountOnColumns,
  salaryBasisOnColumns,
} from './column-steps.ts'
import { NotForColumns } from './not-for-columns.ts'

/** What the adjustments came to, with the warnings that the reference would give. */
export interface AdjustedOnColumns {
  readonly ledger: ColumnLedger
  readonly applied: readonly AppliedAdjustment[]
  readonly problems: readonly Problem[]
}

/**
 * Applies the adjustments in their order on whole cents, school beside school, with the results of
 * `applyAdjustments` to the cent. `undefined` where that one has to do it: where a value that is needed is missing,
 * a pool cannot be met, money has parts of a cent, or an amount is beyond what the kernels are proven for.
 */
export function applyOnColumns(
  formula: CheckedFormula,
  { data, columns }: { readonly data: RunData; readonly columns: FormulaColumns },
): AdjustedOnColumns | undefined {
  try {
    return applied(formula, { data, columns })
  } catch (error) {
    if (error instanceof NotForColumns || error instanceof BeyondProof) return undefined
    throw error
  }
}

function applied(
  formula: CheckedFormula,
  { data, columns }: { readonly data: RunData; readonly columns: FormulaColumns },
): AdjustedOnColumns {
  const schools = data.schools.length
  for (const line of columns.lines.values()) refuseFailed(line, schools)
  const ledger = openColumnLedger(columns.lines, schools)
  const bounds = new Map<string, ColumnBound>()
  const adjusting: ColumnAdjusting = { data, columns, ledger, bounds, shop: createWorkshop(schools) }
  const problems: Problem[] = []
  if (formula.adjustments.some(({ kind }) => POOLS.has(kind))) refuseOtherOrder(data)
  const outcomes = formula.adjustments.map((adjustment) => {
    const adjusted = applyOne(adjustment, formula, adjusting)
    if ('fund' in adjustment) ledger.give(adjustment.id, adjusted.changes)
    else ledger.spread(adjustment, adjusted.changes)
    if (adjusted.bound !== undefined) bounds.set(adjustment.id, adjusted.bound)
    if (adjustment.kind === 'scale_to_pool') problems.push(...brokenBounds(adjustment, adjusting))
    return asApplied(adjustment, adjusted)
  })
  return { ledger, applied: outcomes, problems }
}

const POOLS: ReadonlySet<CheckedAdjustment['kind']> = new Set(['scale_to_pool', 'distribute', 'equalise'])

// The last cents of a pool go by id; here they go by place.
function refuseOtherOrder({ schools }: RunData): void {
  for (let i = 1; i < schools.length; i += 1)
    if (compareCodePoints(schools[i - 1]?.id ?? '', schools[i]?.id ?? '') >= 0)
      throw new NotForColumns('schools out of order')
}

function applyOne(
  adjustment: CheckedAdjustment,
  formula: CheckedFormula,
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  switch (adjustment.kind) {
    case 'minimum':
      return minimumOnColumns(adjustment, adjusting)
    case 'floor_change':
    case 'cap_change':
      return changeLimitOnColumns(adjustment, formula, adjusting)
    case 'phase_in':
      return phaseInOnColumns(adjustment, adjusting)
    case 'scale_to_pool':
      return scaleOnColumns(adjustment, adjusting)
    case 'distribute':
      return distributeOnColumns(adjustment, adjusting)
    case 'equalise':
      return equaliseOnColumns(adjustment, adjusting)
    case 'recount':
      return recountOnColumns(adjustment, adjusting)
    case 'salary_basis':
      return salaryBasisOnColumns(adjustment, adjusting)
    case 'override':
      return overrideOnColumns(adjustment, adjusting)
    default:
      return adjustment satisfies never
  }
}

/** Floors and caps that no longer hold after a pool; one that it was to keep is an error. */
function brokenBounds(
  adjustment: Extract<CheckedAdjustment, { kind: 'scale_to_pool' }>,
  { bounds, ledger, data }: ColumnAdjusting,
): Problem[] {
  return [...bounds].flatMap(([id, { over, side, limits }]) => {
    const amounts = ledger.centsOver(over)
    const broken: string[] = []
    for (let school = 0; school < amounts.length; school += 1) {
      const amount = amounts[school] ?? 0
      const limit = limits[school] ?? Number.NaN
      if (side === 'least' ? amount < limit : amount > limit) broken.push(data.schools[school]?.id ?? '')
    }
    if (broken.length === 0) return []
    if (adjustment.keep.includes(id)) throw new NotForColumns('a floor or cap that cannot be kept')
    return [brokenWarning(adjustment, id, broken)]
  })
}

/** An outcome as the reference gives it; what takes an object for each school is made when somebody looks at it. */
function asApplied(
  adjustment: CheckedAdjustment,
  { changes, bound, levels, exempt, left }: ColumnAdjusted,
): AppliedAdjustment {
  const amounts = once(() => amountsOf(changes))
  const limits = once(() =>
    Array.from(bound?.limits ?? [], (cents) => (Number.isNaN(cents) ? undefined : amountOf(cents))),
  )
  return {
    adjustment,
    get changes() {
      return amounts()
    },
    ...(bound !== undefined && {
      bound: {
        over: bound.over,
        side: bound.side,
        get limits() {
          return limits()
        },
      },
    }),
    ...(levels !== undefined && { levels }),
    ...(exempt !== undefined && { exempt }),
    ...(left !== undefined && { left }),
    ...(adjustment.kind === 'scale_to_pool' && { holds: Array.from({ length: changes.length }, () => []) }),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
