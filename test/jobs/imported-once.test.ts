import t from 'tap'
import { doPart } from '../../src/jobs/do-part.ts'
import { keptBodies } from '../../src/jobs/kept-bodies.ts'
import type { WorkTools } from '../../src/jobs/work.ts'
import { partQueue } from '../../src/store/queue/part-queue.ts'
import { asAdministrator } from '../support/database.ts'
import { computingHere } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { toldIn } from '../support/swept-district.ts'

const open = await storedServices(t)
const NOBODY_LEAVES = new AbortController().signal
const ROWS = 20_001

t.test('rows that several write at the same time are there once, and of a stopped job none', async (t) => {
  const { as, a, database } = await open(t)
  const { pool, administrator } = database
  const finance = as('finance')
  const queue = partQueue(pool, { supervises: true })
  t.teardown(async () => queue.close())
  const tools: WorkTools = {
    pool,
    queue,
    computing: computingHere(),
    rowLimit: 1000,
    bodies: keptBodies(pool),
  }
  const file = `id,students\n${Array.from({ length: ROWS }, (_, i) => `n${i},${i}\n`).join('')}`
  const begun = await finance.post('/v1/datasets/import?name=fall', file, { 'content-type': 'text/csv' })
  const job = String(begun.json()['id'])
  const once = async (chunk: number, attempt: number): Promise<string> =>
    doPart(tools, { part: { district: a.id, job, chunk, attempt }, tries: 0 }, NOBODY_LEAVES)
  const threeTimes = async (chunk: number, attempt: number): Promise<readonly string[]> =>
    Promise.all([once(chunk, attempt), once(chunk, attempt), once(chunk, attempt)])
  const rows = async () =>
    asAdministrator(administrator, async (client) => {
      const found = await client.query<{ n: number }>('select count(*)::int as n from leeway.dataset_rows')
      return found.rows[0]?.n
    })
  const onlyOne = (outcomes: readonly string[]) => {
    t.equal(outcomes.filter((each) => each === 'written').length, 1, outcomes.join(', '))
    t.ok(outcomes.every((each) => ['written', 'late', 'void'].includes(each)))
  }

  onlyOne(await threeTimes(0, 1))
  t.equal(await rows(), 20_000)
  t.match(toldIn(await finance.get(`/v1/jobs/${job}`)), { state: 'running', done: 20_000, percent: 99 })
  await finance.post(`/v1/jobs/${job}/cancel`, {})
  t.equal(await once(1, 1), 'void', 'it was stopped')
  await finance.post(`/v1/jobs/${job}/resume`, {})
  t.equal(await once(1, 1), 'void', 'what was handed out before counts no more')
  onlyOne(await threeTimes(1, 2))
  t.strictSame((await finance.get('/v1/datasets')).json()['items'], [], 'all rows, and no version yet')
  onlyOne(await threeTimes(2, 2))
  t.equal(await rows(), ROWS)
  t.match(toldIn(await finance.get(`/v1/jobs/${job}`)), { state: 'done', done: ROWS })
  t.match((await finance.get(`/v1/jobs/${job}/result`)).json(), { version: 1, isNew: true })
})
