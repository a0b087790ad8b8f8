import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openPool, type Timeouts } from '../../src/store/pool.ts'
import { type DatabaseLine, databaseLine } from '../support/database-line.ts'
import { senderWith } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type Places, plantedPlaces, STORED_IDS, soundRequest } from '../support/sound-requests.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
/** Shorter than those of a service, so that a test need not wait as long. */
const SOON: Timeouts = { connect: 500, lock: 500, statement: 800, query: 1_000 }
const MOST_MILLISECONDS = { toRefuse: 5_000, toRecover: 2_000 } as const

for (const state of ['cut', 'deaf'] as const) {
  t.test(
    `with the line to the database ${state}, every route says so in time, and goes on after (R6, S16)`,
    async (t) => {
      const { line, service, places } = await onLine(t, SOON)
      t.match(await readiness(service), [200, 200])
      line.be(state)
      const start = performance.now()
      const answers = await Promise.all(
        STORED_IDS.map(async (operation) => [operation, await asked(service, operation, places)] as const),
      )
      t.equal(answers.length, STORED_IDS.length)
      for (const [operation, answer] of [...answers, ['compute', await computing(service)] as const]) {
        t.match(
          answer.json(),
          { status: 503, type: '/docs#problem-unavailable', title: 'The database does not answer.' },
          operation,
        )
        t.match(answer.headers['retry-after'], /^\d+$/, operation)
      }
      t.match(await readiness(service), [503, 200], 'it is alive, and not ready')
      const waited = performance.now() - start
      t.ok(waited < MOST_MILLISECONDS.toRefuse, `${Math.round(waited)} ms`)
      line.be('open')
      const back = performance.now()
      while ((await asked(service, 'district', places)).status !== 200) {
        if (performance.now() - back > 2 * MOST_MILLISECONDS.toRecover) break
        await pause(20)
      }
      const away = performance.now() - back
      t.ok(away < MOST_MILLISECONDS.toRecover, `${Math.round(away)} ms`)
      t.match(await readiness(service), [200, 200])
      for (const operation of ['scenarios', 'createRun', 'audit'] as const)
        t.ok((await asked(service, operation, places)).status < 300, operation)
      t.equal((await computing(service)).status, 200)
    },
  )
}

t.test('the control: without limits of time a request waits for ever', async (t) => {
  const { line, service, places } = await onLine(t, { connect: 0, lock: 0, statement: 0, query: 0 })
  t.equal((await asked(service, 'district', places)).status, 200)
  line.be('deaf')
  const answer = asked(service, 'district', places)
  const first = await Promise.race([answer, pause(SOON.query + SOON.connect + 500)])
  t.equal(first, undefined, 'no answer in the time in which the others had one')
  line.be('open')
  t.equal((await answer).status, 503)
})

interface OnLine {
  readonly line: DatabaseLine
  readonly service: StoredService
  readonly places: Places
}

async function onLine(t: Test, timeouts: Timeouts): Promise<OnLine> {
  let line: DatabaseLine | undefined
  const service = await open(t, {
    poolOf: async (database) => {
      line = await databaseLine(t, database.service)
      const pool = openPool(line.login, { size: 4, timeouts })
      t.teardown(() => pool.end())
      return pool
    },
  })
  if (line === undefined) throw new Error('the service has no line')
  return { line, service, places: await plantedPlaces(service) }
}

async function asked(
  { app, as }: StoredService,
  operation: (typeof STORED_IDS)[number],
  places: Places,
): Promise<Answer> {
  const { method, path, payload, type } = soundRequest(operation, places)
  const sender = senderWith(app, { authorization: `Bearer ${as('finance').key}`, 'if-match': '"1"' })
  return sender.send(method, path, payload, type === undefined ? {} : { 'content-type': type })
}

async function computing({ as }: StoredService): Promise<Answer> {
  return as('finance').post('/v1/compute', smallDistrict(), { 'content-type': 'application/yaml' })
}

async function readiness({ app }: StoredService): Promise<number[]> {
  const both = ['/readyz', '/healthz'].map(async (url) => (await app.inject({ url })).statusCode)
  return Promise.all(both)
}
