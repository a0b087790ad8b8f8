import fc from 'fast-check'
import t from 'tap'
import { NotForColumns } from '../../../../../src/core/funding/kernel/adjustments/not-for-columns.ts'
import { poolLevel } from '../../../../../src/core/funding/kernel/adjustments/pool-level.ts'
import { type Pool, poolParts } from '../../../../../src/core/funding/kernel/adjustments/pool-parts.ts'
import { levelOf, quotas } from '../../../../../src/core/funding/kernel/adjustments/quotas.ts'
import { apportion } from '../../../../../src/core/numbers/apportion.ts'
import { equal, type Rational, whole } from '../../../../../src/core/numbers/rational.ts'
import { fails, holds } from '../../../../support/property.ts'

interface Member {
  readonly weight: number
  readonly least: number
  /** Nothing where it is not limited. */
  readonly room: number | null
}

interface PoolCase {
  readonly total: number
  readonly members: readonly Member[]
}

t.test('schools exactly at their bounds, and the rest by weight: 100 over 1, 1 and 2', async (t) => {
  // The first is held at 50; of the other 50, the shares are 16.67 and 33.33, and the odd cent goes by remainder.
  const { parts, level } = poolParts(
    poolOf({ total: 100, members: [member(1, 50), member(1, 0), member(2, 0)] }),
  )
  t.strictSame([...parts], [50, 17, 33])
  t.strictSame(level, { n: 50n, d: 3n })
})

t.test('one cent for three equal schools goes to the first, and a zero weight gets none', async (t) => {
  const { parts } = poolParts(
    poolOf({ total: 4, members: [member(0, 0), member(7, 0), member(7, 0), member(7, 0)] }),
  )
  t.strictSame([...parts], [0, 2, 1, 1])
})

t.test('pools with ties, zero weights and bounds just met come to what the reference gives', async (t) => {
  let met = 0
  const agrees = (given: PoolCase): boolean => {
    const [found, expected] = [onColumns(given), byReference(given)]
    if (expected !== undefined) met += 1
    return same(found, expected)
  }
  await holds(t, fc.property(anyPool, agrees), { runs: 3000 })
  t.ok(met > 1000, `${met} could be met`)
})

t.test('bounds that are missed by less than a float can tell are settled exactly', async (t) => {
  let settled = 0
  const agrees = (given: PoolCase): boolean => {
    const { weights, ...bounds } = poolOf(given)
    if (weights.kind === 'whole' && poolLevel({ ...bounds, weights: weights.values }).kind === 'level')
      settled += 1
    return same(onColumns(given), byReference(given))
  }
  await holds(t, fc.property(nearBound, agrees), { runs: 1000 })
  t.ok(settled > 900, `${settled} were settled without the reference`)
})

t.test('cents that go to equal schools from the other end are found out', async (t) => {
  const mirrored = (given: PoolCase): PoolCase => ({ ...given, members: given.members.toReversed() })
  await fails(
    t,
    fc.property(anyPool, (given) => {
      const other = byReference(mirrored(given))
      return same(onColumns(given), other && { ...other, parts: other.parts.toReversed() })
    }),
    { runs: 10_000 },
  )
})

t.test('a level that is a float alone is found out', async (t) => {
  await fails(
    t,
    fc.property(anyShares, (given) => same(byFloats(given), byReference(given))),
    { runs: 10_000 },
  )
})

t.test('quotas of great totals are exact, in floats and beyond what these are proven for', async (t) => {
  const great = fc.integer({ min: 1, max: 2 ** 52 })
  const shares = fc.array(fc.oneof(great, fc.nat(5)), { minLength: 1, maxLength: 4 })
  const division = fc
    .tuple(great, shares)
    .map(([total, all]) => ({ total, weights: all.map((weight) => Math.floor(weight / 4)) }))
    .filter(({ weights }) => weights.some((weight) => weight > 0))
  const isExact = ({ total, weights }: { total: number; weights: readonly number[] }): boolean => {
    const sum = weights.reduce((all, weight) => all + weight, 0)
    const room = {
      weights: Float64Array.from(weights),
      parts: new Float64Array(weights.length),
      rests: new Float64Array(weights.length),
    }
    quotas(levelOf(total, sum), room, { from: 0, to: weights.length })
    return weights.every((weight, i) => {
      const dividend = BigInt(total) * BigInt(weight)
      return (
        BigInt(room.parts[i] ?? -1) * BigInt(sum) + BigInt(room.rests[i] ?? -1) === dividend &&
        (room.rests[i] ?? -1) < sum
      )
    })
  }
  await holds(t, fc.property(division, isExact), { runs: 5000 })
})

function member(weight: number, least: number, room: number | null = null): Member {
  return { weight, least, room }
}

