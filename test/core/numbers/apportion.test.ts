import fc from 'fast-check'
import t from 'tap'
import { apportion, type Share } from '../../../src/core/numbers/apportion.ts'
import { absolute, compare, fraction, one, subtract, sum, whole } from '../../../src/core/numbers/rational.ts'
import { fails, holds } from '../../support/property.ts'

t.test('10 units at 60, 25 and 15 % are 6, 3 and 1: the tie goes to the first id', async (t) => {
  t.equal(parts(10n, [share('a', 60n), share('b', 25n), share('c', 15n)]), 'a 6, b 3, c 1')
  t.equal(parts(10n, [share('a', 60n), share('c', 25n), share('b', 15n)]), 'a 6, c 2, b 2')
})

t.test('the odd cent goes to the largest remainder', async (t) => {
  // Quotas 3.33, 3.34 and 3.33.
  t.equal(parts(10n, [share('a', 333n), share('b', 334n), share('c', 333n)]), 'a 3, b 4, c 3')
})

t.test('ids that tie are ordered by code point, not by the units of UTF-16', async (t) => {
  t.equal(parts(1n, [share('\u{10400}', 1n), share('\ufb00', 1n)]), '\u{10400} 0, \ufb00 1')
  t.equal(parts(1n, [share('é', 1n), share('z', 1n), share('Z', 1n)]), 'é 0, z 0, Z 1')
})

t.test('a sum to be taken away is placed as the same sum to be given', async (t) => {
  t.equal(parts(-10n, [share('a', 60n), share('b', 25n), share('c', 15n)]), 'a -6, b -3, c -1')
  t.equal(parts(0n, [share('a', 60n), share('b', 25n)]), 'a 0, b 0')
})

t.test('a share below its least gets its least, and the others bear it', async (t) => {
  t.equal(
    parts(100n, [share('a', 10n, { least: 50n }), share('b', 45n), share('c', 45n)]),
    'a 50, b 25, c 25',
  )
})

t.test('a share above its most gets its most, and the others have the rest', async (t) => {
  t.equal(parts(100n, [share('a', 80n, { most: 10n }), share('b', 10n), share('c', 10n)]), 'a 10, b 45, c 45')
})

t.test('a bound that the others push a share over binds too', async (t) => {
  // Quotas 60, 30, 10; a is held at 40, and 60 to 30:10 would be 45 for b, which is held at 42.
  const shares = [share('a', 60n, { most: 40n }), share('b', 30n, { most: 42n }), share('c', 10n)]
  t.equal(parts(100n, shares), 'a 40, b 42, c 18')
})

t.test('bounds hold when money is taken away', async (t) => {
  t.equal(parts(-10n, [share('a', 1n, { least: -2n }), share('b', 1n)]), 'a -2, b -8')
  t.equal(parts(-10n, [share('a', 1n, { most: -7n }), share('b', 1n)]), 'a -7, b -3')
})

t.test('a share without weight gets nothing', async (t) => {
  t.equal(parts(7n, [share('a', 0n), share('b', 1n)]), 'a 0, b 7')
})

t.test('when the bounds cannot meet the total, the nearest total and those who bind are named', async (t) => {
  const floors = [share('b', 1n, { least: 8n }), share('a', 1n, { least: 7n }), share('c', 1n, { least: 0n })]
  t.strictSame(apportion(10n, floors), { kind: 'infeasible', nearest: 15n, binding: ['a', 'b'] })
  const caps = [share('b', 1n, { most: 3n }), share('a', 1n, { most: 4n }), share('c', 0n, { most: 9n })]
  t.strictSame(apportion(10n, caps), { kind: 'infeasible', nearest: 7n, binding: ['a', 'b'] })
  const losses = [share('a', 1n, { least: -3n }), share('b', 1n, { least: -4n })]
  t.strictSame(apportion(-10n, losses), { kind: 'infeasible', nearest: -7n, binding: ['a', 'b'] })
  t.strictSame(apportion(5n, []), { kind: 'infeasible', nearest: 0n, binding: [] })
  t.strictSame(apportion(5n, [share('a', 0n)]), { kind: 'infeasible', nearest: 0n, binding: [] })
})

t.test('a larger total can cost a share one unit', async (t) => {
  const shares = [share('a', 6n), share('b', 6n), share('c', 2n)]
  t.equal(parts(10n, shares), 'a 4, b 4, c 2')
  t.equal(parts(11n, shares), 'a 5, b 5, c 1')
})

