import t from 'tap'
import { parse } from 'yaml'
import { createDistrictClient } from '../../src/client/district-client.ts'

import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { sheetFile } from '../support/workbook-file.ts'

t.test('a script keeps a scenario, runs it and changes a name, by the types of the routes', async (t) => {
  const serviceOf = await storedServices(t)
  const { listen, as } = await serviceOf(t)
  const client = createDistrictClient({ address: await listen(), key: as('finance').key })
  const bundle = JSON.stringify(parse(smallDistrict(), { schema: 'failsafe' }))
  const workbook = Uint8Array.from(
    sheetFile([
      ['id', 'students'],
      ['0101', 300],
    ]),
  )
  const upload = await client.ask('checkDataset', { workbook, query: { name: 'counts', sheet: 'Fall' } })
  t.match(upload, { kind: 'done', value: { rows: { before: 0, after: 1 }, newSchools: ['0101'] } })
  const made = await client.ask('createScenario', { text: bundle, query: { name: 'Two schools' } })
  if (made.kind === 'refused') return t.fail(JSON.stringify(made.problem))
  t.equal(made.value.scenario.year, '2025-26')
  const run = await client.ask('createRun', {
    fields: { scenario: made.value.scenario.id },
    idempotencyKey: 'one',
  })
  const again = await client.ask('createRun', {
    fields: { scenario: made.value.scenario.id },
    idempotencyKey: 'one',
  })
  if (run.kind === 'refused') return t.fail(JSON.stringify(run.problem))
  t.equal(run.value.total, '3000.00')
  t.strictSame(again, run, 'sent again, it is done once')
  const school = await client.ask('school', { params: { school: '1' } })
  if (school.kind === 'refused') return t.fail(school.problem.detail)
  const renamed = await client.ask('changeSchool', {
    params: { school: '1' },
    fields: { name: 'Élan / 1' },
    ifMatch: school.etag ?? '',
  })
  t.match(renamed, { kind: 'done', value: { name: 'Élan / 1', revision: 2 }, etag: '"2"' })
  const late = await client.ask('changeSchool', {
    params: { school: '1' },
    fields: { name: 'Late' },
    ifMatch: '"1"',
  })
  t.match(late, { kind: 'refused', problem: { status: 412 } })
  const patched = await client.ask('changeScenario', {
    params: { scenario: made.value.scenario.id },
    fields: [{ op: 'replace', path: '/scenario', value: { id: 'two', name: 'Two of them' } }],
    ifMatch: made.etag ?? '',
  })
  t.match(patched, { kind: 'done', value: { scenario: { version: 2 } } })
  return t.match(await client.ask('signOut', {}), { kind: 'refused', problem: { status: 403 } })
})

t.test('what the compiler refuses, and what no service answers', async (t) => {
  const arrayBuffer = async () => new TextEncoder().encode('hello').buffer
  const send = async () => ({ status: 200, headers: { get: () => null }, arrayBuffer })
  const client = createDistrictClient({ address: 'http://127.0.0.1:9', key: undefined, send })
  // @ts-expect-error there is no such operation
  await t.rejects(async () => client.ask('allocate', {}))
  // @ts-expect-error the name is missing
  await t.rejects(client.ask('changeDistrict', { fields: {}, ifMatch: '"1"' }), NO_SERVICE)
  // @ts-expect-error a board pack is no JSON
  await t.rejects(client.ask('runBoard', { params: { run: '1' } }), NO_SERVICE)
  // @ts-expect-error and no table
  await t.rejects(client.file('runBoard', 'csv', { params: { run: '1' } }), NO_SERVICE)
  // @ts-expect-error a school is told in JSON alone
  await t.rejects(client.file('school', 'csv', { params: { school: '1' } }), NO_SERVICE)
  // @ts-expect-error a school is named by its id
  await t.rejects(client.ask('school', { params: { id: '1' } }), NO_SERVICE)
})

const NO_SERVICE = { message: 'what answers is no service of Leeway' }
