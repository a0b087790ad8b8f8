import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { root } from '../support/committed-scenarios.ts'
import type { TestDatabase } from '../support/database.ts'
import { databaseServer } from '../support/database.ts'
import { databaseAddress } from '../support/database-address.ts'

const clone = await databaseServer(t)

interface Started {
  readonly child: ChildProcess
  /** The processes of its workers, in the order in which they came. */
  readonly workers: () => number[]
  readonly written: () => string
}

/** `leeway serve` on a test's database, as `npm start` is. */
function service(t: Test, database: TestDatabase, env: Readonly<Record<string, string>> = {}): Started {
  const { LEEWAY_API_KEY: _, NODE_OPTIONS: __, ...rest } = process.env
  const child = spawn(process.execPath, [`${root}src/cli/leeway.mjs`, 'serve'], {
    env: {
      ...rest,
      LEEWAY_PORT: '0',
      LEEWAY_THREADS: '1',
      DATABASE_URL: databaseAddress(database),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let written = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (written += piece.toString()))
  const workers = (): number[] =>
    [...written.matchAll(/"event":"working","process":(\d+)/g)].map(([, pid]) => Number(pid))
  t.teardown(() => {
    child.kill('SIGKILL')
    for (const pid of workers()) killed(pid)
  })
  return { child, workers, written: () => written }
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits for something, up to some seconds. */
async function until(t: Test, is: () => boolean, what: string, milliseconds = 10_000): Promise<void> {
  const start = performance.now()
  while (!is() && performance.now() - start < milliseconds) await pause(20)
  t.ok(is(), what)
}

t.test('a service starts a worker, starts another when it dies, and ends it when it stops', async (t) => {
  const { child, workers, written } = service(t, await clone())
  await until(t, () => workers().length === 1, 'a worker is there')
  const [first = 0] = workers()
  process.kill(first, 'SIGKILL')
  await until(t, () => workers().length === 2, 'another one is there')
  const second = workers()[1] ?? 0
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.notOk(isAlive(second), 'none is left')
  t.match(written(), /"event":"stopped","givenBack":0/)
})

t.test('a worker whose service was killed ends by itself', async (t) => {
  const { child, workers } = service(t, await clone(), { LEEWAY_WORKERS: '2' })
  await until(t, () => workers().length === 2, 'as many as are asked for')
  child.kill('SIGKILL')
  await until(t, () => !workers().some(isAlive), 'both are gone', 5_000)
})

t.test('where none is asked for, there is none', async (t) => {
  const { child, workers, written } = service(t, await clone(), { LEEWAY_WORKERS: '0' })
  await until(t, () => written().includes('listens on'), 'it listens')
  await pause(1_500)
  t.strictSame(workers(), [])
  child.kill('SIGTERM')
  t.strictSame(await once(child, 'exit'), [0, null])
})
