import fc from 'fast-check'
import t from 'tap'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { type Shared, shapley, type Valued } from '../../../src/core/funding/split/shapley.ts'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { fraction, type Rational, sum } from '../../../src/core/numbers/rational.ts'
import { averageOverOrders } from '../../support/average-over-orders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { holds } from '../../support/property.ts'
import { splitFiles } from '../../support/split-files.ts'
import { adopted } from '../../support/weight-what-ifs.ts'
import { whatIf } from '../../support/what-if.ts'

/** A change of a what-if with the cause that it is. */
interface Change {
  readonly cause: string
  readonly change: object
}

const line = (id: string, amount: string) => ({ id, amount, fund: 'general', flexibility: 'free' })
const over = ['base', 'low_income', 'foundation']

/** Every kind of change, each in a few sizes; `el` is removed, and so nothing acts on it. */
const changes: fc.Arbitrary<Change>[] = [
  fc.integer({ min: 4000, max: 5000 }).map((to) => set('base', `${to}.25`)),
  fc.integer({ min: 10, max: 99 }).map((to) => set('weight.low_income', `0.${to}`)),
  fc.integer({ min: 100, max: 300 }).map((to) => set('foundation', `${to}000`)),
  fc.integer({ min: -99, max: 99 }).map((add) => counts('enrollment', 'students', `${add}`)),
  fc.integer({ min: -99, max: 99 }).map((add) => counts('need_mix', 'low_income', `${add}`)),
  fc.constant({ cause: 'schools.closed', change: { drop_schools: ['C'] } }),
  fc.constant({ cause: 'line.el', change: { remove_line: 'el' } }),
  fc.constant({ cause: 'line.arts', change: { add_line: line('arts', 'students * base / 37') } }),
  fc.constant({
    cause: 'line.low_income',
    change: { replace_line: line('low_income', 'max(low_income - 200, 0) * base') },
  }),
]

const adjustments: fc.Arbitrary<Change>[] = [
  fc.integer({ min: -5, max: 2 }).map((least) => ({
    cause: 'adjustment.floor',
    change: {
      add_adjustment: {
        id: 'floor',
        kind: 'floor_change',
        over,
        against: 'prior_total',
        least: `0.0${least}`.replace('0.0-', '-0.0'),
      },
    },
  })),
  fc.integer({ min: 60, max: 90 }).map((millions) => ({
    cause: 'adjustment.pool',
    change: {
      add_adjustment: { id: 'pool', kind: 'scale_to_pool', fund: 'general', total: `${millions}00001.37` },
    },
  })),
]

function set(parameter: string, to: string): Change {
  return { cause: `parameter.${parameter}`, change: { set: parameter, to } }
}

function counts(cause: string, measure: string, add: string): Change {
  return { cause, change: { change_counts: measure, add: { A: add, B: '3' } } }
}

function some(from: readonly fc.Arbitrary<Change>[], most: number): fc.Arbitrary<Change[]> {
  return fc
    .shuffledSubarray([...from], { minLength: 1, maxLength: most })
    .chain((chosen) => fc.tuple(...chosen))
}

