import {
  absoluteOf,
  comparisonOf,
  differenceOf,
  negativeOf,
  productOf,
  sumOf,
} from '../../../columns/number-arithmetic.ts'
import { constantOperand, type NumberOperand, rationalAt } from '../../../columns/operand.ts'
import { asNumber, chosenOperand } from '../../../columns/operand-of.ts'
import type { Workshop } from '../../../columns/workshop.ts'
import type { CheckedAdjustment, Formulated } from '../../../formula/checked.ts'
import type { ComparisonOperator } from '../../../formula/syntax.ts'
import { equal, one, type Rational, subtract, zero } from '../../../numbers/rational.ts'
import { amountOf, exactSum, refuseFailed } from './cents.ts'
import {
  appliesWhere,
  type ColumnAdjusted,
  type ColumnAdjusting,
  centsWhere,
  moneyOver,
  numberOf,
  roundedCents,
} from './column-adjusting.ts'
import { NotForColumns } from './not-for-columns.ts'

type Of<Kind extends CheckedAdjustment['kind']> = Extract<CheckedAdjustment, { kind: Kind }>

/** Pays a share of the formula, or of the way to it from another amount. */
export function phaseInOnColumns(adjustment: Of<'phase_in'>, adjusting: ColumnAdjusting): ColumnAdjusted {
  const { shop } = adjusting
  const where = appliesWhere(adjustment, adjusting)
  const from = adjustment.from === undefined ? NOTHING : numberOf(adjustment.from, adjusting)
  const share = numberOf(adjustment.share, adjusting)
  const way = differenceOf(moneyOver(adjustment.over, adjusting), from, shop)
  const exact = sumOf(from, productOf(share, way, shop), shop)
  const paid = roundedCents(exact, { rounding: adjustment.rounding, where }, adjusting)
  const formula = adjusting.ledger.centsOver(adjustment.over)
  return {
    changes: centsWhere(where, adjusting, (school) => (paid[school] ?? 0) - (formula[school] ?? 0)),
  }
}

/** Pays for pupils who came and takes back for those who did not, out of a reserve. */
export function recountOnColumns(adjustment: Of<'recount'>, adjusting: ColumnAdjusting): ColumnAdjusted {
  const { shop } = adjusting
  const where = appliesWhere(adjustment, adjusting)
  const number = (formulated: Formulated | undefined, standard: NumberOperand): NumberOperand =>
    formulated === undefined ? standard : numberOf(formulated, adjusting)
  const change = differenceOf(number(adjustment.actual, NOTHING), number(adjustment.projected, NOTHING), shop)
  const allowed = number(adjustment.tolerance, NOTHING)
  const [gain, loss] = [number(adjustment.gain, NOTHING), number(adjustment.loss, NOTHING)]
  const fraction = number(adjustment.fraction, constantOperand(one))
  const pupils = countedChange({ change, allowed, counts: adjustment.counts }, shop)
  const rate = whether([pupils, '<', NOTHING], [loss, gain], shop)
  const due = productOf(productOf(pupils, rate, shop), fraction, shop)
  // Where nobody is paid for, a rate may be missing.
  const exact = whether([pupils, '==', NOTHING], [NOTHING, due], shop)
  const paid = roundedCents(exact, { rounding: adjustment.rounding, where }, adjusting)
  const changes = centsWhere(where, adjusting, (school) => paid[school] ?? 0)
  if (adjustment.reserve === undefined) return { changes }
  const left = subtract(oneNumber(numberOf(adjustment.reserve, adjusting), shop), amountOf(exactSum(changes)))
  if (left.n < 0n) throw new NotForColumns('a reserve falls short')
  return { changes, left }
}

/** Replaces average by actual salaries, or the other way about. */
export function salaryBasisOnColumns(
  adjustment: Of<'salary_basis'>,
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  const where = appliesWhere(adjustment, adjusting)
  const [actual, average] = [numberOf(adjustment.actual, adjusting), numberOf(adjustment.average, adjusting)]
  const exact = differenceOf(actual, average, adjusting.shop)
  const changes = roundedCents(exact, { rounding: adjustment.rounding, where }, adjusting)
  return { changes: centsWhere(where, adjusting, (school) => changes[school] ?? 0) }
}

/** One school, one amount. */
export function overrideOnColumns(adjustment: Of<'override'>, adjusting: ColumnAdjusting): ColumnAdjusted {
  const { data, shop } = adjusting
  const index = data.schools.findIndex(({ id }) => id === adjustment.school)
  if (index < 0) throw new NotForColumns('a school that is none of the run')
  const only = new Uint8Array(shop.schools)
  only[index] = 1
  const where = appliesWhere(adjustment, adjusting, only)
  const { rounding } = adjustment
  const amounts = roundedCents(numberOf(adjustment.amount, adjusting), { rounding, where }, adjusting)
  return { changes: centsWhere(where, adjusting, (school) => amounts[school] ?? 0) }
}

/** The pupils that count: none within the tolerance; past it those beyond, or all. */
function countedChange(
  {
    change,
    allowed,
    counts,
  }: { readonly change: NumberOperand; readonly allowed: NumberOperand; readonly counts: 'beyond' | 'all' },
  shop: Workshop,
): NumberOperand {
  const beyond = (): NumberOperand => {
    const [lost, gained] = [sumOf(change, allowed, shop), sumOf(change, negativeOf(allowed, shop), shop)]
    return whether([change, '<', NOTHING], [lost, gained], shop)
  }
  const counted = counts === 'all' ? change : beyond()
  return whether([absoluteOf(change, shop), '<=', allowed], [NOTHING, counted], shop)
}

/** One of two numbers by how two others compare; what is missing in the one not taken does not matter. */
function whether(
  [a, operator, b]: readonly [NumberOperand, ComparisonOperator, NumberOperand],
  choices: readonly [NumberOperand, NumberOperand],
  shop: Workshop,
): NumberOperand {
  const condition = { kind: 'boolean', ...comparisonOf([a, b], operator, shop) } as const
  return asNumber(chosenOperand(condition, choices, shop))
}

/** The number that all schools share. */
function oneNumber(of: NumberOperand, { schools }: Workshop): Rational {
  refuseFailed(of, schools)
  const first = schools === 0 ? zero : rationalAt(of, 0)
  for (let school = 1; school < schools; school += 1)
    if (!equal(rationalAt(of, school), first)) throw new NotForColumns('a number that schools do not share')
  return first
}

const NOTHING = constantOperand(zero)
