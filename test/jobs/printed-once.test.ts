import t from 'tap'
import { doPart } from '../../src/jobs/do-part.ts'
import { keptBodies } from '../../src/jobs/kept-bodies.ts'
import type { WorkTools } from '../../src/jobs/work.ts'
import { partQueue } from '../../src/store/queue/part-queue.ts'
import { asAdministrator } from '../support/database.ts'
import { jobWorker } from '../support/job-worker.ts'
import { keptRun } from '../support/kept-run.ts'
import { computingHere } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, toldIn } from '../support/swept-district.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'

const open = await storedServices(t)
const NOBODY_LEAVES = new AbortController().signal

t.test(
  'sheets that two have printed at the same time are written once, and of a stopped job never',
  async (t) => {
    const { as, a, database } = await open(t)
    const finance = as('finance')
    const run = await keptRun(finance, `${t.testdir(threeSchoolFiles)}/adopted.yaml`, 'Adopted')
    const queue = partQueue(database.pool, { supervises: true })
    t.teardown(async () => queue.close())
    const { pool } = database
    const tools: WorkTools = {
      pool,
      queue,
      computing: computingHere(),
      rowLimit: 1000,
      bodies: keptBodies(pool),
    }
    const once = async (job: string, attempt: number): Promise<string> =>
      doPart(tools, { part: { district: a.id, job, chunk: 0, attempt }, tries: 0 }, NOBODY_LEAVES)
    const documents = async (job: string): Promise<number> =>
      ((await finance.get(`/v1/jobs/${job}/documents`)).json()['items'] as readonly object[]).length

    const { id } = await begun(finance, { kind: 'boards', run })
    const outcomes = await Promise.all([once(id, 1), once(id, 1), once(id, 1)])
    t.equal(outcomes.filter((each) => each === 'written').length, 1, outcomes.join(', '))
    t.ok(outcomes.every((each) => ['written', 'late', 'void'].includes(each)))
    t.equal(await documents(id), 4)
    t.match(toldIn(await finance.get(`/v1/jobs/${id}`)), {
      state: 'done',
      done: 4,
      parts: { done: 1, of: 1 },
    })

    const { id: stopped } = await begun(finance, { kind: 'boards', run })
    // Somebody begins it, and prints while it is stopped.
    const stops: WorkTools = {
      ...tools,
      computing: {
        ...tools.computing,
        report: async (job, signal) => {
          await finance.post(`/v1/jobs/${stopped}/cancel`, {})
          return tools.computing.report(job, signal)
        },
      },
    }
    const part = { district: a.id, job: stopped, chunk: 0, attempt: 1 }
    t.equal(await doPart(stops, { part, tries: 0 }, NOBODY_LEAVES), 'late')
    t.equal(await documents(stopped), 0)
    await finance.post(`/v1/jobs/${stopped}/resume`, {})
    t.equal(await once(stopped, 1), 'void', 'what was handed out before counts no more')
    t.equal(await once(stopped, 2), 'written')
    t.equal(await documents(stopped), 4)
  },
)

t.test('sheets of a run whose engine is another one by now end their job with the reason', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const run = await keptRun(finance, `${t.testdir(threeSchoolFiles)}/adopted.yaml`, 'Adopted')
  const { id } = await begun(finance, { kind: 'boards', run })
  await asAdministrator(database.administrator, async (client) => {
    await client.query(`update leeway.runs set engine = '0.0.1' where run_id = $1`, [run])
  })
  jobWorker(t, database)
  t.match(await jobWhen(t, finance, id), {
    state: 'failed',
    problem: { detail: /another version of the engine/ },
  })
  t.equal(
    (await finance.post('/v1/jobs', { kind: 'boards', run })).status,
    409,
    'and is told at once the next time',
  )
})
