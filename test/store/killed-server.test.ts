import { spawn } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded/embedded-server.ts'
import { isRunning } from '../../src/store/embedded/postmaster.ts'
import { asAdministrator, QUICKLY, reachableFolder } from '../support/database.ts'
import { childrenOf } from '../support/process-table.ts'
import { killPostgres, postmasterOf, type ServerProcess, serverProcess } from '../support/server-process.ts'

/** Three kills in the suite, and a hundred with LEEWAY_LONG=1. */
const KILLS = process.env['LEEWAY_LONG'] === '1' ? 100 : 3
const MOST_MILLISECONDS = 5_000

type Kill = (process: ServerProcess) => Promise<void>

const WAYS: readonly Kill[] = [
  async ({ folder }) => killPostgres(folder),
  async (process) => process.kill(),
  async (process) => {
    killPostgres(process.folder)
    await process.kill()
  },
]

t.test(
  'after a kill of PostgreSQL, of the program, or of both, the next start needs nobody and no time',
  async (t) => {
    const folder = reachableFolder(t)
    const times: number[] = []
    for (let i = 0; i < KILLS; i += 1) {
      const running = await serverProcess(t, folder)
      if (i > 0) times.push(running.milliseconds)
      await WAYS[i % WAYS.length]?.(running)
    }
    const last = await serverProcess(t, folder)
    times.push(last.milliseconds)
    await stopAll(t, last, folder)
    t.equal(times.length, KILLS)
    t.ok(Math.max(...times) < MOST_MILLISECONDS, `up again after ${times.map(Math.round).join(', ')} ms`)
  },
)

function noteOf(folder: string): string {
  return join(folder, 'data', 'postmaster.pid')
}

async function stopAll(t: Test, running: ServerProcess, folder: string): Promise<void> {
  await running.kill()
  const server = await startEmbedded({ dataDir: join(folder, 'data'), shelters: [], tell: () => undefined })
  await server.stop()
  t.pass('and it can be stopped in good order')
}

t.test('a killed PostgreSQL that nobody buries stands in nobody’s way', async (t) => {
  const folder = reachableFolder(t)
  const running = await serverProcess(t, folder)
  killPostgres(running.folder)
  await running.kill()
  const dead = await unburied(t, running.folder)
  for (const note of ['data/postmaster.pid', '.s.PGSQL.5432.lock'].map((name) => join(running.folder, name)))
    writeFileSync(note, readFileSync(note, 'utf8').replace(/^\d+/, String(dead)))
  const next = await serverProcess(t, folder)
  t.ok(next.milliseconds < MOST_MILLISECONDS, `up again after ${Math.round(next.milliseconds)} ms`)
  t.ok(isRunning(dead), 'and the system still takes the dead for a process')
  await stopAll(t, next, folder)
})

t.test('a server whose note another start has taken away stands in nobody’s way', async (t) => {
  const folder = reachableFolder(t)
  const running = await serverProcess(t, folder)
  const pid = postmasterOf(running.folder)
  rmSync(noteOf(running.folder))
  const next = await serverProcess(t, folder)
  t.ok(next.milliseconds < MOST_MILLISECONDS, `up again after ${Math.round(next.milliseconds)} ms`)
  t.not(postmasterOf(next.folder), pid)
  await stopAll(t, next, folder)
})

t.test('a start whose server is killed as soon as it begins goes on', async (t) => {
  const folder = reachableFolder(t)
  const first = await serverProcess(t, folder)
  killPostgres(first.folder)
  await first.kill()
  const killed = new Set([notedIn(first.folder)])
  const killing = setInterval(() => killAnew(first.folder, killed), 1)
  t.teardown(() => clearInterval(killing))
  const next = await serverProcess(t, folder)
  clearInterval(killing)
  t.ok(next.milliseconds < MOST_MILLISECONDS, `up after ${Math.round(next.milliseconds)} ms`)
  t.equal(killed.size, 1 + KILLS_AT_START)
  await stopAll(t, next, folder)
})

const KILLS_AT_START = 3

