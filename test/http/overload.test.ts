import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { AUTHORIZED, computingHere, JSON_BODY, service } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

const YAML_BODY = { ...AUTHORIZED, 'content-type': 'application/yaml' }

/** Computes one request at a time, each as long. */
function slowComputing(milliseconds: number): Computing {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...computingHere(),
    async answer(job, signal) {
      const mine = last.then(() => setTimeout(milliseconds))
      last = mine
      await mine
      return computingHere().answer(job, signal)
    },
  }
}

interface Answered {
  readonly status: number
  readonly retryAfter: string | null
  readonly milliseconds: number
}

async function flood(address: string, requests: number): Promise<Answered[]> {
  return Promise.all(
    Array.from({ length: requests }, async () => {
      const start = performance.now()
      const answer = await fetch(`${address}/v1/compute`, {
        method: 'POST',
        headers: YAML_BODY,
        body: smallDistrict(),
      })
      await answer.text()
      const milliseconds = performance.now() - start
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), milliseconds }
    }),
  )
}

t.test('more requests than are taken at a time are told to come again, at once', async (t) => {
  const { listen, served, post } = await service(t, {
    computing: slowComputing(150),
    config: { inFlight: 4 },
  })
  const answers = await flood(await listen(), 80)
  const taken = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 503)
  t.equal(taken.length + refused.length, 80)
  t.ok(taken.length >= 4 && taken.length <= 12, `${taken.length} were taken`)
  t.ok(refused.every(({ retryAfter }) => retryAfter === '1'))
  const slowest = Math.max(...refused.map(({ milliseconds }) => milliseconds))
  const last = Math.max(...taken.map(({ milliseconds }) => milliseconds))
  t.ok(slowest < last / 1.2, `the last was refused after ${slowest.toFixed(0)} ms`)
  t.ok(last < 400 * taken.length + 1_500, `the last was answered after ${last.toFixed(0)} ms`)
  t.equal(served.inFlight.count, 0, 'every place is given back')
  t.equal((await post('/v1/compute', smallDistrict(), YAML_BODY)).status, 200, 'and the next is taken')
})

t.test('the control: without a cap all wait, and the last for longest', async (t) => {
  const { listen } = await service(t, { computing: slowComputing(30), config: { inFlight: 10_000 } })
  const answers = await flood(await listen(), 60)
  t.ok(answers.every(({ status }) => status === 200))
  t.ok(Math.max(...answers.map(({ milliseconds }) => milliseconds)) > 1_500)
})

t.test('a refusal does not wait for the body, and other routes answer meanwhile', async (t) => {
  const { app, post } = await service(t, { computing: slowComputing(300), config: { inFlight: 1 } })
  const first = post('/v1/compute', smallDistrict(), YAML_BODY)
  await setTimeout(50)
  const second = await post('/v1/compute', '{', JSON_BODY)
  t.match([second.status, second.json().type], [503, '/docs#problem-busy'])
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
  t.equal((await first).status, 200)
})

t.test(
  'what takes too long or too much is the problem of who sent it; a thread that is not free is ours',
  async (t) => {
    const answered = async (why: 'time' | 'memory' | 'busy'): Promise<unknown[]> => {
      const computing = { ...computingHere(), answer: async () => ({ kind: 'fault', why }) as const }
      const { post } = await service(t, { computing })
      const { status, headers, ...answer } = await post('/v1/compute', '{}')
      return [status, answer.json().type, headers['retry-after']]
    }
    t.strictSame(await answered('time'), [422, '/docs#problem-too-heavy', undefined])
    t.strictSame(await answered('memory'), [422, '/docs#problem-too-heavy', undefined])
    t.strictSame(await answered('busy'), [503, '/docs#problem-busy', '1'])
  },
)

t.test('a service that cannot compute yet says that it is not ready', async (t) => {
  const { app } = await service(t, { computing: { ...computingHere(), isReady: false } })
  const answer = await app.inject({ url: '/readyz' })
  t.match([answer.statusCode, answer.headers['retry-after']], [503, '1'])
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
})
