import fc from 'fast-check'
import t from 'tap'
import { runAdjusted } from '../support/adjusted-case.ts'
import { fails, holds } from '../support/property.ts'

/** Schools with what they have and the bounds they are held in, all in cents, and a total to be met. */
interface PoolCase {
  readonly schools: readonly {
    readonly id: string
    readonly has: bigint
    readonly least?: bigint
    readonly most?: bigint
  }[]
  readonly total: bigint
}

// Few different amounts, so that schools tie in what they have, in their bounds and in their remainders.
const amount = fc.oneof(fc.constantFrom(0n, 100n, 33_333n, 50_000n), fc.bigInt(0n, 90_000n))
const school = fc.record({
  has: amount,
  least: fc.option(amount, { nil: undefined }),
  room: fc.option(fc.oneof(fc.constant(0n), fc.bigInt(0n, 60_000n)), { nil: undefined }),
})
const anyPool: fc.Arbitrary<PoolCase> = fc
  .record({
    schools: fc.array(school, { minLength: 1, maxLength: 7 }),
    // Thousandths of the way from the least to the most that they may have, and a little beyond.
    way: fc.bigInt(-150n, 1150n),
  })
  .map(({ schools, way }) => {
    const held = schools.map(({ has, least, room }, i) => ({
      id: 'GCAFBED'[i] ?? '',
      has,
      ...(least !== undefined && { least }),
      ...(room !== undefined && { most: (least ?? 0n) + room }),
    }))
    const scaled = held.filter(({ has }) => has > 0n)
    const least = scaled.reduce((sum, each) => sum + (each.least ?? 0n), 0n)
    const most = scaled.reduce((sum, each) => sum + (each.most ?? 2n * each.has + (each.least ?? 0n)), 0n)
    const total = least + ((most - least) * way) / 1000n
    return { schools: held, total: total < 0n ? 0n : total }
  })

t.test('a pool with floors, caps and ties comes to what halving finds, within a cent a school', async (t) => {
  const met = { yes: 0, no: 0 }
  await holds(
    t,
    fc.asyncProperty(anyPool, async (pool) => {
      const [found, expected] = [await scaled(pool), byHalving(pool)]
      if (found === undefined || expected === undefined) {
        met.no += 1
        return found === expected
      }
      met.yes += 1
      return agrees(pool, found, expected)
    }),
    { runs: 1000 },
  )
  t.ok(met.yes > 500 && met.no > 100, `${met.yes} pools could be met, ${met.no} could not`)
})

t.test('halving that forgets the caps is found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyPool, async (pool) => {
      const uncapped = { ...pool, schools: pool.schools.map(({ most: _most, ...rest }) => rest) }
      const [found, expected] = [await scaled(pool), byHalving(uncapped)]
      return found === undefined || expected === undefined || agrees(pool, found, expected)
    }),
    { runs: 1000 },
  )
})

/** Everyone is within a cent of the exact amount and within its bounds, and the sum is the total. */
function agrees(
  { schools, total }: PoolCase,
  found: readonly bigint[],
  expected: readonly bigint[],
): boolean {
  const isNear = schools.every(({ least = 0n, most }, i) => {
    const [cents = 0n, exact = 0n] = [found[i], expected[i]]
    const apart = (cents << BITS) - exact
    const isWithin = schools[i]?.has === 0n || (cents >= least && (most === undefined || cents <= most))
    return isWithin && apart <= 1n << BITS && -apart <= 1n << BITS
  })
  return isNear && found.reduce((sum, cents) => sum + cents, 0n) === total
}

const BITS = 80n

/** The exact amounts in cents times 2^80, by halving the factor; nothing where no factor meets the total. */
function byHalving({ schools, total }: PoolCase): readonly bigint[] | undefined {
  const at = (factor: bigint): bigint[] =>
    schools.map(({ has, least = 0n, most }) => {
      if (has === 0n) return 0n
      const amount = factor * has
      if (amount < least << BITS) return least << BITS
      return most !== undefined && amount > most << BITS ? most << BITS : amount
    })
  const sumAt = (factor: bigint): bigint => at(factor).reduce((sum, each) => sum + each, 0n)
  const wanted = total << BITS
  let [low, high] = [0n, 1n << (BITS + 20n)]
  if (sumAt(low) > wanted || sumAt(high) < wanted) return undefined
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (sumAt(middle) < wanted) low = middle
    else high = middle
  }
  return at(high)
}

/** What the program gives, in cents; nothing where it says that the pool cannot be met. */
async function scaled({ schools, total }: PoolCase): Promise<readonly bigint[] | undefined> {
  const bound = (side: 'least' | 'most'): string => {
    const stated = schools.filter((each) => each[side] !== undefined)
    const open = side === 'least' ? '0' : '1000000'
    return stated.reduceRight(
      (rest, each) => `if(region == "${each.id}", ${text(each[side] ?? 0n)}, ${rest})`,
      open,
    )
  }
  const { run, problems } = await runAdjusted({
    rows: schools.map(({ id, has }) => ({ id, a: text(has), region: id })),
    adjustments: [
      {
        id: 'p',
        kind: 'scale_to_pool',
        fund: 'general',
        total: text(total),
        least: bound('least'),
        most: bound('most'),
      },
    ],
  })
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (run === undefined && errors.every(({ code }) => code === 'ADJUSTMENT_INFEASIBLE')) return undefined
  if (run === undefined) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('; '))
  const totals = new Map(run.result.schools.map((each) => [each.id, BigInt(each.total.replace('.', ''))]))
  return schools.map(({ id }) => totals.get(id) ?? -1n)
}

function text(cents: bigint): string {
  return `${cents / 100n}.${`${cents % 100n}`.padStart(2, '0')}`
}
