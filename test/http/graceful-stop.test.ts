import { Agent, get, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import type { BuiltServer } from '../../src/http/build-server.ts'
import { gracefulStop } from '../../src/http/graceful-stop.ts'
import { AUTHORIZED, computingHere, service } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

const headers = { ...AUTHORIZED, 'content-type': 'application/yaml' }

function waiting(milliseconds: number): Computing {
  return {
    ...computingHere(),
    async answer(job, signal) {
      await setTimeout(milliseconds, undefined, { ref: false })
      return computingHere().answer(job, signal)
    },
  }
}

function post(address: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/v1/compute`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer))
    })
    sent.on('error', reject)
    sent.end(smallDistrict())
  })
}

/** A connection that has been used and waits, and one that never says anything. */
async function idlers(address: string, agent: Agent): Promise<void> {
  await new Promise<void>((resolve) =>
    get(`${address}/healthz`, { agent }, (answer) => answer.resume().on('end', resolve)),
  )
  const silent = connect({ host: '127.0.0.1', port: Number(new URL(address).port) })
  silent.on('error', () => undefined)
  await new Promise((resolve) => silent.once('connect', resolve))
}

/** Waits until so many requests are here. */
async function placesTaken({ served }: BuiltServer, count: number): Promise<void> {
  while (served.inFlight.count < count) await setTimeout(5)
}

t.test('a stop lets what is here end, takes nothing new, and does not wait for who is silent', async (t) => {
  const built = await service(t, { computing: waiting(600) })
  const stopping = gracefulStop(built)
  const address = await built.listen()
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  await idlers(address, agent)
  const inside = Array.from({ length: 8 }, async () => post(address, agent))
  await placesTaken(built, 8)
  const start = performance.now()
  const stopped = stopping.stop()
  await setTimeout(20)
  await t.rejects(fetch(`${address}/healthz`), 'nobody new gets in')
  const answers = await Promise.all(inside)
  t.strictSame(await stopped, { cut: 0 })
  t.ok(performance.now() - start < 2_500, `${(performance.now() - start).toFixed(0)} ms`)
  for (const { statusCode, headers: told } of answers)
    t.strictSame([statusCode, told.connection], [200, 'close'])
})

t.test('on a connection that is open, a new request is told that the service stops', async (t) => {
  const { app, served } = await service(t)
  served.state.isStopping = true
  const answer = await app.inject({ url: '/readyz' })
  t.match(
    [answer.statusCode, answer.headers['connection'], answer.json().type],
    [503, 'close', '/docs#problem-stopping'],
  )
})

t.test('a stop has an end, whatever is still going on', async (t) => {
  const built = await service(t, { computing: waiting(60_000), config: { stopMilliseconds: 300 } })
  const stopping = gracefulStop(built)
  const address = await built.listen()
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const inside = post(address, agent).catch((thrown: unknown) => thrown)
  await placesTaken(built, 1)
  const start = performance.now()
  t.match(await stopping.stop(), { cut: 1 })
  const took = performance.now() - start
  t.ok(took > 250 && took < 1_500, `${took.toFixed(0)} ms`)
  t.ok((await inside) instanceof Error)
})

t.test('the control: the close of the framework waits for who is silent', async (t) => {
  const built = await service(t)
  const address = await built.listen()
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  await idlers(address, agent)
  const closed = built.app.close().then(() => 'closed')
  t.equal(await Promise.race([closed, setTimeout(1_500, 'open')]), 'open')
  built.app.server.closeAllConnections()
  await closed
})