/** Every school's total under some changes, in cents. */
async function centsOf(present: readonly Change[]): Promise<ReadonlyMap<string, bigint>> {
  const files = {
    'adopted.yaml': adopted,
    'b.yaml': whatIf(
      'b',
      present.map(({ change }) => change),
    ),
  }
  const { run, problems } = await runScenario('b.yaml', memoryFiles(files))
  if (run === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return new Map(run.result.schools.map(({ id, total }) => [id, BigInt(total.replace('.', ''))]))
}

/** The split of some changes, as what each order of making them would give on average. */
async function agrees(chosen: readonly Change[]): Promise<boolean> {
  const sets: Change[][] = [[]]
  for (const each of chosen) sets.push(...sets.map((set) => [...set, each]))
  const runs = new Map<string, ReadonlyMap<string, bigint>>()
  for (const present of sets) runs.set(present.map(({ cause }) => cause).join(), await centsOf(present))
  const split = await splitFiles(
    {
      'adopted.yaml': adopted,
      'b.yaml': whatIf(
        'b',
        chosen.map(({ change }) => change),
      ),
    },
    'adopted.yaml',
  )
  return split.schools.every(({ id, causes }) => {
    const { added, orders } = averageOverOrders(
      chosen,
      (present) => runs.get(present.map(({ cause }) => cause).join())?.get(id) ?? 0n,
    )
    return chosen.every(({ cause }) => {
      const own = [...added].find(([each]) => each.cause === cause)?.[1] ?? 0n
      const found = causes.find((each) => each.id === cause)?.exact ?? '0'
      return found === exactText(fraction(own, orders * 100n))
    })
  })
}

t.test('every cause is what it changes on average over all orders of making the changes', async (t) => {
  await holds(t, fc.asyncProperty(some(changes, 4), agrees), { runs: 25 })
})

t.test('with floors and pools that look at all money, too', async (t) => {
  const both = fc.tuple(some(changes, 3), some(adjustments, 2)).map(([a, b]) => [...a, ...b])
  await holds(t, fc.asyncProperty(both, agrees), { runs: 15 })
})

t.test('the way back takes from every cause what the way there gave it', async (t) => {
  const both = fc.tuple(some(changes, 9), some(adjustments, 2)).map(([a, b]) => [...a, ...b])
  const property = fc.asyncProperty(both, async (chosen) => {
    const files = {
      'adopted.yaml': adopted,
      'b.yaml': whatIf(
        'b',
        chosen.map(({ change }) => change),
      ),
    }
    const there = await splitFiles(files, 'adopted.yaml', 'b.yaml')
    const back = await splitFiles(files, 'b.yaml', 'adopted.yaml')
    const opposites = new Map(
      back.causes.map((cause) => [cause.id.replace('schools.new', 'schools.closed'), cause]),
    )
    return there.causes.every(({ id, amount, exact }) => {
      const cause = opposites.get(id)
      return amount === opposite(cause?.amount) && exact === opposite(cause?.exact)
    })
  })
  await holds(t, property, { runs: 8 })
})

function opposite(amount = ''): string {
  if (/^[0.]*$/.test(amount)) return amount
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}

/** A game of many players whose value is no sum of theirs. */
const games = fc
  .array(fc.bigInt({ min: -1000n, max: 1000n }), { minLength: 1, maxLength: 6 })
  .chain((weights) =>
    fc.record({
      weights: fc.constant(weights),
      order: fc.shuffledSubarray([...weights.keys()], { minLength: weights.length }),
    }),
  )

function played(weights: readonly bigint[], order: readonly number[]): readonly (readonly Rational[])[] {
  const value = (players: readonly number[]): Valued => {
    const total = players.reduce((so, player) => so + (weights[order[player] ?? 0] ?? 0n), 0n)
    const size = BigInt(players.length)
    return { kind: 'amounts', amounts: [fraction(total * total, 7n), fraction(total * size, 10n)] }
  }
  const playing = shapley(order.length, value)
  let next: IteratorResult<undefined, Shared> = playing.next()
  while (!next.done) next = playing.next()
  if (next.value.kind !== 'shared') throw new Error('the game has a value everywhere')
  return next.value.shares
}

t.test('causes that are listed in another order have the same shares, which add up', async (t) => {
  const property = fc.property(games, ({ weights, order }) => {
    const listed = played(weights, [...weights.keys()])
    const shuffled = played(weights, order)
    const same = order.every((player, place) => sameAmounts(shuffled[place], listed[player]))
    const all = weights.reduce((so, each) => so + each, 0n)
    const [first, second] = [0, 1].map((school) => sum(listed.map((own) => own[school] ?? fraction(0n, 1n))))
    const expected = [fraction(all * all, 7n), fraction(all * BigInt(weights.length), 10n)]
    return (
      same &&
      sameAmounts(
        [first, second].filter((each) => each !== undefined),
        expected,
      )
    )
  })
  await holds(t, property, { runs: 200 })
})

function sameAmounts(a: readonly Rational[] = [], b: readonly Rational[] = []): boolean {
  return a.map(exactText).join() === b.map(exactText).join()
}