// Few different weights and bounds, so that schools tie in their remainders and stand exactly at their bounds.
const few = fc.oneof(fc.constantFrom(0, 1, 3, 10, 100, 33_333), fc.nat(50_000), fc.nat(2 ** 43))
const anyPool: fc.Arbitrary<PoolCase> = fc
  .record({
    members: fc.array(
      fc.record({
        weight: few,
        least: fc.oneof(fc.constant(0), few),
        room: fc.oneof(fc.constant(null), fc.constant(0), few),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    level: fc.constantFrom(0, 1, 2, 10, 1 / 3, 0.1, 1.7),
    odd: fc.constantFrom(0, 0, 1, -1, 17),
  })
  // A total that comes from a level stands where bounds are met exactly, or one cent beside it.
  .map(({ members, level, odd }) => {
    const held = members.map(({ weight, least, room }) =>
      Math.floor(Math.min(Math.max(level * weight, least), room === null ? Infinity : least + room)),
    )
    return { members, total: Math.max(0, held.reduce((sum, each) => sum + each, 0) + odd) }
  })

/**
 * Free schools whose level is a fraction, and one more whose weight times that level is a whole number but for one
 * part in billions: it is held at that whole number from above or from below, or not held after all.
 */
const nearBound: fc.Arbitrary<PoolCase> = fc
  .record({
    weights: fc.array(fc.integer({ min: 2 ** 35, max: 2 ** 44 }), { minLength: 2, maxLength: 4 }),
    shared: fc.integer({ min: 2 ** 35, max: 2 ** 46 }),
    isAbove: fc.boolean(),
    isMost: fc.boolean(),
    odd: fc.constantFrom(0, 0, 1, -1),
  })
  .filter(({ weights, shared }) => inverse(BigInt(shared), BigInt(sumOf(weights))) !== undefined)
  .map(({ weights, shared, isAbove, isMost, odd }) => {
    const by = BigInt(sumOf(weights))
    const inverted = inverse(BigInt(shared), by) ?? 0n
    // shared × weight is one more or one less than a multiple of the sum.
    const weight = isAbove ? inverted : by - inverted
    const bound = Number((BigInt(shared) * weight) / by) + (isAbove ? 0 : 1)
    const held = isMost ? member(Number(weight), 0, bound) : member(Number(weight), bound)
    return { total: shared + bound + odd, members: [...weights.map((each) => member(each, 0)), held] }
  })

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

/** What a number is to be multiplied with to leave one over a modulus; nothing where they share a divisor. */
function inverse(number: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [number % modulus, modulus]
  let [x, y] = [1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return a === 1n ? ((x % modulus) + modulus) % modulus : undefined
}

const anyShares: fc.Arbitrary<PoolCase> = fc
  .tuple(fc.nat(2 ** 48), fc.array(fc.integer({ min: 1, max: 2 ** 46 }), { minLength: 3, maxLength: 7 }))
  .map(([total, weights]) => ({ total, members: weights.map((weight) => member(weight, 0)) }))

interface Outcome {
  readonly parts: readonly number[]
  readonly level: Rational | undefined
}

function same(a: Outcome | undefined, b: Outcome | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const isLevel = a.level === undefined || b.level === undefined || equal(a.level, b.level)
  return isLevel && a.parts.every((part, i) => part === b.parts[i])
}

/** Ids that are in the order of the members. */
function poolOf({ total, members }: PoolCase): Pool {
  return {
    total,
    ids: () => members.map((_, i) => `${i}`),
    weights: {
      kind: 'whole',
      values: Float64Array.from(members, ({ weight }) => weight),
      unit: { n: 1n, d: 1n },
    },
    least: Float64Array.from(members, ({ least }) => least),
    most: Float64Array.from(members, ({ least, room }) => (room === null ? Infinity : least + room)),
  }
}

function onColumns(given: PoolCase): Outcome | undefined {
  try {
    const { parts, level } = poolParts(poolOf(given))
    return { parts: [...parts], level }
  } catch (error) {
    if (error instanceof NotForColumns) return undefined
    throw error
  }
}

function byReference({ total, members }: PoolCase): Outcome | undefined {
  const shares = members.map(({ weight, least, room }, i) => ({
    id: `${i}`,
    weight: whole(BigInt(weight)),
    ...(least > 0 && { least: BigInt(least) }),
    ...(room !== null && { most: BigInt(least + room) }),
  }))
  const found = apportion(BigInt(total), shares)
  if (found.kind === 'infeasible') return undefined
  return { parts: members.map((_, i) => Number(found.parts.get(`${i}`))), level: found.level }
}

/** Parts of a level in one float, the last cents by the largest remainders of floats. */
function byFloats({ total, members }: PoolCase): Outcome {
  const level = total / members.reduce((sum, { weight }) => sum + weight, 0)
  const shares = members.map(({ weight }, i) => ({
    i,
    part: Math.floor(level * weight),
    rest: (level * weight) % 1,
  }))
  const left = total - shares.reduce((sum, { part }) => sum + part, 0)
  const lifted = new Set(
    shares
      .toSorted((a, b) => b.rest - a.rest)
      .slice(0, Math.max(0, left))
      .map(({ i }) => i),
  )
  return { parts: shares.map(({ i, part }) => part + (lifted.has(i) ? 1 : 0)), level: undefined }
}
