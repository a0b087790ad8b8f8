import fc from 'fast-check'
import t from 'tap'
import { greatestValue, type Range, type Search } from '../../../src/core/funding/greatest-value.ts'
import { whole } from '../../../src/core/numbers/rational.ts'
import { done, failed, type Outcome, problem } from '../../../src/core/problems/problem.ts'
import { fails, holds } from '../../support/property.ts'

t.test(
  'a total that rises in a straight line is met in a few looks, wherever the search begins',
  async (t) => {
    const range = { most: 10n ** 17n, stride: 100n }
    const total = (steps: bigint) => 73n * steps + 41n
    for (const start of [0n, 1n, 12n, 580_000n, 593_168n, 593_169n, 593_170n, 700_000n, 10n ** 17n]) {
      const { search, looks } = searched(73n * 593_169n + 100n, total, { ...range, start })
      t.strictSame(neighbours(search), [593_169n, 593_170n], `from ${start}`)
      t.ok(looks <= 5, `${looks} looks from ${start}`)
    }
  },
)

t.test('a total that bends, stands still or leaps is still met', async (t) => {
  const range = { most: 10n ** 17n, stride: 100n }
  const totals: readonly [name: string, (steps: bigint) => bigint, target: bigint, value: bigint][] = [
    ['a square', (steps) => steps * steps, 10n ** 10n, 100_000n],
    ['flat, then steep', (steps) => (steps < 50_000n ? 0n : (steps - 50_000n) * 10n ** 6n), 7n, 50_000n],
    [
      'steep, then flat',
      (steps) => (steps < 100n ? steps * 10n ** 6n : 10n ** 8n + steps),
      10n ** 9n,
      9n * 10n ** 8n,
    ],
    ['stairs', (steps) => (steps / 10_000n) * 777n, 7_770n, 109_999n],
  ]
  for (const [name, total, target, value] of totals)
    for (const start of [0n, 60n, 45_000n, 10n ** 9n]) {
      const { search, looks } = searched(target, total, { ...range, start })
      t.strictSame(neighbours(search), [value, value + 1n], `${name} from ${start}`)
      t.ok(looks <= 50, `${looks} looks at ${name}`)
    }
})

t.test('a target that zero passes, or the most does not reach, is out of reach', async (t) => {
  const range = { start: 10n, most: 1000n, stride: 1n }
  t.strictSame(searched(4n, (steps) => steps + 5n, range).search, {
    kind: 'too-much',
    end: { steps: 0n, total: whole(5n) },
  })
  t.strictSame(searched(2000n, (steps) => steps, range).search, {
    kind: 'too-little',
    end: { steps: 1000n, total: whole(1000n) },
  })
})

t.test('a run without a result ends the search with its problems', async (t) => {
  const at = { kind: 'document', pointer: '' } as const
  const missing = failed([problem('DATA_MISSING', { at, message: 'for this test' })])
  t.strictSame(
    greatestValue(whole(1n), () => missing, { start: 1n, most: 9n, stride: 1n }),
    missing,
  )
})

t.test('the value found is the one that trying all of them finds', async (t) => {
  await holds(t, fc.property(anyStaircase, isGreatest), { runs: 3000 })
})

t.test('a total that falls would be met in the wrong place', async (t) => {
  await fails(
    t,
    fc.property(anyStaircase, ({ rises, ...rest }) =>
      isGreatest({ ...rest, rises: rises.map((rise, i) => (i % 7 === 3 ? -rise : rise)) }),
    ),
    { runs: 3000 },
  )
})

interface Staircase {
  /** What each further step adds. */
  readonly rises: readonly bigint[]
  readonly start: number
  readonly target: bigint
}

const anyStaircase: fc.Arbitrary<Staircase> = fc.record({
  rises: fc.array(fc.oneof(fc.constant(0n), fc.constantFrom(1n, 3n), fc.bigInt(0n, 5000n)), {
    minLength: 1,
    maxLength: 60,
  }),
  start: fc.nat(60),
  target: fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 90_000n)),
})

function isGreatest({ rises, start, target }: Staircase): boolean {
  const totals = [5n]
  for (const rise of rises) totals.push((totals.at(-1) ?? 0n) + rise)
  const most = BigInt(totals.length - 1)
  const from = start > most ? most : BigInt(start)
  const { search } = searched(target, (steps) => totals[Number(steps)] ?? -1n, {
    start: from,
    most,
    stride: 1n,
  })
  const greatest = totals.findLastIndex((total) => total <= target)
  if (greatest < 0) return search.kind === 'too-much'
  if (BigInt(greatest) === most) return search.kind === 'too-little'
  return search.kind === 'found' && search.value.steps === BigInt(greatest)
}

function searched(
  target: bigint,
  totalOf: (steps: bigint) => bigint,
  range: Range,
): { search: Search; looks: number } {
  let looks = 0
  const totalAt = (steps: bigint) => {
    looks += 1
    return done(whole(totalOf(steps)))
  }
  const search: Outcome<Search> = greatestValue(whole(target), totalAt, range)
  if (search.kind === 'failed') throw new Error('every step has a total')
  return { search: search.value, looks }
}

function neighbours(search: Search): bigint[] {
  return search.kind === 'found' ? [search.value.steps, search.next.steps] : []
}
