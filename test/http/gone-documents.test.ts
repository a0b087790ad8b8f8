import t from 'tap'
import { forgetting } from '../../src/office/forgetting.ts'
import { asAdministrator } from '../support/database.ts'
import { jobWorker } from '../support/job-worker.ts'
import { keptRun } from '../support/kept-run.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen } from '../support/swept-district.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'

const open = await storedServices(t)
const { as, a, b, database } = await open(t, { config: { documentDays: 2 } })
const finance = as('finance')
const run = await keptRun(finance, `${t.testdir(threeSchoolFiles)}/adopted.yaml`, 'Adopted')
const worker = jobWorker(t, database)

const DAY = 24 * 3_600_000

async function passed(job: string, interval: string): Promise<void> {
  await asAdministrator(database.administrator, async (client) => {
    const moved = 'update leeway.jobs set ended_at = ended_at - $1::interval where job_id = $2'
    await client.query(moved, [interval, job])
  })
}

/** Status of each address where documents are, or a list of them. */
async function statuses(job: string, member = finance): Promise<number[]> {
  const addresses = [
    ['documents', 'application/json'],
    ['documents', 'application/zip'],
    ['documents/1', 'application/pdf'],
    ['documents/4', 'application/pdf'],
    ['result', 'application/json'],
    ['result', 'text/csv'],
  ] as const
  const answers = addresses.map(async ([path, accept]) => member.get(`/v1/jobs/${job}/${path}`, { accept }))
  return (await Promise.all(answers)).map(({ status }) => status)
}

t.test('a job says until when its documents are there, and they are there until then', async (t) => {
  const job = await begun(finance, { kind: 'boards', run })
  t.match(job, { documentsUntil: null })
  t.match(await jobWhen(t, finance, job.id), { state: 'done' })
  await passed(job.id, '47 hours')
  const { documentsUntil, ended } = (await finance.get(`/v1/jobs/${job.id}`)).json() as unknown as {
    documentsUntil: string
    ended: string
  }
  t.equal(Date.parse(documentsUntil) - Date.parse(ended), 2 * DAY)
  t.strictSame(await statuses(job.id), [200, 200, 200, 200, 200, 200])
  await passed(job.id, '1 hour')
  t.strictSame(await statuses(job.id), [410, 410, 410, 410, 410, 410])
  const gone = await finance.get(`/v1/jobs/${job.id}/documents`)
  t.match(gone.json(), {
    type: '/docs#problem-gone',
    title: 'What was here is kept no longer.',
    errors: undefined,
  })
  t.match(gone.json().detail, /^What this job has printed was kept until \d{4}-.*Z\. Print it again: /)
  t.match(gone.json().detail, `"run": "${run}"`)
  t.equal((await finance.get(`/v1/jobs/${job.id}/documents/5`)).status, 404, 'what never was is not there')
  t.strictSame(await statuses(job.id, b.as('finance')), [404, 404, 404, 404, 404, 404])
  t.strictSame(await statuses(job.id, as('principal')), [404, 404, 404, 404, 404, 404])
  t.match((await finance.get(`/v1/jobs/${job.id}`)).json(), { state: 'done', percent: 100 }, 'the job stays')
})

t.test('they are deleted when it is over, and printed again to the same bytes', async (t) => {
  const first = await begun(finance, { kind: 'boards', run })
  await jobWhen(t, finance, first.id)
  const before = await finance.get(`/v1/jobs/${first.id}/documents/2`, { accept: 'application/pdf' })
  await passed(first.id, '2 days')
  const count = async (): Promise<number> =>
    asAdministrator(database.administrator, async (client) => {
      const found = 'select count(*)::int as n from leeway.job_documents where job_id = $1'
      return (await client.query<{ n: number }>(found, [first.id])).rows[0]?.n ?? -1
    })
  t.equal(await count(), 4)
  await forgetting(database.pool, () => 0)(a.id)
  t.equal(await count(), 0)
  t.strictSame(await statuses(first.id), [410, 410, 410, 410, 410, 410])
  const second = await begun(finance, { kind: 'boards', run })
  await jobWhen(t, finance, second.id)
  const after = await finance.get(`/v1/jobs/${second.id}/documents/2`, { accept: 'application/pdf' })
  t.strictSame([after.status, after.bytes.equals(before.bytes)], [200, true])
})

t.test('a stopped job whose documents are gone does not go on', async (t) => {
  await worker.stop(5_000)
  const { id } = await begun(finance, { kind: 'boards', run })
  t.equal((await finance.post(`/v1/jobs/${id}/cancel`, {})).status, 200)
  await passed(id, '2 days')
  const refused = await finance.post(`/v1/jobs/${id}/resume`, {})
  t.match([refused.status, refused.json().detail], [409, /kept until .* Print it again/])
  const { id: other } = await begun(finance, { kind: 'boards', run })
  await finance.post(`/v1/jobs/${other}/cancel`, {})
  await passed(other, '1 day')
  t.equal((await finance.post(`/v1/jobs/${other}/resume`, {})).status, 200)
  t.match((await finance.get(`/v1/jobs/${other}`)).json(), { state: 'waiting', documentsUntil: null })
})
