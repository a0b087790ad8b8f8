import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { zipEntries } from '../../src/contract/source/xlsx/zip-guard.ts'
import { jobWorker } from '../support/job-worker.ts'
import { keptRun } from '../support/kept-run.ts'
import { pdfPages } from '../support/pdf-pages.ts'
import { made } from '../support/planted-content.ts'
import { inProcess } from '../support/split-terminal.ts'
import { type Member, storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, toldIn } from '../support/swept-district.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'

const PDF = { accept: 'application/pdf' }
const ZIP = { accept: 'application/zip' }

interface Listed {
  readonly items: readonly {
    readonly document: number
    readonly school: string | null
    readonly bytes: number
  }[]
}

const open = await storedServices(t)

/** Two released runs of three schools. */
async function twoRuns(t: Test, finance: Member) {
  const folder = t.testdir(threeSchoolFiles)
  const [before, run] = [
    await keptRun(finance, `${folder}/adopted.yaml`, 'Adopted'),
    await keptRun(finance, `${folder}/weight.yaml`, 'Weight'),
  ]
  return { folder, before, run }
}

async function documentsOf(member: Member, job: string): Promise<Listed['items']> {
  return ((await member.get(`/v1/jobs/${job}/documents`)).json() as unknown as Listed).items
}

t.test("one action prints every school's sheet, with the bytes of the command line", async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const { folder, before, run } = await twoRuns(t, finance)
  const fields = { kind: 'boards', run, against: before, paper: 'a4', date: '2026-03-31' }
  const job = await begun(finance, fields)
  t.match(job, { kind: 'boards', state: 'waiting', run, done: 0, of: 4, parts: { done: 0, of: 1 } })
  jobWorker(t, database)
  t.match(await jobWhen(t, finance, job.id), { state: 'done', percent: 100, done: 4 })
  const items = await documentsOf(finance, job.id)
  t.match(items, [
    { document: 1, school: null, name: null },
    { document: 2, school: 's1', name: 'Ash' },
    { document: 3, school: 's2', name: 'Birch' },
    { document: 4, school: 's3', name: 'Cedar' },
  ])
  const words = ['--against', `${folder}/adopted.yaml`, '--paper', 'a4', '--date', '2026-03-31']
  for (const { document, school, bytes } of items) {
    const printed = await finance.get(`/v1/jobs/${job.id}/documents/${document}`, PDF)
    t.strictSame(
      [printed.status, printed.headers['content-type'], printed.bytes.byteLength],
      [200, 'application/pdf', bytes],
    )
    if (school === null) {
      const { pages, count } = await pdfPages(printed.bytes)
      t.strictSame([count, pages[0]?.[0]], [1, 'District summary'])
      continue
    }
    const out = `${folder}/${school}.pdf`
    const { code, err } = await inProcess([
      'board',
      `${folder}/weight.yaml`,
      ...words,
      '--school',
      school,
      '--out',
      out,
    ])
    t.equal(code, 0, err)
    t.ok(printed.bytes.equals(readFileSync(out)), `${school}: to the byte`)
  }
  const result = (await finance.get(`/v1/jobs/${job.id}/result`)).json()
  t.strictSame(result['documents'], items)
  const csv = await finance.get(`/v1/jobs/${job.id}/result`, { accept: 'text/csv' })
  t.match(csv.text, /^document,school,name,bytes\r\n1,,,\d+\r\n2,s1,Ash,\d+\r\n/)
  const parts = (await finance.get(`/v1/jobs/${job.id}/parts`)).json()
  t.match(parts['items'], [{ part: 1, documents: [1, 2, 3, 4], variants: [], run: null }])
  t.equal((await finance.get(`/v1/jobs/${job.id}/documents/5`, PDF)).status, 404)
})

t.test('all documents come in one file, whose names lead nowhere else', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const { run } = await twoRuns(t, finance)
  await finance.patch('/v1/schools/s2', { name: '../Birch/*?' }, { 'if-match': '"1"' })
  const { id } = await begun(finance, { kind: 'boards', run })
  t.equal(
    (await finance.get(`/v1/jobs/${id}/documents`, ZIP)).bytes.byteLength,
    22,
    'nothing is there yet: a file without parts',
  )
  jobWorker(t, database)
  await jobWhen(t, finance, id)
  const zip = await finance.get(`/v1/jobs/${id}/documents`, ZIP)
  t.strictSame([zip.status, zip.headers['content-type']], [200, 'application/zip'])
  const entries = zipEntries(zip.bytes)
  t.strictSame(
    [...entries.keys()],
    ['1 District.pdf', '2 s1 Ash.pdf', '3 s2 .._Birch_.pdf', '4 s3 Cedar.pdf'],
  )
  const again = await finance.get(`/v1/jobs/${id}/documents`, ZIP)
  t.ok(zip.bytes.equals(again.bytes), 'the same each time')
})

