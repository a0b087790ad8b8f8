import { spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { databasePlace } from '../../src/store/embedded/database-place.ts'
import { isRunning, startServer } from '../../src/store/embedded/postmaster.ts'
import { plantedScenario } from '../support/acknowledged-writes.ts'
import { percentile, spread } from '../support/percentile.ts'
import { childrenOf, wordsOf } from '../support/process-table.ts'
import { senderTo } from '../support/sent-to.ts'
import { servedDistrict } from '../support/served-district.ts'
import {
  dataFolder,
  killGroup,
  killIfThere,
  type ServedLeeway,
  servedLeeway,
} from '../support/served-leeway.ts'
import { postmasterOf } from '../support/server-process.ts'

/** Of each way one in the suite, and ten with LEEWAY_LONG=1. */
const TIMES = process.env['LEEWAY_LONG'] === '1' ? 10 : 1
/** What people are promised is 5 s; a machine that runs other tests meanwhile takes longer. */
const MOST_MILLISECONDS = 20_000

interface Running {
  readonly served: ServedLeeway
  readonly workers: readonly number[]
  readonly database: string
}

interface Way {
  readonly what: string
  readonly kill: (running: Running) => void
  /** What nobody starts again must come back by itself. */
  readonly isServiceKilled: boolean
}

const killWorkers = ({ workers }: Running): void => workers.forEach(killIfThere)

const WAYS: readonly Way[] = [
  { what: 'the service', kill: ({ served }) => served.kill(), isServiceKilled: true },
  { what: 'PostgreSQL', kill: ({ database }) => killGroup(database), isServiceKilled: false },
  { what: 'the worker', kill: killWorkers, isServiceKilled: false },
  {
    what: 'all of them',
    kill(running) {
      running.served.kill()
      killWorkers(running)
      killGroup(running.database)
    },
    isServiceKilled: true,
  },
]

const { dataDir, database } = dataFolder(t)

t.test('whatever is killed, the service is whole again by itself or by its next start (R4)', async (t) => {
  const start = async (): Promise<ServedLeeway> => servedLeeway(t, { dataDir, env: { LEEWAY_WORKERS: '1' } })
  let served = await start()
  const send = senderTo(() => served.address, await servedDistrict(database))
  const scenario = await plantedScenario(send, 'Kept')
  for (const { what, kill, isServiceKilled } of WAYS) {
    const times: number[] = []
    for (let i = 0; i < TIMES; i += 1) {
      const workers = await workersOf(served)
      // A worker that dies again and again before it works is started again more and more slowly.
      if (TIMES > 1) await pause(6_000)
      kill({ served, workers, database })
      const killed = performance.now()
      if (isServiceKilled) served = await start()
      else await pause(20)
      while ((await send('/readyz', { method: 'GET' })).status !== 200) await orGiveUp(killed)
      while ((await send(`/v1/scenarios/${scenario}`, { method: 'GET' })).status !== 200)
        await orGiveUp(killed)
      const others = await workersOf(served, what === 'PostgreSQL' ? [] : workers)
      times.push(performance.now() - killed)
      t.ok(others.length === 1, `after a kill of ${what} one worker works`)
      while (what !== 'PostgreSQL' && workers.some(isRunning)) await orGiveUp(killed)
    }
    t.comment(`${what}: ${spread(times)}`)
    t.ok(percentile(times, 100) < MOST_MILLISECONDS, `${what} can be killed`)
  }
})

/** The workers of a service that are not those; waits until there are some. */
async function workersOf({ pid }: ServedLeeway, but: readonly number[] = []): Promise<readonly number[]> {
  const start = performance.now()
  for (;;) {
    // What starts PostgreSQL is a child of it too, for a moment.
    const workers = childrenOf(pid).filter((each) => !but.includes(each) && wordsOf(each).endsWith(' worker'))
    if (workers.length > 0) return workers
    await orGiveUp(start)
  }
}

async function orGiveUp(since: number): Promise<void> {
  if (performance.now() - since > MOST_MILLISECONDS) throw new Error('it does not come back')
  await pause(20)
}

t.test('the control: a start that does not look who is there fails where ours does not', async (t) => {
  const place = databasePlace({ dataDir, tell: () => undefined })
  const settings = ["listen_addresses=''", `unix_socket_directories=${database}`, 'port=5432']
  const plain = async (t: Test): Promise<void> => {
    const { isUp, said } = await startServer(place, settings)
    t.notOk(isUp)
    t.match(said, /could not start server|another server might be running/)
  }
  const first = await servedLeeway(t, { dataDir })
  first.kill()
  await first.ended
  await t.test('PostgreSQL was left behind', plain)
  const note = join(database, 'data', 'postmaster.pid')
  const words = readFileSync(note, 'utf8').split('\n')
  const postmaster = postmasterOf(database)
  killGroup(database)
  while (isRunning(postmaster)) await pause(10)
  const { uid, gid } = statSync(database)
  const other = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' })
  t.teardown(() => other.kill())
  writeFileSync(note, [String(other.pid), ...words.slice(1)].join('\n'))
  await t.test('its number belongs to another process now', plain)
  const again = await servedLeeway(t, { dataDir })
  t.equal((await fetch(`${again.address}/healthz`)).status, 200, 'ours starts')
  t.ok(isRunning(other.pid ?? 0), 'and lets the other process live')
})
