import t from 'tap'
import { asAdministrator, type TestDatabase } from '../support/database.ts'
import { jobWorker } from '../support/job-worker.ts'
import { type Member, storedServices } from '../support/stored-service.ts'
import { jobWhen, toldIn } from '../support/swept-district.ts'

const open = await storedServices(t)
const CSV = { 'content-type': 'text/csv' }
/** Two parts. */
const MANY = 20_300

/** A file of so many schools; with each edition a tenth of the counts is one larger. */
function counts(schools: number, edition = 0): string {
  const rows = Array.from({ length: schools }, (_, i) => {
    return `n${i},School ${i},${i * 2 + (i % 10 === 0 ? edition : 0)},0.5\n`
  })
  return `id,name,students,share\n${rows.join('')}`
}

async function imported(member: Member, name: string, file: string): Promise<string> {
  const answer = await member.post(`/v1/datasets/import?name=${name}`, file, CSV)
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
  return String(answer.json()['id'])
}

async function resultOf(member: Member, job: string) {
  return (await member.get(`/v1/jobs/${job}/result`)).json()
}

t.test('a file kept as long work is what the upload of it would have made', async (t) => {
  const { as, database } = await open(t)
  const { get, post, ...analyst } = as('analyst')
  const begun = await post('/v1/datasets/import?name=fall', counts(MANY), CSV)
  t.equal(begun.status, 201)
  const id = String(begun.json()['id'])
  t.equal(begun.headers['location'], `/v1/jobs/${id}`)
  t.match(begun.json(), {
    kind: 'import',
    dataset: 'fall',
    state: 'waiting',
    done: 0,
    of: MANY,
    parts: { done: 0, of: 2 },
  })
  t.strictSame((await get('/v1/datasets')).json()['items'], [], 'nothing is there before all is')
  t.match((await get('/v1/schools?limit=500')).json(), { items: { length: 3 } })
  jobWorker(t, database)
  const member = { get, post, ...analyst }
  t.match(await jobWhen(t, member, id), { state: 'done', percent: 100, done: MANY })
  const result = await resultOf(member, id)
  t.match(result, { version: 1, isNew: true, report: { name: 'fall', rows: { before: 0, after: MANY } } })

  const { as: asElsewhere } = await open(t)
  const upload = (await asElsewhere('analyst').post('/v1/datasets?name=fall', counts(MANY), CSV)).json()
  t.strictSame({ ...result, id: '' }, { ...upload, id: '' })
  const rows = async ({ get: from }: Pick<Member, 'get'>, dataset: unknown) =>
    (await from(`/v1/datasets/${String(dataset)}/versions/1/rows`, { accept: 'text/csv' })).text
  t.equal(await rows(member, result['id']), await rows(asElsewhere('analyst'), upload['id']))
  t.match((await get('/v1/schools/n20299')).json(), { name: 'School 20299' })

  const next = await imported(member, 'fall', counts(MANY, 1))
  await jobWhen(t, member, next)
  t.match(await resultOf(member, next), {
    version: 2,
    report: { newSchools: [], columns: [{}, {}, { header: 'students', changed: MANY / 10 }, {}] },
  })
  const csv = await get(`/v1/jobs/${next}/result`, { accept: 'text/csv' })
  t.match(csv.text, /^column,change,changed,.*\r\nid,kept,0,0,0,,\r\n/)
  t.match(csv.text, new RegExp(`\r\nstudents,kept,${MANY / 10},0,0,\\d+,\\d+\r\n`))
  const parts = (await get(`/v1/jobs/${next}/parts`)).json()
  t.same(
    (parts['items'] as { rows: number }[]).map((part) => part.rows).sort((a, b) => a - b),
    [300, 20_000],
  )
  const same = await imported(member, 'fall', counts(MANY, 1))
  await jobWhen(t, member, same)
  t.match(await resultOf(member, same), { version: 2, isNew: false })
  t.strictSame(await leftOf(database), { uploads: 0, job_pieces: 0, dataset_rows: 2 * MANY })
})

t.test('a file that cannot be kept begins no job, with every problem of it', async (t) => {
  const { as, database } = await open(t)
  const { post, get } = as('finance')
  const answer = await post('/v1/datasets/import?name=fall', 'id,students\ns1,5\ns1,6\n,7\n', CSV)
  t.match(
    [answer.status, answer.json()],
    [422, { errors: [{ code: 'ID_DUPLICATE' }, { code: 'ID_MISSING' }] }],
  )
  const other = await post('/v1/datasets/import?name=fall&expect=sha256:0', 'id,students\ns1,5\n', CSV)
  t.equal(other.status, 409)
  t.strictSame((await get('/v1/jobs')).json()['items'], [])
  t.strictSame(await leftOf(database), { uploads: 0, job_pieces: 0, dataset_rows: 0 })
  for (const role of ['viewer', 'principal', 'supervisor', 'budget-partner'] as const)
    t.equal((await as(role).post('/v1/datasets/import?name=fall', 'id\ns1\n', CSV)).status, 403, role)
})

t.test('a stopped import leaves nothing to be seen, and goes on where it was', async (t) => {
  const { as, b, database } = await open(t)
  const finance = as('finance')
  const id = await imported(finance, 'fall', counts(MANY))
  t.match(toldIn(await finance.post(`/v1/jobs/${id}/cancel`, {})), { state: 'cancelled' })
  t.equal((await b.as('finance').get(`/v1/jobs/${id}`)).status, 404)
  t.equal((await finance.get(`/v1/jobs/${id}/result`)).status, 409)
  jobWorker(t, database)
  await t.resolves(jobWhen(t, finance, id))
  t.strictSame((await finance.get('/v1/datasets')).json()['items'], [])
  await finance.post(`/v1/jobs/${id}/resume`, {})
  t.match(await jobWhen(t, finance, id), { state: 'done' })
  t.match(await resultOf(finance, id), { version: 1, report: { rows: { after: MANY } } })
})

t.test('what was left for too long is told when it is resumed', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const id = await imported(finance, 'fall', 'id,students\ns1,5\n')
  await finance.post(`/v1/jobs/${id}/cancel`, {})
  await asAdministrator(database.administrator, async (client) =>
    client.query('delete from leeway.job_pieces'),
  )
  await finance.post(`/v1/jobs/${id}/resume`, {})
  jobWorker(t, database)
  t.match(await jobWhen(t, finance, id), {
    state: 'failed',
    problem: { detail: /send it again/ },
  })
})

async function leftOf({ administrator }: TestDatabase): Promise<Record<string, number>> {
  return asAdministrator(administrator, async (client) => {
    const left: Record<string, number> = {}
    for (const table of ['uploads', 'job_pieces', 'dataset_rows']) {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from leeway.${table}`)
      left[table] = rows[0]?.n ?? -1
    }
    return left
  })
}
