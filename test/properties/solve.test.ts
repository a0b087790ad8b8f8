import fc from 'fast-check'
import t from 'tap'
import { resultOf } from '../support/adjusted-case.ts'
import { fails, holds } from '../support/property.ts'

/** A base and a weight on it, with a minimum; the base is solved for. */
interface SolveCase {
  readonly schools: readonly { readonly pupils: bigint; readonly frl: bigint }[]
  readonly weightThousandths: bigint
  readonly leastCents: bigint
  readonly targetCents: bigint
  readonly places: number
}

const anySolve: fc.Arbitrary<SolveCase> = fc
  .record({
    schools: fc.array(fc.record({ pupils: fc.bigInt(1n, 90n), frl: fc.bigInt(0n, 60n) }), {
      minLength: 1,
      maxLength: 5,
    }),
    weightThousandths: fc.bigInt(0n, 1500n),
    leastCents: fc.oneof(fc.constant(0n), fc.bigInt(0n, 100_000n)),
    aboveCents: fc.bigInt(0n, 900_000n),
    places: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ aboveCents, ...rest }) => ({
    ...rest,
    targetCents: rest.leastCents * BigInt(rest.schools.length) + aboveCents,
  }))

t.test('the value found costs no more than the target, and the next one up costs more', async (t) => {
  await holds(
    t,
    fc.asyncProperty(anySolve, async (given) => isGreatest(given, await foundFor(given))),
    { runs: 250 },
  )
})

t.test('a value that is one too small is found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anySolve, async (given) => {
      const { units, ...found } = await foundFor(given)
      return isGreatest(given, { ...found, units: units - 1n })
    }),
    { runs: 20 },
  )
})

interface Found {
  /** The value in units of its last place. */
  readonly units: bigint
  readonly totalCents: bigint
  readonly nextCents: bigint
}

function isGreatest(given: SolveCase, { units, totalCents, nextCents }: Found): boolean {
  const [at, next] = [totalAt(given, units), totalAt(given, units + 1n)]
  return at <= given.targetCents && next > given.targetCents && at === totalCents && next === nextCents
}

/** What all schools get, in cents, by the test's own arithmetic. */
function totalAt({ schools, weightThousandths, leastCents, places }: SolveCase, units: bigint): bigint {
  const scale = 10n ** BigInt(places)
  const rounded = (above: bigint, below: bigint): bigint => (2n * above + below) / (2n * below)
  return schools.reduce((sum, { pupils, frl }) => {
    const base = rounded(pupils * units * 100n, scale)
    const weighted = rounded(frl * units * weightThousandths * 100n, scale * 1000n)
    return sum + (base + weighted < leastCents ? leastCents : base + weighted)
  }, 0n)
}

async function foundFor({
  schools,
  weightThousandths,
  leastCents,
  targetCents,
  places,
}: SolveCase): Promise<Found> {
  const line = (id: string, amount: string) => ({ id, amount, fund: 'general', flexibility: 'free' })
  const { total, budget } = await resultOf({
    rows: schools.map(({ pupils, frl }, i) => ({ id: `${i}`, pupils: `${pupils}`, frl: `${frl}` })),
    parameters: {
      base: { value: '0', unit: 'money/pupil', assumed: 'for this test' },
      weight: { value: decimalText(weightThousandths, 3), assumed: 'for this test' },
    },
    lines: [line('base', 'pupils * base'), line('frl', 'frl * base * weight')],
    adjustments: [{ id: 'm', kind: 'minimum', over: ['base', 'frl'], least: decimalText(leastCents, 2) }],
    solve: { parameter: 'base', to: decimalText(targetCents, 2), places: `${places}` },
  })
  const { value = '', next } = budget?.solved ?? {}
  return {
    units: unitsIn(value, places),
    totalCents: unitsIn(total, 2),
    nextCents: unitsIn(next?.total ?? '', 2),
  }
}

function decimalText(units: bigint, places: number): string {
  const digits = `${units}`.padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

function unitsIn(text: string, places: number): bigint {
  const [whole = '', decimals = ''] = text.split('.')
  return BigInt(whole + decimals.padEnd(places, '0').slice(0, places))
}
