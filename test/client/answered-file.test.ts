import { readFileSync } from 'node:fs'
import t from 'tap'
import { createDistrictClient } from '../../src/client/district-client.ts'
import { type Send, ServiceFault } from '../../src/client/sending.ts'
import { keptRun } from '../support/kept-run.ts'
import { inProcess } from '../support/split-terminal.ts'
import { storedServices } from '../support/stored-service.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'

t.test('a script fetches a run as a table, a workbook and a board pack', async (t) => {
  const { listen, as } = await (await storedServices(t))(t)
  const folder = t.testdir(threeSchoolFiles)
  const run = await keptRun(as('finance'), `${folder}/adopted.yaml`, 'Adopted')
  const client = createDistrictClient({ address: await listen(), key: as('finance').key })
  const params = { run }
  const printed = async (out: string, words: readonly string[]): Promise<Buffer> => {
    const { code, err } = await inProcess([...words, `${folder}/adopted.yaml`, '--out', `${folder}/${out}`])
    t.equal(code, 0, err)
    return readFileSync(`${folder}/${out}`)
  }
  const table = await client.file('runResult', 'csv', { params })
  const workbook = await client.file('runResult', 'xlsx', { params })
  const page = await client.file('runBoard', 'html', { params, query: { paper: 'a4' } })
  const pack = await client.file('runBoard', 'pdf', { params })
  if (table.kind === 'refused') return t.fail(JSON.stringify(table.problem))
  if (workbook.kind === 'refused') return t.fail(JSON.stringify(workbook.problem))
  if (page.kind === 'refused') return t.fail(JSON.stringify(page.problem))
  if (pack.kind === 'refused') return t.fail(JSON.stringify(pack.problem))
  t.equal(table.value.text(), (await printed('run.csv', ['run', '--format', 'csv'])).toString())
  t.match({ ...table.value }, { media: 'text/csv', name: undefined })
  const { bytes } = await as('finance').get(`/v1/runs/${run}/result`, { accept: workbook.value.media })
  t.ok(bytes.equals(workbook.value.bytes) && bytes.subarray(0, 2).toString() === 'PK')
  t.equal(page.value.text(), (await printed('pack.html', ['board', '--paper', 'a4'])).toString())
  t.ok((await printed('pack.pdf', ['board'])).equals(pack.value.bytes))
  return t.match({ ...pack.value }, { media: 'application/pdf', name: `board-pack-${run}.pdf` })
})

t.test('what is not there is a problem, and no file', async (t) => {
  const { listen, as } = await (await storedServices(t))(t)
  const client = createDistrictClient({ address: await listen(), key: as('finance').key })
  const params = { run: '01a20361-2fb0-7076-ae07-c5636837b6aa' }
  for (const form of ['html', 'pdf'] as const)
    t.match(await client.file('runBoard', form, { params }), { kind: 'refused', problem: { status: 404 } })
  t.match(await client.file('runJournal', 'csv', { params, query: { accounts: 'City' } }), {
    kind: 'refused',
    problem: { status: 404, detail: /./ },
  })
})

t.test('a page where a PDF was asked for is no service of Leeway', async (t) => {
  const client = clientOf({ 'content-type': 'text/html; charset=utf-8' })
  await t.rejects(client.file('jobDocument', 'pdf', { params }), new ServiceFault(NO_SERVICE))
  await t.rejects(clientOf({}).file('jobDocument', 'pdf', { params }), new ServiceFault(NO_SERVICE))
})

t.test('a file has the name that the service gives it, and no name that leads elsewhere', async (t) => {
  for (const [disposition, name] of [
    [`inline; filename*=UTF-8''2%20s1%20%C3%89lan.pdf`, '2 s1 Élan.pdf'],
    ['attachment; filename="boards-1.zip"', 'boards-1.zip'],
    [`attachment; filename="plain.pdf"; filename*=UTF-8''%C3%A9.pdf`, 'é.pdf'],
    [`attachment; filename="plain.pdf"; filename*=UTF-8''%E9.pdf`, 'plain.pdf'],
    ['attachment; filename="../pack.pdf"', undefined],
    [`inline; filename*=UTF-8''..%2Fpack.pdf`, undefined],
    ['inline; filename=".."', undefined],
    ['inline; filename=""', undefined],
    ['inline', undefined],
  ] as const) {
    const client = clientOf({ 'content-type': 'application/pdf', 'content-disposition': disposition })
    const reply = await client.file('jobDocument', 'pdf', { params })
    t.equal(reply.kind === 'done' && reply.value.name, name, disposition)
  }
})

const params = { job: '01a20361-2fb0-7076-ae07-c5636837b6aa', document: '1' }
const NO_SERVICE = 'what answers is no service of Leeway'

/** A client whose service answers everything with three letters and these headers. */
function clientOf(headers: Readonly<Record<string, string>>) {
  const send: Send = async () => ({
    status: 200,
    headers: { get: (name) => headers[name] ?? null },
    arrayBuffer: async () => new TextEncoder().encode('abc').buffer,
  })
  return createDistrictClient({ address: 'http://127.0.0.1:9', key: undefined, send })
}