/** Kills a server of that database that was not killed before, so many in all. */
function killAnew(folder: string, killed: Set<number>): void {
  const pid = notedIn(folder)
  if (pid === 0 || killed.has(pid) || killed.size > KILLS_AT_START) return
  killed.add(pid)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** The number that the note names now; 0 if there is none. */
function notedIn(folder: string): number {
  try {
    return postmasterOf(folder)
  } catch {
    return 0
  }
}

t.test('a start that is cut off as soon as it has joined goes on', async (t) => {
  const folder = reachableFolder(t)
  const first = await started(t, folder)
  const administrator = { ...first.connection, database: 'postgres' }
  await asAdministrator(administrator, async (client) => client.query(CUT_OFF_TWICE))
  const next = await serverProcess(t, folder)
  t.ok(next.milliseconds < MOST_MILLISECONDS, `up after ${Math.round(next.milliseconds)} ms`)
  const { rows } = await asAdministrator(administrator, async (client) =>
    client.query<{ readonly times: string }>('select last_value as times from cut_off'),
  )
  t.ok(Number(rows[0]?.times) > 2, 'it was cut off both times')
})

/** Whoever comes to the database of the administrator, except for those who show that they are there. */
const CUT_OFF_TWICE = `
  create sequence cut_off;
  create function cut_off() returns event_trigger language plpgsql as $$
  begin
    if current_setting('application_name') <> 'leeway presence' and nextval('cut_off') <= 2 then
      perform pg_terminate_backend(pg_backend_pid());
    end if;
  end $$;
  create event trigger cut_off on login execute function cut_off();
  alter event trigger cut_off enable always;`

/** The number of a process that has ended, and whose parent does not ask how: it belongs to whoever has the folder. */
async function unburied(t: Test, folder: string): Promise<number> {
  const { uid, gid } = statSync(folder)
  const parent = spawn('sh', ['-c', 'true & exec sleep 60'], { uid, gid, cwd: '/', stdio: 'ignore' })
  t.teardown(() => parent.kill())
  for (;;) {
    const [dead] = childrenOf(parent.pid ?? 0)
    if (dead !== undefined) return dead
    await pause(10)
  }
}

t.test('what was acknowledged before a kill is there after it, and nothing in part', async (t) => {
  t.strictSame(await lostAfterKills(t, 'on', KILLS), { lost: 0, inPart: 0 })
})

t.test('a server that acknowledges before it writes loses some, and that is seen', async (t) => {
  const { lost } = await lostAfterKills(t, 'off', 1)
  t.ok(lost > 0, `${lost} lost`)
})

const WRITERS = 4

/** Writers store transactions of two rows each, until PostgreSQL is killed under them; then they are counted. */
async function lostAfterKills(
  t: Test,
  commit: 'on' | 'off',
  kills: number,
): Promise<{ lost: number; inPart: number }> {
  const folder = reachableFolder(t)
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < kills; kill += 1) {
    const server = await started(t, folder)
    await asAdministrator(server.connection, async (client) => {
      await client.query('create table if not exists entries (id text, half int, primary key (id, half))')
    })
    const writers = Array.from({ length: WRITERS }, (_, i) =>
      write(server, commit, `${kill} ${i}`, acknowledged),
    )
    await pause(250)
    killPostgres(server.folder)
    await Promise.all(writers)
    await server.stop()
  }
  const server = await started(t, folder)
  const { rows } = await asAdministrator(server.connection, async (client) =>
    client.query<{ readonly id: string; readonly halves: string }>(
      'select id, count(*) as halves from entries group by id',
    ),
  )
  await server.stop()
  const kept = new Set(rows.map(({ id }) => id))
  t.ok(acknowledged.size > WRITERS * kills, `${acknowledged.size} transactions were acknowledged`)
  return {
    lost: [...acknowledged].filter((id) => !kept.has(id)).length,
    inPart: rows.filter(({ halves }) => halves !== '2').length,
  }
}

async function started(t: Test, folder: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    shelters: [join(folder, 'shelter')],
    // The log of changes is written out slowly, so that what was only promised has time to be lost.
    making: [...QUICKLY, '--set', 'wal_writer_delay=10s', '--set', 'wal_writer_flush_after=100MB'],
    tell: () => undefined,
  })
  t.teardown(() => server.stop())
  return server
}

async function write(
  { connection }: EmbeddedServer,
  commit: string,
  name: string,
  acknowledged: Set<string>,
): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`set synchronous_commit = ${commit}`)
    for (let i = 0; ; i += 1) {
      const id = `${name} ${i}`
      await client.query('insert into entries values ($1, 1), ($1, 2)', [id])
      acknowledged.add(id)
    }
  } catch {
    // Killed, as it was meant to be.
  }
}
