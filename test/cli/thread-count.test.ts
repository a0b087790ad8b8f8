import t from 'tap'
import { type Machine, type SweepPace, threadsThatPay } from '../../src/cli/threads/thread-count.ts'

const large: Machine = { cores: 64, spare: 64 }

/** Half a second until the first variant, and then 10 ms for each. */
const paceOf = (left: number): SweepPace => ({ started: 500, spent: 300, done: 30, left })

t.test('a thread is started for every second of work where a start takes half a second', async (t) => {
  const counts = [0, 100, 199, 200, 299, 300, 1000, 10_000].map((left) =>
    threadsThatPay(paceOf(left), () => large),
  )
  t.strictSame(counts, [1, 1, 1, 2, 2, 3, 8, 8])
})

t.test('there are no more threads than cores, or than memory holds', async (t) => {
  const at = (machine: Partial<Machine>): number =>
    threadsThatPay(paceOf(10_000), () => ({ ...large, ...machine }))
  t.strictSame([at({ cores: 2 }), at({ cores: 1 }), at({ spare: 3 }), at({ spare: 0 })], [2, 1, 4, 1])
})

t.test('what is done in no time needs no threads', async (t) => {
  t.equal(
    threadsThatPay({ started: 500, spent: 0, done: 0, left: 9999 }, () => large),
    1,
  )
})
