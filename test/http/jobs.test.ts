import t from 'tap'
import { jobWorker } from '../support/job-worker.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptDistrict, sweptHere, toldIn } from '../support/swept-district.ts'

const open = await storedServices(t)

t.test('a sweep of a service has the bytes of leeway sweep, in parts and as a whole', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Sweep', sweptDistrict(121))
  const made = await finance.post('/v1/jobs', { kind: 'sweep', scenario })
  const job = toldIn(made)
  t.equal(made.headers['location'], `/v1/jobs/${job.id}`)
  t.match(job, { state: 'waiting', ahead: 0, done: 0, of: 121, parts: { done: 0, of: 3 }, problem: null })
  t.equal((await finance.get(`/v1/jobs/${job.id}/result`)).status, 409, 'there is none yet')
  jobWorker(t, database)
  t.match(await jobWhen(t, finance, job.id), { state: 'done', ahead: null, done: 121, parts: { done: 3 } })
  const result = await finance.get(`/v1/jobs/${job.id}/result`)
  t.equal(result.text, await sweptHere(sweptDistrict(121)))
  const table = await finance.get(`/v1/jobs/${job.id}/result`, { accept: 'text/csv' })
  t.match(table.text.split('\r\n')[1], /^1,100,3000\.00,/)
  const first = (await finance.get(`/v1/jobs/${job.id}/parts?limit=2`)).json() as unknown as Parts
  const rest = (await finance.get(`/v1/jobs/${job.id}/parts?after=${first.next}`)).json() as unknown as Parts
  t.equal(rest.next, null)
  const parts = [...first.items, ...rest.items]
  t.strictSame(
    parts.flatMap(({ place, variants }) => [place, variants.length]),
    [1, 50, 2, 50, 3, 21],
  )
  const { variants } = JSON.parse(result.text) as { readonly variants: readonly object[] }
  t.strictSame(
    parts.flatMap((each) => each.variants),
    variants,
  )
})

interface Parts {
  readonly items: readonly { readonly place: number; readonly variants: readonly object[] }[]
  readonly next: string | null
}

t.test('the schools of every variant come where they are asked for', async (t) => {
  const { as, database } = await open(t)
  const analyst = as('analyst')
  const scenario = await keptScenario(analyst, 'Rows', sweptDistrict(2))
  jobWorker(t, database)
  const { id } = await begun(analyst, { kind: 'sweep', scenario, rows: true })
  await jobWhen(t, analyst, id)
  const { text } = await analyst.get(`/v1/jobs/${id}/result`)
  t.equal(text, await sweptHere(sweptDistrict(2), true))
  t.equal((JSON.parse(text) as { variants: { schools: object[] }[] }).variants[0]?.schools.length, 2)
})

t.test('a batch makes one run of each scenario', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const named = await Promise.all(
    ['One', 'Two', 'Three'].map(async (name, i) =>
      keptScenario(finance, name, smallDistrict({ parameters: base(`${100 + i}`) })),
    ),
  )
  jobWorker(t, database, { places: 2 })
  const { id } = await begun(finance, {
    kind: 'batch',
    scenarios: named.map((scenario) => ({ scenario })),
  })
  t.match(await jobWhen(t, finance, id), { state: 'done', done: 3 })
  const { runs } = (await finance.get(`/v1/jobs/${id}/result`)).json() as unknown as Batch
  t.strictSame(
    runs.map(({ scenario, total }) => [scenario.id, total]),
    named.map((scenario, i) => [scenario, `${(100 + i) * 30}.00`]),
  )
  const kept = (await finance.get('/v1/runs')).json() as unknown as { items: { id: string }[] }
  t.strictSame(new Set(kept.items.map((run) => run.id)), new Set(runs.map(({ run }) => run)), 'and no other')
  const csv = await finance.get(`/v1/jobs/${id}/result`, { accept: 'text/csv' })
  t.equal(csv.text.split('\r\n')[0], 'scenario,version,run,total,problems')
})

const base = (value: string): string =>
  `parameters:\n  base: { value: "${value}", unit: money/pupil, assumed: for the test }`

