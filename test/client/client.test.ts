import t from 'tap'
import { createClient } from '../../src/client/client.ts'
import { type Send, ServiceFault } from '../../src/client/sending.ts'
import { KEY, service } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

const body = { files: { 'a.yaml': smallDistrict() }, scenario: 'a.yaml' }

t.test('a client gets results with their stamp, of the types that the routes say', async (t) => {
  const { listen } = await service(t)
  const client = createClient({ address: await listen(), key: KEY })
  const run = await client.result('compute', { body })
  if (run.kind === 'refused') return t.fail(run.problem.detail)
  // The names below are checked by the compiler: they come from the table of routes.
  const total: string = run.value.total
  t.equal(total, '3000.00')
  t.match(run.stamp, { engine: run.value.leeway.engine, inputs: [run.value.leeway.inputs] })
  const explained = await client.outcome('explain', { body, query: { school: '2', line: 'base' } })
  t.match(explained, {
    kind: 'done',
    value: { result: { school: { total: '2000.00' } }, problems: [], more: 0 },
  })
  const both = { files: body.files, scenarios: ['a.yaml', 'a.yaml'] }
  const compared = await client.result('compare', { body: both, query: { by: ['level'] } })
  t.match(compared, { kind: 'done', value: { comparisons: [{ total: { change: '0.00' } }] } })
  const table = await client.file('compute', 'csv', { body })
  if (table.kind === 'refused') return t.fail(table.problem.detail)
  t.match(table.value.text(), /^id,name,students,line\.base,total/)
  t.match(table.stamp, run.stamp)
  return t.match(await client.outcome('check', { body }), {
    kind: 'done',
    value: { summary: { schools: 2 } },
  })
})

t.test('what the compiler refuses', async (t) => {
  const client = createClient({ address: 'http://127.0.0.1:9', key: undefined, send: answering(200, '{}') })
  // @ts-expect-error a file is missing
  await client.result('compute', { body: { files: {} } })
  // @ts-expect-error there is no such parameter
  await client.result('explain', { body, query: { school: '1', lines: 'base' } })
  // @ts-expect-error there is no such operation
  await t.rejects(async () => client.result('allocate', { body }))
  // @ts-expect-error a split is no workbook
  await t.rejects(client.file('split', 'xlsx', { body: { files: {}, scenarios: [] } }))
  const reply = await client.result('split', { body: { files: {}, scenarios: [] } })
  // @ts-expect-error a split has no schools by level
  t.equal(reply.kind === 'done' && reply.value.level, undefined)
})

t.test('a refusal is a problem with all its errors', async (t) => {
  const { listen } = await service(t)
  const address = await listen()
  const wrong = { files: { 'a.yaml': 'leeway: 1\n' }, scenario: 'a.yaml' }
  t.match(await createClient({ address, key: KEY }).result('compute', { body: wrong }), {
    kind: 'refused',
    problem: { status: 422, errors: [{ code: 'FORMULA_MISSING', pointer: '/files/a.yaml' }] },
  })
  t.match(await createClient({ address, key: 'another' }).result('compute', { body }), {
    kind: 'refused',
    problem: { status: 401 },
  })
})

t.test('what is no service of Leeway, or does not answer, is a fault in words', async (t) => {
  const faultOf = async (send: Send): Promise<unknown> =>
    createClient({ address: 'http://127.0.0.1:9', key: KEY, send })
      .result('compute', { body })
      .catch((thrown: unknown) => thrown)
  for (const send of [
    answering(200, '<html>'),
    answering(502, '<html>Bad Gateway</html>'),
    answering(500, '{"message":"no"}'),
    async () => Promise.reject(new Error('ECONNREFUSED')),
  ] satisfies Send[]) {
    const thrown = await faultOf(send)
    t.ok(thrown instanceof ServiceFault)
    t.notMatch(thrown instanceof Error && thrown.message, KEY)
  }
})

t.test('a problem of a newer service, which says more, is understood', async (t) => {
  const newer = {
    type: '/docs#problem-x',
    title: 'New.',
    status: 422,
    detail: 'Something.',
    instance: 'urn:x',
    hint: 1,
  }
  const client = createClient({
    address: 'http://127.0.0.1:9',
    key: KEY,
    send: answering(422, JSON.stringify(newer)),
  })
  t.match(await client.result('compute', { body }), { kind: 'refused', problem: { title: 'New.' } })
})

function answering(status: number, text: string): Send {
  return async () => ({
    status,
    headers: { get: () => null },
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  })
}
