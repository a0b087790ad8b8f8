import { constantOf, type NumberOperand, rationalAt } from '../../../columns/operand.ts'
import { asText } from '../../../columns/operand-of.ts'
import { codeAt } from '../../../columns/texts.ts'
import type { CheckedAdjustment, Formulated, ScaleToPool } from '../../../formula/checked.ts'
import { divide, equal, negate, type Rational, whole } from '../../../numbers/rational.ts'
import { exactSum, inCents, refuseFailed } from './cents.ts'
import {
  appliesWhere,
  type ColumnAdjusted,
  type ColumnAdjusting,
  columnOf,
  isIn,
  numberOf,
} from './column-adjusting.ts'
import { NotForColumns } from './not-for-columns.ts'
import { poolLimits } from './pool-limits.ts'
import { type PoolParts, poolParts } from './pool-parts.ts'
import { poolWeights } from './pool-weights.ts'

type Of<Kind extends CheckedAdjustment['kind']> = Extract<CheckedAdjustment, { kind: Kind }>

/** Scales lines by one factor so that their pool is met to the cent, within the bounds that still hold. */
export function scaleOnColumns(adjustment: ScaleToPool, adjusting: ColumnAdjusting): ColumnAdjusted {
  const { ledger } = adjusting
  const [before, fixed] = [ledger.centsOver(adjustment.over), ledger.centsOver(adjustment.fixed)]
  const hasMoney = new Uint8Array(before.length)
  for (let school = 0; school < before.length; school += 1)
    if ((before[school] ?? 0) > 0) hasMoney[school] = 1
  const scaled = appliesWhere(adjustment, adjusting, hasMoney) ?? hasMoney
  const limits = poolLimits(adjustment, scaled, adjusting)
  return pooled(adjustment, adjusting, ({ schools, total }) => {
    const members = schools.filter((school) => isIn(scaled, school))
    const weights = valuesAt(before, members)
    const unscaled = exactSum(before, schools) - exactSum(weights)
    const left = exactSum(Float64Array.of(total, -exactSum(fixed, schools), -unscaled))
    if (left < 0) throw new NotForColumns('a pool that what is not scaled exceeds')
    const parts = poolParts({
      total: left,
      ids: idsOf(members, adjusting),
      weights: { kind: 'whole', values: weights, unit: CENT },
      least: valuesAt(limits.least, members),
      most: valuesAt(limits.most, members),
    })
    return { members, before: weights, ...parts }
  })
}

/** Divides a fixed sum among schools by share. */
export function distributeOnColumns(
  adjustment: Of<'distribute'>,
  adjusting: ColumnAdjusting,
): ColumnAdjusted {
  const where = appliesWhere(adjustment, adjusting)
  const share = numberOf(adjustment.share, adjusting)
  refuseFailed(share, adjusting.shop.schools, where)
  return pooled(adjustment, adjusting, ({ schools: members, total }) => {
    const none = new Float64Array(members.length)
    const { parts, level } = poolParts({
      total: Math.abs(total),
      ids: idsOf(members, adjusting),
      weights: poolWeights(share, { members, where }),
      least: none,
      most: new Float64Array(members.length).fill(Infinity),
    })
    if (total >= 0) return { members, before: none, parts, level }
    // A sum to be taken away is divided as its opposite.
    return { members, before: none, parts: parts.map((part) => 0 - part), level: negate(level) }
  })
}

/** Lifts the lowest per weighted pupil, from the bottom up, to the one minimum that a fixed sum pays for. */
export function equaliseOnColumns(adjustment: Of<'equalise'>, adjusting: ColumnAdjusting): ColumnAdjusted {
  const where = appliesWhere(adjustment, adjusting)
  const per = numberOf(adjustment.per, adjusting)
  refuseFailed(per, adjusting.shop.schools, where)
  const amounts = adjusting.ledger.centsOver(adjustment.over)
  return pooled(adjustment, adjusting, ({ schools, total }) => {
    const members = schools.filter((school) => isIn(where, school))
    const before = valuesAt(amounts, members)
    const left = exactSum(Float64Array.of(total, exactSum(before)))
    if (left < 0) throw new NotForColumns('less than nothing to be equalised')
    const parts = poolParts({
      total: left,
      ids: idsOf(members, adjusting),
      weights: poolWeights(per, { members, where }),
      // A level is never negative, so that a least below nothing holds nobody.
      least: before.map((cents) => Math.max(cents, 0)),
      most: new Float64Array(members.length).fill(Infinity),
    })
    return { members, before, ...parts }
  })
}

const CENT: Rational = { n: 1n, d: 100n }

type Pooled = Extract<CheckedAdjustment, { kind: 'scale_to_pool' | 'distribute' | 'equalise' }>

interface Pool {
  readonly schools: Int32Array
  /** In cents. */
  readonly total: number
}

/** What the members of a pool get, and what they had of it before. */
interface Shared extends PoolParts {
  readonly members: Int32Array
  readonly before: Float64Array
}

function pooled(
  { total: formulated, by }: Pooled,
  adjusting: ColumnAdjusting,
  share: (pool: Pool) => Shared,
): ColumnAdjusted {
  const { schools } = adjusting.shop
  const total = numberOf(formulated, adjusting)
  refuseFailed(total, schools)
  const changes = new Float64Array(schools)
  const levels = poolsBy(by, adjusting).map((pool) => {
    const { members, before, parts, level } = share({
      schools: pool.schools,
      total: oneTotal(total, pool.schools),
    })
    for (let i = 0; i < members.length; i += 1) changes[members[i] ?? 0] = (parts[i] ?? 0) - (before[i] ?? 0)
    return { pool: pool.name, level: divide(level, whole(100n)) }
  })
  return { changes, levels }
}

/** The schools of each pool in the order of its first: one pool for all, or one for each text. */
function poolsBy(
  by: Formulated | undefined,
  adjusting: ColumnAdjusting,
): { readonly name: string; readonly schools: Int32Array }[] {
  const count = adjusting.shop.schools
  if (count === 0) return []
  if (by === undefined) return [{ name: '', schools: new Int32Array(count).map((_, school) => school) }]
  const text = asText(columnOf(by, adjusting))
  refuseFailed(text, count)
  const pools = new Map<number, number[]>()
  for (let school = 0; school < count; school += 1) {
    const code = codeAt(text.codes, school, 0)
    const pool = pools.get(code)
    if (pool === undefined) pools.set(code, [school])
    else pool.push(school)
  }
  return [...pools].map(([code, schools]) => ({
    name: adjusting.columns.text(code),
    schools: Int32Array.from(schools),
  }))
}

/** The total of a pool in cents, which has to be one for all its schools. */
function oneTotal(total: NumberOperand, schools: Int32Array): number {
  const first = constantOf(total) ?? rationalAt(total, schools[0] ?? 0)
  const isShared =
    constantOf(total) !== undefined || schools.every((school) => equal(rationalAt(total, school), first))
  const cents = isShared ? Number(inCents(first.n, first.d)) : Number.NaN
  if (!Number.isSafeInteger(cents)) throw new NotForColumns('the total of a pool is no one amount of cents')
  return cents
}

function valuesAt(values: Float64Array, schools: Int32Array): Float64Array {
  const picked = new Float64Array(schools.length)
  for (let i = 0; i < schools.length; i += 1) picked[i] = values[schools[i] ?? 0] ?? 0
  return picked
}

function idsOf(members: Int32Array, { data }: ColumnAdjusting): () => string[] {
  return () => Array.from(members, (school) => data.schools[school]?.id ?? '')
}
