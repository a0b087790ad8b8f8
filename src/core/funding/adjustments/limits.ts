import type { ChangeLimit, CheckedAdjustment } from '../../formula/checked.ts'
import {
  add,
  divide,
  greatest,
  isZero,
  least,
  multiply,
  one,
  type Rational,
  subtract,
  zero,
} from '../../numbers/rational.ts'
import { round } from '../../numbers/rounding.ts'
import { Failure, failure, findingsOf } from '../failure.ts'
import { type Adjusted, type Adjusting, amountOver, appliesAt, forSchools, numberAt } from './adjusting.ts'

/** Lifts schools below a minimum to it. */
export function applyMinimum(
  adjustment: Extract<CheckedAdjustment, { kind: 'minimum' }>,
  adjusting: Adjusting,
): Adjusted {
  const limits = forSchools(adjusting, (school) =>
    appliesAt(adjusting, adjustment, school)
      ? round(numberAt(adjusting, adjustment.least, school), adjustment.rounding)
      : undefined,
  )
  return held(adjustment, { limits, side: 'least' }, adjusting)
}

/**
 * Holds the change from the year before within a share of it: hold-harmless, a soft landing, a cap on gains.
 * With counts of pupils, the comparable amount is the dollars per pupil of then times the pupils of now.
 */
export function applyChangeLimit(adjustment: ChangeLimit, adjusting: Adjusting): Adjusted {
  const exempt: number[] = []
  const limits = forSchools(adjusting, (school) => {
    if (!appliesAt(adjusting, adjustment, school)) return undefined
    if (adjustment.newSchools === 'exempt' && isNew(adjustment, adjusting, school)) {
      exempt.push(school)
      return undefined
    }
    return round(limitAt(adjustment, adjusting, school), adjustment.rounding)
  })
  const side = adjustment.kind === 'floor_change' ? 'least' : 'most'
  return { ...held(adjustment, { limits, side }, adjusting), exempt }
}

function limitAt(limit: ChangeLimit, adjusting: Adjusting, school: number): Rational {
  const comparable = comparableAt(limit, adjusting, school)
  return multiply(comparable, add(one, numberAt(adjusting, limit.share, school)))
}

/** The amount of the year before; with counts of pupils, its dollars per pupil times the pupils of now. */
function comparableAt({ against, per }: ChangeLimit, adjusting: Adjusting, school: number): Rational {
  const prior = numberAt(adjusting, against, school)
  if (per === undefined || isZero(prior)) return prior
  const pupils = adjusting.value(per.before, school)
  if (pupils instanceof Failure || typeof pupils !== 'object') return numberAt(adjusting, per.before, school)
  if (isZero(pupils)) {
    const { pointer, expression } = per.before
    const place = { kind: 'fault', pointer, span: expression.span, school } as const
    const message = 'dollars per pupil of a year without pupils'
    adjusting.failures.push(failure({ ...place, code: 'ZERO_DIVISOR', message }))
    return zero
  }
  return multiply(divide(prior, pupils), numberAt(adjusting, per.now, school))
}

/** A school without an amount or without pupils in the year before. */
function isNew({ against, per }: ChangeLimit, adjusting: Adjusting, school: number): boolean {
  const looked = [against, ...(per === undefined ? [] : [per.before])].map((each) =>
    adjusting.value(each, school),
  )
  return looked.some((result) => {
    if (result instanceof Failure) return findingsOf([result]).every(({ kind }) => kind === 'missing')
    return typeof result === 'object' && isZero(result)
  })
}

function held(
  { over }: CheckedAdjustment,
  { limits, side }: { limits: readonly (Rational | undefined)[]; side: 'least' | 'most' },
  adjusting: Adjusting,
): Adjusted {
  const changes = limits.map((limit, school) => {
    if (limit === undefined) return zero
    const missing = subtract(limit, amountOver(adjusting, over, school))
    return side === 'least' ? greatest(missing, zero) : least(missing, zero)
  })
  return { changes, bound: { over, side, limits } }
}
