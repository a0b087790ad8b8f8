import t, { type Test } from 'tap'
import { gracefulStop } from '../../src/http/graceful-stop.ts'
import { eventStream } from '../support/event-stream.ts'
import { jobWorker } from '../support/job-worker.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptDistrict } from '../support/swept-district.ts'

const open = await storedServices(t)

/** A service that listens, with a sweep of several parts that waits. */
async function waitingSweep(t: Test, variants: number) {
  const service: StoredService = await open(t)
  const finance = service.as('finance')
  const scenario = await keptScenario(finance, 'Sweep', sweptDistrict(variants))
  const { id } = await begun(finance, { kind: 'sweep', scenario })
  const address = `${await service.listen()}/v1/jobs/${id}/events`
  const headers = { authorization: `Bearer ${finance.key}`, accept: 'text/event-stream' }
  const listen = async (more: Readonly<Record<string, string>> = {}, query = '') => {
    const stream = await eventStream(address + query, { ...headers, ...more })
    t.teardown(() => stream.close())
    return stream
  }
  return { service, finance, id, listen }
}

t.test('who listens hears how far a job is, each part as it comes, and its end', async (t) => {
  const { service, listen } = await waitingSweep(t, 170)
  const stream = await listen()
  t.match(await stream.next(), { name: 'progress', data: { state: 'waiting', done: 0, of: 170 } })
  jobWorker(t, service.database)
  const events = await stream.rest()
  const parts = events.filter(({ name }) => name === 'part')
  t.strictSame(
    parts.map(({ id }) => id),
    ['1', '2', '3', '4'],
  )
  t.match(parts[0]?.data, { part: 1, variants: [{ variant: 1, total: '3000.00' }] })
  t.match(events.at(-1), { name: 'end', data: { state: 'done', percent: 100 } })
  t.match(events.at(-2), { name: 'progress', data: { state: 'done' } })
})

t.test('who comes again goes on after the part they have heard last', async (t) => {
  const { service, finance, id, listen } = await waitingSweep(t, 170)
  jobWorker(t, service.database)
  await jobWhen(t, finance, id)
  const names = async (more: Readonly<Record<string, string>>, query = ''): Promise<string[]> => {
    const events = await (await listen(more, query)).rest()
    return events.map((event) => event.id ?? event.name)
  }
  t.strictSame(await names({}), ['1', '2', '3', '4', 'progress', 'end'])
  t.strictSame(await names({ 'last-event-id': '3' }), ['4', 'progress', 'end'])
  t.strictSame(await names({ 'last-event-id': '4' }), ['progress', 'end'])
  t.strictSame(await names({ 'last-event-id': 'nonsense' }, '?parts=false'), ['progress', 'end'])
})

t.test('one key holds eight streams at a time, and who leaves makes room', async (t) => {
  const { listen } = await waitingSweep(t, 3)
  const streams = await Promise.all(Array.from({ length: 8 }, async () => listen()))
  t.strictSame([...new Set(streams.map(({ status }) => status))], [200])
  t.equal((await listen()).status, 429)
  streams[0]?.close()
  let status = 429
  for (let tries = 0; tries < 50 && status === 429; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    status = (await listen()).status
  }
  t.equal(status, 200)
})

t.test('a stop ends the streams, and does not wait for the jobs', async (t) => {
  const { service, listen } = await waitingSweep(t, 3)
  const stopping = gracefulStop(service)
  const stream = await listen()
  t.equal((await stream.next())?.name, 'progress')
  const start = performance.now()
  const [{ cut }, rest] = await Promise.all([stopping.stop(), stream.rest()])
  t.strictSame([cut, rest], [0, []])
  t.ok(performance.now() - start < 2000)
})

t.test('only a key that is valid listens, to a job that it may see', async (t) => {
  const { service, listen } = await waitingSweep(t, 3)
  const asked = async (key: string) => (await listen({ authorization: `Bearer ${key}` })).status
  t.equal(await asked('leeway_key_of-nobody'), 401)
  t.equal(await asked(service.as('principal').key), 404)
  t.equal((await listen({ accept: 'application/json' })).status, 406)
})
