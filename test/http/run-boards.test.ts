import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator } from '../support/database.ts'
import { keptRun } from '../support/kept-run.ts'
import { pdfPages } from '../support/pdf-pages.ts'
import { made } from '../support/planted-content.ts'
import type { Answer } from '../support/service.ts'
import { inProcess } from '../support/split-terminal.ts'
import { storedServices } from '../support/stored-service.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'

const HTML = { accept: 'text/html' }
const PDF = { accept: 'application/pdf' }
const OF_S1 = ['principal', 'supervisor', 'budget-partner'] as const

const open = await storedServices(t)
const { as, database } = await open(t)
const finance = as('finance')
const folder = t.testdir(threeSchoolFiles)
const adopted = await keptRun(finance, `${folder}/adopted.yaml`, 'Adopted')
const weight = await keptRun(finance, `${folder}/weight.yaml`, 'Weight')

/** What `leeway board` writes. */
async function printed(t: Test, form: 'html' | 'pdf', args: readonly string[]): Promise<Buffer> {
  const out = `${t.testdir()}/pack.${form}`
  const { code, err } = await inProcess(['board', ...args, '--out', out])
  t.equal(code, 0, err)
  return readFileSync(out)
}

/** Whether an answer has these bytes; as a text it would be printed whole. */
function same(t: Test, { status, bytes }: Answer, expected: Buffer, name: string): void {
  t.equal(status, 200, name)
  t.ok(bytes.equals(expected), `${name}: to the byte`)
}

t.test("the demonstration's pack has the bytes of the command line", async (t) => {
  const paths = ['district', 'what-if-frl-weight'].map(
    (name) => `${root}scenarios/demonstration/${name}.yaml`,
  )
  const [district = '', whatIf = ''] = paths
  const { as } = await open(t)
  const [before, run] = [
    await keptRun(as('finance'), district, 'District'),
    await keptRun(as('finance'), whatIf, 'What if'),
  ]
  const page = await as('finance').get(`/v1/runs/${run}/board?against=${before}`, HTML)
  same(t, page, await printed(t, 'html', [whatIf, '--against', district]), 'all 165 schools')
  const ids = '?school=0627&school=0602'
  const sheets = await as('finance').get(`/v1/runs/${run}/board${ids}`, PDF)
  same(t, sheets, await printed(t, 'pdf', [whatIf, '--school', '0602', '--school', '0627']), 'two of them')
})

t.test('a pack is printed as it is asked for', async (t) => {
  const query = `against=${adopted}&paper=a4&locale=de-DE&date=2026-03-31`
  const words = ['--paper', 'a4', '--locale', 'de-DE', '--date', '2026-03-31']
  const args = [`${folder}/weight.yaml`, '--against', `${folder}/adopted.yaml`, ...words]
  const page = await finance.get(`/v1/runs/${weight}/board?${query}`, HTML)
  same(t, page, await printed(t, 'html', args), 'as a page')
  const pdf = await finance.get(`/v1/runs/${weight}/board?${query}`, PDF)
  same(t, pdf, await printed(t, 'pdf', args), 'as a PDF')
  t.equal(pdf.headers['content-type'], 'application/pdf')
  t.equal(pdf.headers['content-disposition'], `inline; filename="board-pack-${weight}.pdf"`)
  t.equal((await pdfPages(pdf.bytes, [1])).count, 7)
  const [now, before] = [
    (await finance.get(`/v1/runs/${weight}`)).json(),
    (await finance.get(`/v1/runs/${adopted}`)).json(),
  ]
  t.equal(pdf.headers['leeway-inputs'], [now['inputs'], before['inputs']].join(', '))
})

t.test('a page lets its own style through and nothing else, and is framed by nobody', async (t) => {
  const { text, headers } = await finance.get(`/v1/runs/${weight}/board`, HTML)
  const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  t.strictSame(String(headers['content-security-policy']).split('; '), [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
  t.equal(headers['x-content-type-options'], 'nosniff')
  t.notMatch(text, /<script|style=|<img|<link/)
})

t.test('what is asked for in another way is refused', async (t) => {
  for (const query of ['date=2026-02-30', 'locale=no_such', 'paper=a3', 'against=last', 'school='])
    t.equal((await finance.get(`/v1/runs/${weight}/board?${query}`, HTML)).status, 400, query)
  t.equal((await finance.get(`/v1/runs/${weight}/board`, { accept: 'application/json' })).status, 406)
})

t.test('a draft has no pack for those who do not see it, and no pack compares with it', async (t) => {
  const both = [`${weight}/board`, `${weight}/board?against=${adopted}`]
  for (const role of ['principal', 'supervisor', 'viewer'] as const)
    for (const path of both) t.equal((await as(role).get(`/v1/runs/${path}`, HTML)).status, 404, role)
  await made(finance.post(`/v1/runs/${weight}/release`, {}))
  for (const role of ['principal', 'supervisor', 'viewer'] as const) {
    const statuses = await Promise.all(
      both.map(async (path) => (await as(role).get(`/v1/runs/${path}`, HTML)).status),
    )
    t.strictSame(statuses, [200, 404], `${role}: the run before is a draft still`)
  }
  await made(finance.post(`/v1/runs/${adopted}/release`, {}))
})

t.test('who sees some schools has the sheets of these printed, and no page of the district', async (t) => {
  const args = [`${folder}/weight.yaml`, '--against', `${folder}/adopted.yaml`]
  const own = await printed(t, 'html', [...args, '--school', 's1'])
  t.notMatch(own.toString(), /Birch|Cedar|District summary|2[,.]?977|8 ?430/)
  for (const role of OF_S1) {
    const path = `/v1/runs/${weight}/board?against=${adopted}`
    same(t, await as(role).get(path, HTML), own, role)
    same(t, await as(role).get(`${path}&school=s1`, HTML), own, `${role}, by name`)
    for (const ids of ['school=s2', 'school=s1&school=s2', 'school=s9'])
      t.equal((await as(role).get(`${path}&${ids}`, HTML)).status, 404, `${role}: ${ids}`)
  }
})

t.test('who sees all schools has all of a released run printed', async (t) => {
  const all = await printed(t, 'html', [`${folder}/weight.yaml`])
  for (const role of ['finance', 'analyst', 'viewer'] as const)
    same(t, await as(role).get(`/v1/runs/${weight}/board`, HTML), all, role)
  t.equal(
    (await finance.get(`/v1/runs/${weight}/board?school=s9`, HTML)).status,
    404,
    'there is no such school',
  )
})

t.test('runs of another engine are not printed, for their amounts may be others today', async (t) => {
  const change = 'update leeway.runs set engine = $1 where run_id = $2'
  const at = async (engine: string): Promise<void> =>
    asAdministrator(
      database.administrator,
      async (client) => void (await client.query(change, [engine, adopted])),
    )
  const { engine } = (await finance.get(`/v1/runs/${adopted}`)).json()
  await at('0.0.1')
  for (const path of [`${adopted}/board`, `${weight}/board?against=${adopted}`]) {
    const refused = await finance.get(`/v1/runs/${path}`, HTML)
    t.match([refused.status, refused.text], [409, /another version of the engine/])
  }
  await at(String(engine))
  t.equal((await finance.get(`/v1/runs/${adopted}/board`, HTML)).status, 200)
})
