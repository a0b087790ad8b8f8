import type { CheckedAdjustment, Formulated, ScaleToPool } from '../../formula/checked.ts'
import { apportion, type Share } from '../../numbers/apportion.ts'
import { fixedText } from '../../numbers/decimal.ts'
import {
  compare,
  divide,
  equal,
  greatest,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../../numbers/rational.ts'
import { roundToPlaces } from '../../numbers/rounding.ts'
import { problem } from '../../problems/problem.ts'
import { Failure } from '../failure.ts'
import { type Adjusted, type Adjusting, amountOver, appliesAt, forSchools, numberAt } from './adjusting.ts'
import { unitOf, unitsIn } from './ledger.ts'
import { heldLines, poolBounds } from './pool-bounds.ts'

/** Scales lines by one factor so that their pool is met to the cent, within the bounds that still hold. */
export function scaleToPool(adjustment: ScaleToPool, adjusting: Adjusting): Adjusted {
  const { over, fixed } = adjustment
  const total = (entries: readonly { before: Rational }[]): Rational =>
    sum(entries.map(({ before }) => before))
  const adjusted = sharedByPool(adjustment, adjusting, ({ schools, total: pool }) => {
    const amounts = schools.map((school) => ({ school, before: amountOver(adjusting, over, school) }))
    const isScaled = ({ school, before }: { school: number; before: Rational }): boolean =>
      before.n > 0n && appliesAt(adjusting, adjustment, school)
    const scaled = amounts.filter(isScaled)
    const standing = sum(schools.map((school) => amountOver(adjusting, fixed, school)))
    const unscaled = subtract(total(amounts), total(scaled))
    const left = subtract(subtract(pool, standing), unscaled)
    const shares = scaled.map(({ school, before }) => {
      return { school, weight: before, before, ...poolBounds(adjustment, adjusting, school) }
    })
    return { left, shares }
  })
  return { ...adjusted, holds: forSchools(adjusting, (school) => heldLines(adjustment, adjusting, school)) }
}

/** Divides a fixed sum among schools by share. */
export function distribute(
  adjustment: Extract<CheckedAdjustment, { kind: 'distribute' }>,
  adjusting: Adjusting,
): Adjusted {
  return sharedByPool(adjustment, adjusting, ({ schools, total }) => ({
    left: total,
    shares: schools.map((school) => ({
      school,
      weight: appliesAt(adjusting, adjustment, school) ? numberAt(adjusting, adjustment.share, school) : zero,
      before: zero,
    })),
  }))
}

/** Lifts the lowest per weighted pupil, from the bottom up, to the one minimum that a fixed sum pays for. */
export function equalise(
  adjustment: Extract<CheckedAdjustment, { kind: 'equalise' }>,
  adjusting: Adjusting,
): Adjusted {
  return sharedByPool(adjustment, adjusting, ({ schools, total }) => {
    const lifted = schools.filter((school) => appliesAt(adjusting, adjustment, school))
    const shares = lifted.map((school) => {
      const before = amountOver(adjusting, adjustment.over, school)
      return { school, weight: numberAt(adjusting, adjustment.per, school), before, least: before }
    })
    return { left: sum([total, ...shares.map(({ before }) => before)]), shares }
  })
}

interface PoolShare {
  readonly school: number
  readonly weight: Rational
  /** What the school has of it before; the change is what it gets less this. */
  readonly before: Rational
  readonly least?: Rational
  readonly most?: Rational
}

interface Pool {
  readonly schools: readonly number[]
  readonly total: Rational
}

type Pooled = Extract<CheckedAdjustment, { kind: 'scale_to_pool' | 'distribute' | 'equalise' }>

/** Meets each pool's sum exactly: by the level that its shares and bounds allow, the last cents by largest remainder. */
function sharedByPool(
  adjustment: Pooled,
  adjusting: Adjusting,
  sharesOf: (pool: Pool) => { left: Rational; shares: readonly PoolShare[] },
): Adjusted {
  const changes = new Map<number, Rational>()
  const levels: { pool: string; level: Rational }[] = []
  for (const [name, schools] of poolsOf(adjustment.by, adjusting)) {
    const total = oneTotal(adjustment, schools, adjusting)
    if (total === undefined) continue
    const { left, shares } = sharesOf({ schools, total })
    const negative = shares.filter(({ weight }) => weight.n < 0n)
    if (negative.length > 0) {
      reportTotal(adjustment, adjusting, {
        message: 'a share is negative',
        schools: negative.map(({ school }) => school),
      })
      continue
    }
    if (
      adjustment.kind === 'scale_to_pool' &&
      !canBeScaled(adjustment, { pool: name, left, shares }, adjusting)
    )
      continue
    const unit = unitOf([left, ...shares.flatMap(({ before }) => before)])
    const asShares = shares.map((share) => inUnits(share, unit, adjusting))
    const parts = apportion(unitsIn(left, unit), asShares)
    if (parts.kind === 'infeasible') {
      reportInfeasible(adjustment, adjusting, {
        pool: name,
        wanted: left,
        nearest: multiply(whole(parts.nearest), unit),
        binding: parts.binding,
      })
      continue
    }
    levels.push({ pool: name, level: multiply(parts.level, unit) })
    for (const { school, before } of shares) {
      const got = multiply(whole(parts.parts.get(idOf(adjusting, school)) ?? 0n), unit)
      changes.set(school, subtract(got, before))
    }
  }
  return { changes: forSchools(adjusting, (school) => changes.get(school) ?? zero), levels }
}

/** Whether nothing but the total can stand in the way: scaled money is never negative, and no least above its most. */
function canBeScaled(
  adjustment: ScaleToPool,
  { pool, left, shares }: { pool: string; left: Rational; shares: readonly PoolShare[] },
  adjusting: Adjusting,
): boolean {
  const floorOf = ({ least = zero }: PoolShare): Rational => greatest(least, zero)
  const crossed = shares.filter(
    (share) => share.most !== undefined && compare(share.most, floorOf(share)) < 0,
  )
  if (crossed.length > 0) {
    const ids = crossed.map(({ school }) => idOf(adjusting, school))
    const [{ most = zero, ...first } = { school: 0, weight: zero, before: zero }] = crossed
    adjusting.problems.push(
      problem('ADJUSTMENT_INFEASIBLE', {
        at: { kind: 'document', pointer: adjustment.pointer },
        message: `${adjustment.id}${pool === '' ? '' : ` (${pool})`}: the least is above the most, at ${ids[0]} by ${fixedText(roundToPlaces(subtract(floorOf(first), most), 2))}`,
        found: boundText(ids),
      }),
    )
    return false
  }
  if (left.n >= 0n) return true
  const nearest = roundToPlaces(sum(shares.map(floorOf)), 2, 'ceiling')
  reportInfeasible(adjustment, adjusting, { pool, wanted: left, nearest, binding: adjustment.fixed })
  return false
}

function inUnits({ school, weight, least, most }: PoolShare, unit: Rational, adjusting: Adjusting): Share {
  const bound = (amount: Rational, up: boolean): bigint => {
    const units = divide(amount, unit)
    const down = units.n >= 0n ? units.n / units.d : -((-units.n + units.d - 1n) / units.d)
    return up && down * units.d !== units.n ? down + 1n : down
  }
  const [low, high] = [least && bound(least, true), most && bound(most, false)]
  return {
    id: idOf(adjusting, school),
    weight,
    ...(low !== undefined && { least: low }),
    // A least and a most within one unit of each other leave no whole unit between them.
    ...(high !== undefined && { most: low !== undefined && low > high ? low : high }),
  }
}

/** The schools of each pool: one pool for all, or one for each text value. */
function poolsOf(by: Formulated | undefined, adjusting: Adjusting): ReadonlyMap<string, readonly number[]> {
  const pools = new Map<string, number[]>()
  for (const school of forSchools(adjusting, (each) => each)) {
    const key = by === undefined ? '' : adjusting.value(by, school)
    if (key instanceof Failure) adjusting.failures.push(key)
    const name = typeof key === 'string' ? key : ''
    const schools = pools.get(name)
    if (schools === undefined) pools.set(name, [school])
    else schools.push(school)
  }
  return pools
}

/** The total of a pool, which has to be one amount for all its schools. */
function oneTotal(
  adjustment: Pooled,
  schools: readonly number[],
  adjusting: Adjusting,
): Rational | undefined {
  const [first, ...others] = schools.map((school) => numberAt(adjusting, adjustment.total, school))
  if (first !== undefined && others.every((each) => equal(each, first)) && !isRatio(first)) return first
  reportTotal(adjustment, adjusting, {
    message: 'the total of a pool is one amount in whole cents or less',
    schools,
  })
  return undefined
}

function isRatio(amount: Rational): boolean {
  return amount.d > 1n && 10n ** 18n % amount.d !== 0n
}

function idOf({ data }: Adjusting, school: number): string {
  return data.schools[school]?.id ?? ''
}

function reportTotal(
  { id, total }: Pooled,
  adjusting: Adjusting,
  { message, schools }: { message: string; schools: readonly number[] },
): void {
  const ids = schools.map((school) => idOf(adjusting, school))
  adjusting.problems.push(
    problem('ADJUSTMENT_TOTAL', {
      at: { kind: 'document', pointer: total.pointer },
      message: `${id}: ${message}`,
      found: `schools ${ids.slice(0, 10).join(', ')}`,
    }),
  )
}

function reportInfeasible(
  { id, pointer }: Pooled,
  { problems }: Adjusting,
  {
    pool,
    wanted,
    nearest,
    binding,
  }: { pool: string; wanted: Rational; nearest: Rational; binding: readonly string[] },
): void {
  const short = subtract(wanted, nearest)
  const side = short.n < 0n ? 'the least they may have is more' : 'the most they may have is less'
  problems.push(
    problem('ADJUSTMENT_INFEASIBLE', {
      at: { kind: 'document', pointer },
      message: `${id}${pool === '' ? '' : ` (${pool})`}: ${side} than the pool by ${fixedText(short.n < 0n ? { n: -short.n, d: short.d } : short)}`,
      found: boundText(binding),
      expected: fixedText(wanted),
    }),
  )
}

function boundText(ids: readonly string[]): string {
  if (ids.length === 0) return 'no school has a share'
  return `bound: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ` and ${ids.length - 12} more` : ''}`
}
