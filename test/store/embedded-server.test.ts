import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded/embedded-server.ts'
import { isPostmasterOf, isRunning } from '../../src/store/embedded/postmaster.ts'
import { asAdministrator, QUICKLY, reachableFolder } from '../support/database.ts'
import { killPostgres, postmasterOf, serverProcess } from '../support/server-process.ts'

const folder = reachableFolder(t)

interface Started {
  readonly server: EmbeddedServer
  readonly told: readonly string[]
}

async function started(t: Test, dataDir: string): Promise<Started> {
  const told: string[] = []
  const server = await startEmbedded({
    dataDir,
    shelters: [join(folder, 'shelter')],
    making: QUICKLY,
    patience: { toAnswer: 1_000, deaf: 500 },
    tell: (line) => void told.push(line),
  })
  t.teardown(() => server.stop())
  return { server, told }
}

async function answerOf(server: EmbeddedServer, sql: string): Promise<unknown> {
  return asAdministrator(server.connection, async (client) => (await client.query(sql)).rows[0])
}

t.test('what is stored is there after a stop, and sorts the same on every machine', async (t) => {
  const { server } = await started(t, join(folder, 'kept'))
  t.match(
    await answerOf(
      server,
      `select current_setting('server_encoding') as encoding, datlocprovider as provider, datlocale as locale,
        datcollate as collation, current_setting('timezone') as zone, current_setting('listen_addresses') as listens,
        current_setting('data_checksums') as checksums
        from pg_database where datname = current_database()`,
    ),
    {
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      collation: 'C',
      zone: 'UTC',
      listens: '',
      checksums: 'on',
    },
  )
  for (const file of ['password', 'service-password'])
    t.equal(statSync(join(server.folder, file)).mode & 0o777, 0o600, `only the owner reads the ${file}`)
  t.match(
    readFileSync(join(server.folder, 'data', 'pg_hba.conf'), 'utf8'),
    /^host +all +all +\S+ +scram-sha-256$/m,
  )
  await answerOf(server, 'create table kept as select 1 as n')
  const pid = postmasterOf(server.folder)
  await server.stop()
  t.notOk(isPostmasterOf(server.folder, pid), 'a stop leaves nothing running')
  const again = await started(t, join(folder, 'kept'))
  t.strictSame(await answerOf(again.server, 'select n from kept'), { n: 1 })
})

t.test('a wrong password opens nothing', async (t) => {
  const { server } = await started(t, join(folder, 'kept'))
  await t.rejects(
    asAdministrator({ ...server.connection, password: 'password' }, async (client) =>
      client.query('select 1'),
    ),
    { code: '28P01' },
  )
})

t.test('two that start at once share one server, and the last to leave stops it', async (t) => {
  const dataDir = join(folder, 'shared')
  const both = await Promise.all([started(t, dataDir), started(t, dataDir), started(t, dataDir)])
  const [first, second, third] = both.map(({ server }) => server)
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('three were started')
  t.equal(first.folder, second.folder)
  t.strictSame(
    readdirSync(dirname(first.folder)).filter((name) => name.endsWith('.tmp')),
    [],
    'nothing is left of the databases that came too late',
  )
  const pid = postmasterOf(first.folder)
  await first.stop()
  await third.stop()
  t.match(await answerOf(second, 'select 1 as n'), { n: 1 })
  t.ok(isPostmasterOf(first.folder, pid))
  await second.stop()
  t.notOk(isPostmasterOf(first.folder, pid))
})

t.test(
  'where the folder is closed to the user who runs PostgreSQL, it goes elsewhere and says so',
  async (t) => {
    const closed = join(folder, 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0o700)
    const dataDir = join(closed, '.leeway')
    const { server, told } = await started(t, dataDir)
    const isRoot = process.getuid?.() === 0
    t.equal(server.folder.startsWith(isRoot ? join(folder, 'shelter') : closed), true)
    t.equal(told.length, isRoot ? 1 : 0)
    if (isRoot) t.match(told[0], `The database is in ${server.folder}.`)
    await answerOf(server, 'create table kept as select 2 as n')
    await server.stop()
    const again = await started(t, dataDir)
    t.strictSame(await answerOf(again.server, 'select n from kept'), { n: 2 }, 'and is found there again')
  },
)

t.test('a path of any length and with spaces in it will do', async (t) => {
  const { server } = await started(t, join(folder, 'a long path'.repeat(9), 'été'))
  t.equal(server.connection.host, '127.0.0.1', 'a socket would not fit')
  t.match(await answerOf(server, 'select 1 as n'), { n: 1 })
})

t.test('a number that another process was given since is not taken for the server', async (t) => {
  const dataDir = join(folder, 'kept')
  const { server } = await started(t, dataDir)
  const data = join(server.folder, 'data')
  const note = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  killPostgres(server.folder)
  await server.stop()
  const owner = statSync(data)
  const other = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid, cwd: '/', stdio: 'ignore' })
  t.teardown(() => other.kill())
  writeFileSync(join(data, 'postmaster.pid'), [String(other.pid), ...note.slice(1)].join('\n'))
  const again = await started(t, dataDir)
  t.match(await answerOf(again.server, 'select n from kept'), { n: 1 })
  t.ok(isRunning(other.pid ?? 0), 'the other process is left alone')
})

t.test('a note that was cut off while it was written holds nothing up', async (t) => {
  const dataDir = join(folder, 'kept')
  const { server } = await started(t, dataDir)
  killPostgres(server.folder)
  await server.stop()
  const note = join(server.folder, 'data', 'postmaster.pid')
  // Who found it just now would still wait for somebody who starts at the same moment.
  for (const seconds of [60, 4.5]) {
    writeFileSync(note, '')
    const earlier = new Date(Date.now() - seconds * 1000)
    utimesSync(note, earlier, earlier)
    const again = await started(t, dataDir)
    t.match(await answerOf(again.server, 'select n from kept'), { n: 1 })
    killPostgres(again.server.folder)
    await again.server.stop()
  }
})

t.test('a folder that holds something else, or another PostgreSQL, is refused in words', async (t) => {
  const { server } = await started(t, join(folder, 'shared'))
  await server.stop()
  const file = join(server.folder, 'data', 'PG_VERSION')
  writeFileSync(file, '14\n')
  await t.rejects(started(t, join(folder, 'shared')), {
    kind: 'set-up',
    message: /is of PostgreSQL 14, and this Leeway/,
  })
  execFileSync('rm', [file])
  await t.rejects(started(t, join(folder, 'shared')), {
    kind: 'set-up',
    message: /holds no database of Leeway/,
  })
})

t.test('where the machine speaks Turkish, the database is the same', async (t) => {
  const turkish = await serverProcess(t, join(folder, 'turkish'), {
    LANG: '',
    LC_ALL: 'tr_TR.ISO8859-9',
  })
  await turkish.kill()
  const { server } = await started(t, join(folder, 'turkish', 'data'))
  t.equal(server.folder, turkish.folder)
  t.match(await answerOf(server, `select upper('i') as i, current_setting('server_encoding') as e`), {
    i: 'I',
    e: 'UTF8',
  })
})
