import t, { type Test } from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { threadPool } from '../../src/worker/thread-pool.ts'
import { type HostileWorkbook, hostileWorkbooks } from '../support/hostile-workbooks.ts'
import { percentile, spread } from '../support/percentile.ts'
import { computingHere } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { sheetFile } from '../support/workbook-file.ts'

const open = await storedServices(t)
const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

/** What others wait at most, but for one of a hundred. */
const MOST_MILLISECONDS = 250
/** Somebody asks as often as this: who has to wait for long stands for all who come meanwhile. */
const EVERY_MILLISECONDS = 20

/** A workbook of so many schools, and what reading it comes to. */
const large = (schools: number): HostileWorkbook => ({
  claim: `${schools} schools`,
  bytes: () =>
    sheetFile([
      ['id', 'amount', 'note', 'level'],
      ...Array.from({ length: schools }, (_, i) => [i, i + 0.5, 'a, b', i % 7]),
    ]),
  says: 'read',
})

t.test('while large and hostile workbooks are read, others are answered (S8)', async (t) => {
  const computing = threadPool({ threads: 1, milliseconds: 20_000, waitMilliseconds: 60_000, heapMb: 512 })
  t.teardown(async () => computing.close())
  const waits = await waitsBeside(
    t,
    computing,
    hostileWorkbooks.filter(({ isLong }) => isLong),
  )
  t.comment(spread(waits))
  t.ok(waits.length > 20, `${waits.length} asked`)
  t.ok(percentile(waits, 99) < MOST_MILLISECONDS, spread(waits))
  t.equal(computing.load.replaced, 0, 'and no thread died of them')
})

t.test('the control: read in the thread that answers, they keep the others waiting', async (t) => {
  const waits = await waitsBeside(t, computingHere(), [large(90_000)])
  t.ok(percentile(waits, 99) > MOST_MILLISECONDS, spread(waits))
})

/** What others wait, in milliseconds, while all the workbooks are sent. */
async function waitsBeside(
  t: Test,
  computing: Computing,
  workbooks: readonly HostileWorkbook[],
): Promise<number[]> {
  const { as } = await open(t, { computing })
  const finance = as('finance')
  const books = workbooks.map(({ bytes }) => Buffer.from(bytes()))
  await finance.get('/v1/district')
  let isReading = true
  const reading = Promise.all(
    books.map(async (book) => finance.post('/v1/datasets/check?name=counts', book, XLSX)),
  ).finally(() => {
    isReading = false
  })
  const waits: number[] = []
  while (isReading) {
    const start = performance.now()
    const answer = await finance.get('/v1/district')
    if (answer.status !== 200) throw new Error(answer.text)
    for (let wait = performance.now() - start; wait > 0; wait -= EVERY_MILLISECONDS) waits.push(wait)
  }
  t.strictSame(
    (await reading).map(({ status }) => status),
    workbooks.map(({ says }) => (says === 'read' ? 200 : 422)),
  )
  return waits
}
