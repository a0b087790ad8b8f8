import { fastify } from 'fastify'
import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { problemDocumentSchema } from '../../src/contract/api/wire-problem.ts'
import { computedBytes } from '../../src/worker/computed-bytes.ts'
import { AUTHORIZED, computingHere, JSON_BODY, KEY, service } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

const MARKER = 'select secret from pupils where ssn = 078-05-1120'
const broken = (): never => {
  throw new Error(MARKER)
}

t.test('of a fault of ours nothing gets out but that it is one (S16)', async (t) => {
  const faulty: readonly Computing[] = [
    { ...computingHere(), answer: async () => broken() },
    { ...computingHere(), answer: () => broken() },
    {
      ...computingHere(),
      answer: async () => ({ kind: 'fault', why: 'broken', trace: 'Error\n    at x.ts:1:1' }),
    },
  ]
  for (const computing of faulty) {
    const { post, log } = await service(t, { computing })
    holdsNothing(await post('/v1/compute', '{}'), log)
  }
  const { post, log } = await service(t, { identify: async () => broken() })
  holdsNothing(await post('/v1/compute', '{}'), log)

  function holdsNothing(answer: { status: number; text: string }, log: readonly object[]): void {
    t.equal(answer.status, 500)
    t.match(problemDocumentSchema.parse(JSON.parse(answer.text)), {
      type: '/docs#problem-ours',
      title: 'The fault is ours.',
    })
    t.notMatch(answer.text, /select|secret|node_modules|\bat \w|\.ts/)
    t.notMatch(JSON.stringify(log), MARKER)
    t.match(JSON.stringify(log), /"event":"fault"/)
  }
})

t.test('a thread says of what broke where, and not what was said', async (t) => {
  const job = { operation: 'compute', form: 'json', query: {}, answerForm: 'json', rowLimit: 1 } as const
  const computed = await computedBytes({
    ...job,
    get bytes() {
      return broken()
    },
  })
  t.match(computed, { kind: 'fault', why: 'broken', trace: /^Error\n\s+at / })
  t.notMatch(JSON.stringify(computed), MARKER)
})

t.test('the control: the framework alone says all of it', async (t) => {
  const app = fastify()
  app.get('/', () => broken())
  t.match((await app.inject({ url: '/' })).payload, MARKER)
})

t.test('a log has neither keys nor addresses nor what was posted (S17)', async (t) => {
  const { post, app, log } = await service(t)
  const canary = 'Canary-Garcia-078-05-1120'
  const district = smallDistrict({ scenario: `scenario: { id: ${canary} }` })
  const yaml = { ...AUTHORIZED, 'content-type': 'application/yaml' }
  t.equal((await post('/v1/compute', district, yaml)).status, 200)
  await post(`/v1/explain?school=${canary}`, district, yaml)
  await post(`/v1/check?api_key=${canary}`, '{}')
  await post('/v1/check', `{ "${canary}": 1 }`)
  await app.inject({ url: `/${canary}?token=${canary}`, headers: { ...JSON_BODY, 'user-agent': canary } })
  t.equal(log.length, 5)
  t.notMatch(JSON.stringify(log), canary)
  t.notMatch(JSON.stringify(log), KEY)
  t.match(log, [
    {
      event: 'request',
      operation: 'compute',
      method: 'POST',
      status: 200,
      key: 'tests',
      request: /^[0-9a-f-]{36}$/,
    },
    { operation: 'explain', status: 422 },
    { operation: 'check', status: 400 },
    { operation: 'check', status: 400 },
    { operation: 'none', status: 404 },
  ])
})

t.test('the metrics count requests by operation and status, and hold no names', async (t) => {
  const { post, app } = await service(t)
  await post('/v1/check', '{}')
  await app.inject({ url: '/some-name' })
  const { payload, headers } = await app.inject({ url: '/metrics', headers: AUTHORIZED })
  t.match(headers['content-type'], /^text\/plain/)
  t.match(payload, /leeway_requests_total\{operation="check",status="400"\} 1/)
  t.match(payload, /leeway_requests_total\{operation="none",status="404"\} 1/)
  for (const name of [
    'leeway_request_seconds_bucket',
    'leeway_in_flight 0',
    'leeway_threads_replaced 0',
    'leeway_process_resident_memory_bytes',
  ])
    t.ok(payload.includes(name), name)
  t.notMatch(payload, 'some-name')
})