t.test('who sees some schools gets the sheets of these, and prints none of others', async (t) => {
  const { as, b, database } = await open(t)
  const finance = as('finance')
  const { run } = await twoRuns(t, finance)
  for (const role of ['budget-partner', 'principal', 'supervisor'] as const) {
    const status = (await as(role).post('/v1/jobs', { kind: 'boards', run })).status
    t.equal(status, 403, role)
  }
  const { id } = await begun(finance, { kind: 'boards', run })
  jobWorker(t, database)
  await jobWhen(t, finance, id)
  const statuses = async (member: Member): Promise<number[]> =>
    Promise.all([1, 2, 3].map(async (n) => (await member.get(`/v1/jobs/${id}/documents/${n}`, PDF)).status))
  t.strictSame(await statuses(as('analyst')), [200, 200, 200])
  t.strictSame(await statuses(as('budget-partner')), [404, 200, 404], 'their own school, s1')
  t.match(await documentsOf(as('budget-partner'), id), [{ school: 's1' }])
  t.equal((await documentsOf(as('budget-partner'), id)).length, 1)
  t.match((await as('budget-partner').get(`/v1/jobs/${id}/result`)).json(), { documents: [{ school: 's1' }] })
  const own = zipEntries((await as('budget-partner').get(`/v1/jobs/${id}/documents`, ZIP)).bytes)
  t.strictSame([...own.keys()], ['2 s1 Ash.pdf'])
  for (const member of [as('principal'), as('viewer'), b.as('finance')]) {
    t.strictSame(await statuses(member), [404, 404, 404])
    t.equal((await member.get(`/v1/jobs/${id}/documents`)).status, 404)
  }
  await made(finance.post(`/v1/runs/${run}/release`, {}))
  t.strictSame(
    await statuses(as('principal')),
    [404, 404, 404],
    'a job is not released: the run has their sheet',
  )
})

t.test('what is wrong with printing is told at once', async (t) => {
  const { as } = await open(t)
  const finance = as('finance')
  const { run } = await twoRuns(t, finance)
  const codes = async (fields: object): Promise<unknown> => {
    const { status, ...answer } = await finance.post('/v1/jobs', { kind: 'boards', ...fields })
    return [status, answer.json().errors?.map(({ code, pointer }) => `${code} ${pointer}`)]
  }
  t.strictSame(await codes({ scenario: run, rows: true }), [
    422,
    ['NOT_TOGETHER /run', 'NOT_TOGETHER /scenario', 'NOT_TOGETHER /rows'],
  ])
  t.match(await codes({ run, paper: 'a3' }), [400, ['FIELD_VALUE /paper']])
  const absent = '01a20387-94df-71e7-9cae-cb5b2449ae9a'
  t.match(await codes({ run: absent }), [404])
  t.match(await codes({ run, against: absent }), [404])
})

t.test('printing that is stopped writes nothing more, and goes on with what is missing', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const path = `${t.testdir({ 'many.yaml': manySchools(60) })}/many.yaml`
  const run = await keptRun(finance, path, 'Many')
  const { id } = await begun(finance, { kind: 'boards', run })
  const first = jobWorker(t, database)
  await jobWhen(t, finance, id, { is: ({ parts }) => parts.done > 0 })
  const stopped = toldIn(await finance.post(`/v1/jobs/${id}/cancel`, {}))
  await first.stop(5000)
  t.equal((await finance.get(`/v1/jobs/${id}/result`)).status, 409)
  const had = await documentsOf(finance, id)
  t.equal(had.length, stopped.done, 'what was printed stays, and nothing was added')
  t.ok(stopped.parts.done < stopped.parts.of)
  await finance.post(`/v1/jobs/${id}/resume`, {})
  const second = jobWorker(t, database)
  t.match(await jobWhen(t, finance, id), { state: 'done', done: 61 })
  const documents = await documentsOf(finance, id)
  t.strictSame(
    documents.map(({ document }) => document),
    Array.from({ length: 61 }, (_, i) => i + 1),
  )
  t.strictSame(documents.slice(0, had.length), had)
  const written = second.log.filter(({ event, outcome }) => event === 'part' && outcome === 'written').length
  t.equal(written, stopped.parts.of - stopped.parts.done)
})

function manySchools(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => `    - { id: "${i}", enrollment: ${i + 10} }`)
  return `leeway: 1
scenario: { id: many }
formula:
  id: many
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs: { enrollment: { unit: pupil } }
  funds: [general]
  pupils: enrollment
  parameters: { base: { value: "100", unit: money/pupil, assumed: for the test } }
  lines:
    - { id: base, amount: enrollment * base, fund: general, flexibility: free }
data:
  measures: { enrollment: { basis: projection } }
  rows:
${rows.join('\n')}
`
}
