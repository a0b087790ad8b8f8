import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { jobWorker } from '../support/job-worker.ts'
import { computingHere } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptHere, sweptSchools } from '../support/swept-district.ts'
import { workerProcess } from '../support/worker-process.ts'

const open = await storedServices(t)

t.test(
  'a worker that is told to stop ends what it is at, and what it may not end is soon another’s',
  async (t) => {
    const { as, database } = await open(t)
    const finance = as('finance')
    const text = sweptSchools(1000, 300)
    const scenario = await keptScenario(finance, 'Sweep', text)
    const { id } = await begun(finance, { kind: 'sweep', scenario })
    const first = await workerProcess(t, database)
    await jobWhen(t, finance, id, { is: ({ parts }) => parts.done >= 1 })
    const start = performance.now()
    first.kill('SIGTERM')
    t.strictSame(await first.ended, [0, null])
    t.ok(performance.now() - start < 10_000)
    t.match(first.log.at(-1), { event: 'stopped', givenBack: 0 })
    const written = first.log.filter(({ outcome }) => outcome === 'written').length
    t.equal((await jobWhen(t, finance, id, { is: () => true })).parts.done, written)
    const hasty = await workerProcess(t, database, { LEEWAY_STOP_SECONDS: '0' })
    await jobWhen(t, finance, id, { is: ({ parts }) => parts.done > written })
    hasty.kill('SIGINT')
    t.strictSame(await hasty.ended, [0, null])
    await workerProcess(t, database)
    t.equal(
      (await jobWhen(t, finance, id, { milliseconds: 8_000 })).state,
      'done',
      'and not after a heartbeat',
    )
    t.equal((await finance.get(`/v1/jobs/${id}/result`)).text, await sweptHere(text))
  },
)

t.test('a part that is being taken when a worker is stopped is soon another’s too', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Two schools', smallDistrict())
  const { id } = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
  const taken = Promise.withResolvers<void>()
  const slow = jobWorker(t, database, {
    takesFrom: (queue) => ({
      ...queue,
      async take() {
        const part = await queue.take()
        if (part !== undefined) taken.resolve()
        await new Promise((resolve) => setTimeout(resolve, 200))
        return part
      },
    }),
  })
  await taken.promise
  t.strictSame(await slow.stop(0), { givenBack: 1 })
  t.strictSame(slow.log, [], 'it was not begun')
  jobWorker(t, database)
  t.equal((await jobWhen(t, finance, id, { milliseconds: 8_000 })).state, 'done', 'and not after a heartbeat')
})

t.test(
  'a part that comes to no end whoever tries it ends its job, and the job can go on later',
  async (t) => {
    const { as, database } = await open(t)
    const finance = as('finance')
    const scenario = await keptScenario(finance, 'Two schools', smallDistrict())
    const { id } = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
    const broken: Computing = {
      ...computingHere(),
      answer: async () => ({ kind: 'fault', why: 'broken', trace: 'planted' }),
    }
    const first = jobWorker(t, database, { computing: broken })
    const failed = await jobWhen(t, finance, id, { milliseconds: 20_000 })
    t.match(failed, { state: 'failed', problem: { detail: /tried several times/, errors: [] } })
    t.equal(first.log.filter(({ outcome }) => outcome === 'given back').length, 6)
    await first.stop(1000)
    await finance.post(`/v1/jobs/${id}/resume`, {})
    jobWorker(t, database)
    t.equal((await jobWhen(t, finance, id)).state, 'done')
  },
)

t.test('what takes too long is tried once more, and then said', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Two schools', smallDistrict())
  const { id } = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
  let asked = 0
  const slow: Computing = {
    ...computingHere(),
    async answer() {
      asked += 1
      return { kind: 'fault', why: 'time' }
    },
  }
  jobWorker(t, database, { computing: slow })
  t.match(await jobWhen(t, finance, id), { state: 'done', refused: 1 })
  const { items } = (await finance.get(`/v1/jobs/${id}/parts`)).json()
  t.match(items, [{ problem: { title: 'What was posted takes more work than one request may.' } }])
  t.equal(asked, 2)
})
