import { keptMask } from '../../../columns/kept.ts'
import { either, type Mask, maskAt } from '../../../columns/masks.ts'
import { comparisonOf, productOf, quotientOf, sumOf } from '../../../columns/number-arithmetic.ts'
import { constantOperand, hasFailed, type NumberOperand } from '../../../columns/operand.ts'
import { asNumber, chosenOperand } from '../../../columns/operand-of.ts'
import type { Workshop } from '../../../columns/workshop.ts'
import type { ChangeLimit, CheckedAdjustment, CheckedFormula } from '../../../formula/checked.ts'
import { one, zero } from '../../../numbers/rational.ts'
import type { Where } from './cents.ts'
import {
  appliesWhere,
  type ColumnAdjusted,
  type ColumnAdjusting,
  type ColumnBound,
  centsWhere,
  isIn,
  numberOf,
  roundedCents,
} from './column-adjusting.ts'
import { failsOnlyWhereMissing } from './fails-only-where-missing.ts'
import { NotForColumns } from './not-for-columns.ts'

/** Lifts schools below a minimum to it. */
export function minimumOnColumns(
  adjustment: Extract<CheckedAdjustment, { kind: 'minimum' }>,
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  const where = appliesWhere(adjustment, adjusting)
  const { rounding } = adjustment
  const limits = roundedCents(numberOf(adjustment.least, adjusting), { rounding, where }, adjusting)
  return held(adjustment, { limits, side: 'least', where }, adjusting)
}

/** Holds the change from the year before within a share of it, as the reference does. */
export function changeLimitOnColumns(
  adjustment: ChangeLimit,
  formula: CheckedFormula,
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  const { shop } = adjusting
  const applies = appliesWhere(adjustment, adjusting)
  const prior = numberOf(adjustment.against, adjusting)
  const before = adjustment.per && numberOf(adjustment.per.before, adjusting)
  const exempt: number[] = []
  let where = applies
  if (adjustment.newSchools === 'exempt') {
    const counts = before === undefined ? [prior] : [prior, before]
    const isNew = newSchools(counts, adjusting)
    refuseDoubt(adjustment, { formula, counts, where: applies, schools: shop.schools })
    for (let school = 0; school < shop.schools; school += 1)
      if (isIn(applies, school) && maskAt(isNew, school, 0)) exempt.push(school)
    where = without(exempt, applies, shop)
  }
  const now = adjustment.per && numberOf(adjustment.per.now, adjusting)
  const share = numberOf(adjustment.share, adjusting)
  const comparable =
    before === undefined || now === undefined ? prior : rescaled(prior, { before, now }, shop)
  const limit = productOf(comparable, sumOf(constantOperand(one), share, shop), shop)
  const limits = roundedCents(limit, { rounding: adjustment.rounding, where }, adjusting)
  const side = adjustment.kind === 'floor_change' ? 'least' : 'most'
  return { ...held(adjustment, { limits, side, where }, adjusting), exempt }
}

/** The dollars per pupil of the year before times the pupils of now; nothing where there was nothing. */
function rescaled(
  prior: NumberOperand,
  { before, now }: { readonly before: NumberOperand; readonly now: NumberOperand },
  shop: Workshop,
): NumberOperand {
  const { holds, failed } = comparisonOf([prior, constantOperand(zero)], '==', shop)
  const comparable = productOf(quotientOf(prior, before, shop), now, shop)
  return asNumber(chosenOperand({ kind: 'boolean', holds, failed }, [prior, comparable], shop))
}

/** Where an amount or a count of the year before is missing or nothing. */
function newSchools(counts: readonly NumberOperand[], { shop }: ColumnAdjusting): Mask {
  const isNew = counts.reduce<Mask>((any, count) => {
    const { holds } = comparisonOf([count, constantOperand(zero)], '==', shop)
    return either(any, either(count.failed, holds, shop), shop)
  }, false)
  const known = keptMask(isNew, shop)
  shop.run()
  return known
}

// A school is new where a cell is missing, but not where a divisor is zero.
function refuseDoubt(
  { against, per }: ChangeLimit,
  {
    formula,
    counts,
    where,
    schools,
  }: {
    readonly formula: CheckedFormula
    readonly counts: readonly NumberOperand[]
    readonly where: Where
    readonly schools: number
  },
): void {
  const looked = per === undefined ? [against] : [against, per.before]
  if (looked.every(({ expression }) => failsOnlyWhereMissing(expression, formula))) return
  for (let school = 0; school < schools; school += 1)
    if (isIn(where, school) && counts.some((count) => hasFailed(count, school)))
      throw new NotForColumns('it takes the reference to say whether a school is new')
}

function without(schools: readonly number[], where: Where, shop: Workshop): Where {
  if (schools.length === 0) return where
  const rest = where === undefined ? new Uint8Array(shop.schools).fill(1) : where.slice()
  for (const school of schools) rest[school] = 0
  return rest
}

/** What it takes to hold some lines to their limits. */
function held(
  { over }: CheckedAdjustment,
  { limits, side, where }: Pick<ColumnBound, 'limits' | 'side'> & { readonly where: Where },
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  const amounts = adjusting.ledger.centsOver(over)
  const isLeast = side === 'least'
  const changes = centsWhere(where, adjusting, (school) => {
    const missing = (limits[school] ?? 0) - (amounts[school] ?? 0)
    return isLeast === missing > 0 ? missing : 0
  })
  return { changes, bound: { over, side, limits: where === undefined ? limits : limitsWhere(where, limits) } }
}

function limitsWhere(where: Uint8Array, limits: Float64Array): Float64Array {
  const bound = new Float64Array(limits.length).fill(Number.NaN)
  for (let school = 0; school < limits.length; school += 1)
    if (where[school] === 1) bound[school] = limits[school] ?? 0
  return bound
}