interface Batch {
  readonly runs: readonly {
    readonly scenario: { readonly id: string }
    readonly run: string
    readonly total: string
  }[]
}

t.test('a job that is stopped writes nothing more, and goes on with what is missing', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Stopped', sweptDistrict(300))
  const { id } = await begun(finance, { kind: 'sweep', scenario })
  const first = jobWorker(t, database)
  await jobWhen(t, finance, id, { is: ({ parts }) => parts.done > 0 })
  const stopped = toldIn(await finance.post(`/v1/jobs/${id}/cancel`, {}))
  t.equal(stopped.state, 'cancelled')
  await new Promise((resolve) => setTimeout(resolve, 600))
  const later = toldIn(await finance.get(`/v1/jobs/${id}`))
  t.equal(later.parts.done, stopped.parts.done, 'nothing was written since')
  t.ok(later.parts.done < later.parts.of)
  t.equal((await finance.post(`/v1/jobs/${id}/cancel`, {})).status, 200, 'stopping it again changes nothing')
  await first.stop(1000)
  t.equal(toldIn(await finance.post(`/v1/jobs/${id}/resume`, {})).state, 'waiting')
  t.equal((await finance.post(`/v1/jobs/${id}/resume`, {})).status, 409, 'it goes on already')
  const second = jobWorker(t, database)
  t.equal((await jobWhen(t, finance, id)).state, 'done')
  t.equal((await finance.get(`/v1/jobs/${id}/result`)).text, await sweptHere(sweptDistrict(300)))
  const again = second.log.filter(({ event, outcome }) => event === 'part' && outcome === 'written').length
  t.equal(again, stopped.parts.of - stopped.parts.done + 1, 'the missing parts, and putting them together')
  t.equal((await finance.post(`/v1/jobs/${id}/cancel`, {})).status, 409, 'it is over')
})

t.test('what is wrong with a job is told at once', async (t) => {
  const { as } = await open(t)
  const finance = as('finance')
  const plain = await keptScenario(finance, 'Plain', smallDistrict())
  const unvaried = await finance.post('/v1/jobs', { kind: 'sweep', scenario: plain })
  t.match([unvaried.status, unvaried.json().errors?.[0]?.code], [422, 'VARY_MISSING'])
  const both = await finance.post('/v1/jobs', { kind: 'batch', scenario: plain })
  const codes = both.json().errors?.map(({ code, pointer }) => [code, pointer])
  t.strictSame(codes, [
    ['NOT_TOGETHER', '/scenarios'],
    ['NOT_TOGETHER', '/scenario'],
  ])
  const absent = '01a20387-94df-71e7-9cae-cb5b2449ae9a'
  const nowhere = await finance.post('/v1/jobs', { kind: 'batch', scenarios: [{ scenario: absent }] })
  t.match([nowhere.status, nowhere.json().errors?.[0]?.pointer], [422, '/scenarios/0/scenario'])
})

t.test('a sweep tells of all schools: who has some begins none, and sees none', async (t) => {
  const { as, database, b } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Sweep', sweptDistrict(3))
  const { id } = await begun(finance, { kind: 'sweep', scenario })
  jobWorker(t, database)
  await jobWhen(t, finance, id)
  const statuses = async (member: typeof finance): Promise<number[]> => {
    const paths = ['', '/result', '/parts', '/events']
    return Promise.all(paths.map(async (path) => (await member.get(`/v1/jobs/${id}${path}`)).status))
  }
  t.strictSame(await statuses(as('analyst')), [200, 200, 200, 200])
  t.strictSame(await statuses(as('budget-partner')), [200, 404, 200, 200], 'how far, and no amount')
  const parts = (await as('budget-partner').get(`/v1/jobs/${id}/parts`)).json() as unknown as Parts
  t.strictSame(parts.items, [])
  t.strictSame(await statuses(as('principal')), [404, 404, 404, 404])
  t.strictSame(await statuses(b.as('finance')), [404, 404, 404, 404])
  await finance.post(`/v1/scenarios/${scenario}/release`, {})
  const asked = await as('principal').post('/v1/jobs', { kind: 'sweep', scenario })
  t.equal(asked.status, 403)
})