const total = fc.bigInt({ min: -5000n, max: 5000n })
const ids = fc.uniqueArray(fc.constantFrom('a', 'B', 'é', '\ufb00', '\u{10400}', '10', '9', 'zz'), {
  minLength: 1,
})
const weight = fc.tuple(fc.bigInt(0n, 50n), fc.bigInt(1n, 9n)).map(([n, d]) => fraction(n, d))
const unbounded = ids.chain((names) => fc.tuple(...names.map((id) => weight.map((w) => ({ id, weight: w })))))
const bound = fc.option(fc.bigInt({ min: -300n, max: 900n }), { nil: undefined })
const bounded = ids.chain((names) =>
  fc.tuple(
    ...names.map((id) =>
      fc
        .tuple(weight, bound, fc.option(fc.bigInt(0n, 500n), { nil: undefined }))
        .map(([w, low, room]): Share => {
          const most = room === undefined ? undefined : (low ?? 0n) + room
          return {
            id,
            weight: w,
            ...(low !== undefined && { least: low }),
            ...(most !== undefined && { most }),
          }
        }),
    ),
  ),
)

t.test('without bounds every part is within one unit of its quota, and they add up', async (t) => {
  await holds(
    t,
    fc.property(total, unbounded, (amount, shares) => {
      const weights = sum(shares.map((each) => each.weight))
      const result = apportion(amount, shares)
      if (weights.n === 0n) return result.kind === (amount === 0n ? 'apportioned' : 'infeasible')
      if (result.kind === 'infeasible') return false
      return addUp(result.parts) === amount && shares.every((each) => withinOne(each, result.parts))

      function withinOne(each: Share, given: ReadonlyMap<string, bigint>): boolean {
        const { n, d } = each.weight
        const quota = fraction(amount * n * weights.d, d * weights.n)
        return compare(absolute(subtract(whole(given.get(each.id) ?? 0n), quota)), one) < 0
      }
    }),
    { runs: 2000 },
  )
})

t.test('with bounds every part keeps its own, they add up, and the nearest total can be met', async (t) => {
  await holds(
    t,
    fc.property(total, bounded, (amount, shares) => {
      const result = apportion(amount, shares)
      if (result.kind === 'apportioned')
        return addUp(result.parts) === amount && keepsBounds(result.parts, shares)
      const again = apportion(result.nearest, shares)
      // A sum between what must be given and what must be taken away lies on neither side of zero.
      return again.kind === 'apportioned' || result.nearest < 0n !== amount < 0n
    }),
    { runs: 3000 },
  )
})

t.test('the order in which the shares stand never matters', async (t) => {
  await holds(
    t,
    fc.property(total, bounded, (amount, shares) => {
      const there = apportion(amount, shares)
      const back = apportion(amount, shares.toReversed())
      return sorted(there) === sorted(back)
    }),
    { runs: 1000 },
  )
})

t.test('rounding each quota on its own would lose units', async (t) => {
  await fails(
    t,
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 1, max: 50 })),
      (amount, weights) => {
        const all = weights.reduce((a, b) => a + b, 0)
        const rounded = weights.map((each) => Math.round((amount * each) / all))
        return weights.length === 0 || rounded.reduce((a, b) => a + b, 0) === amount
      },
    ),
    { runs: 1000 },
  )
})

function share(id: string, percent: bigint, bounds: { least?: bigint; most?: bigint } = {}): Share {
  return { id, weight: fraction(percent, 100n), ...bounds }
}

function parts(amount: bigint, shares: readonly Share[]): string {
  const result = apportion(amount, shares)
  if (result.kind === 'infeasible') return `infeasible: ${result.nearest}`
  return shares.map(({ id }) => `${id} ${result.parts.get(id)}`).join(', ')
}

function sorted(result: ReturnType<typeof apportion>): string {
  if (result.kind === 'infeasible') return `${result.nearest} ${result.binding.join()}`
  return [...result.parts]
    .map(([id, part]) => `${id} ${part}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join()
}

function addUp(given: ReadonlyMap<string, bigint>): bigint {
  return [...given.values()].reduce((a, b) => a + b, 0n)
}

function keepsBounds(given: ReadonlyMap<string, bigint>, shares: readonly Share[]): boolean {
  return shares.every(({ id, least, most }) => {
    const part = given.get(id) ?? 0n
    return part >= (least ?? part) && part <= (most ?? part)
  })
}
