import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'
import { databaseAddress } from '../support/database-address.ts'
import { exported } from '../support/district-copy.ts'
import { FILLED, fillDistrict } from '../support/filled-district.ts'
import { idOf, insert } from '../support/planted-rows.ts'
import { type Ending, leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const clone = await databaseServer(t)

async function filled(): Promise<TestDatabase> {
  const database = await clone()
  await asAdministrator(database.administrator, fillDistrict)
  return database
}

/** A command line on a database, in this process, which is faster. */
async function typed(database: TestDatabase, args: readonly string[]): Promise<Ending> {
  process.env['DATABASE_URL'] = databaseAddress(database)
  return inProcess(args)
}

/** So many schools more, without an entry each. */
async function addSchools({ administrator }: TestDatabase, count: number): Promise<void> {
  await asAdministrator(administrator, async (client) => {
    await client.query(
      `alter table leeway.schools disable trigger user;
      insert into leeway.schools (district_id, school_id, name)
        select '${idOf('a')}', 'x' || n, repeat('name ', 20) || n from generate_series(1, ${count}) n;
      alter table leeway.schools enable trigger user`,
    )
  })
}

async function districtCount({ administrator }: TestDatabase): Promise<number> {
  return asAdministrator(administrator, async (client) => {
    const { rows } = await client.query<{ readonly count: string }>('select count(*) from leeway.districts')
    return Number(rows[0]?.count)
  })
}

t.test('a district goes through a file to another database, as the shell has it', async (t) => {
  const [from, to] = [await filled(), await clone()]
  const file = join(t.testdir(), 'lake.jsonl')
  const out = openSync(file, 'w')
  const env = { DATABASE_URL: databaseAddress(from) }
  const ending = await leeway(['export', '--district', FILLED], { env, out })
  closeSync(out)
  t.match(ending, { code: 0, err: /^Exported d-a: \d+ rows\.\n$/ })
  const lines = readFileSync(file, 'utf8').split('\n')
  t.match(JSON.parse(lines[0] ?? ''), { leeway_export: 1, district: { code: FILLED } })
  const before = lines.slice(0, -2).map((line) => `${line}\n`)
  t.strictSame(JSON.parse(lines.at(-2) ?? ''), {
    rows: before.length - 1,
    sha256: createHash('sha256').update(before.join('')).digest('hex'),
  })
  const taken = await typed(to, ['import', file, '--as', 'lake', '--name', 'Lake County'])
  const words = `Imported lake: ${before.length - 1} rows. Its people have no passwords yet:\nleeway user password EMAIL --district lake\n`
  t.strictSame(taken, { code: 0, out: words, err: '' })
  t.match(await typed(to, ['export', '--district', 'lake']), {
    code: 0,
    out: /"code":"lake","name":"Lake County"/,
  })
})

t.test('a command that cannot be done says why, and changes nothing', async (t) => {
  const database = await filled()
  const file = join(t.testdir({ folder: {} }), 'lake.jsonl')
  writeFileSync(file, await exported(database.pool, idOf('a')))
  const cut = join(t.testdirName, 'cut.jsonl')
  writeFileSync(cut, readFileSync(file, 'utf8').slice(0, -30))
  const refused: readonly [string, number, RegExp][] = [
    ['export', 2, /--district is missing/],
    ['export lake --district lake', 2, /export takes no words, and lake is given/],
    ['export --district hill', 1, /no district hill/],
    ['import', 2, /a FILE is missing/],
    [`import ${file} --as Not/A/Code`, 1, /letters a to z/],
    [
      `import ${file}`,
      1,
      /^error: there is a district d-a already: --as CODE gives the new one another code\n$/,
    ],
    [`import ${cut} --as lake`, 1, /^error: line \d+: it is cut off; nothing was imported\n$/],
    [`import ${join(t.testdirName, 'nowhere')}`, 1, /nowhere cannot be read/],
    [`import ${join(t.testdirName, 'folder')}`, 1, /folder cannot be read/],
    [`import ${root}package.json`, 1, /^error: line 1: this is no export of a district/],
  ]
  for (const [line, code, words] of refused) {
    const ending = await typed(database, line.split(' '))
    t.equal(ending.code, code, line)
    t.match(ending.err, words, line)
    t.equal(ending.out, '', line)
    t.notMatch(ending.err, /violates|relation|fault is ours/, line)
  }
  t.equal(await districtCount(database), 2)
})

t.test('an export whose reader stops, or whose disk is full, is no success', async (t) => {
  const database = await filled()
  await addSchools(database, 5_000)
  const env = { DATABASE_URL: databaseAddress(database) }
  const args = ['export', '--district', FILLED]
  const stopped = await leeway(args, { env, stopsReading: true })
  t.match(stopped, { code: 1, err: 'The export of d-a is not whole: its reader stopped.\n' })
  if (existsSync('/dev/full')) {
    const out = openSync('/dev/full', 'w')
    const full = await leeway(args, { env, out })
    closeSync(out)
    t.match(full, { code: 1, err: 'the output cannot be written: the disk is full\n' })
  }
  const whole = await leeway(args, { env })
  t.match(whole, { code: 0, err: /^Exported d-a: 5\d\d\d rows\.\n$/ }, 'and read to its end it is one')
  t.equal(whole.out, await exported(database.pool, idOf('a')))
  await asAdministrator(database.administrator, async (client) => {
    await client.query('alter table leeway.run_results disable row level security')
    await insert(client, 'run_results', { district_id: idOf('a'), run_id: idOf('a bare'), content: '{}' })
  })
  const broken = await leeway(args, { env })
  t.match(broken, { code: 70, err: /a row of run_results is of another district/ })
  t.notMatch(broken.out, /"sha256"/, 'without its last line, nobody imports it')
})

interface Importing {
  readonly child: ChildProcess
  readonly code: Promise<number | null>
}

/** `leeway import -`, to which a test writes. */
function importing(t: Test, database: TestDatabase): Importing {
  const child = spawn(process.execPath, [`${root}src/cli/leeway.mjs`, 'import', '-'], {
    env: { ...process.env, DATABASE_URL: databaseAddress(database) },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  child.stdin?.on('error', () => undefined)
  return { child, code: new Promise((resolve) => child.once('close', resolve)) }
}

/** Waits until as many transactions as that are open on the database, which have written something. */
async function writers({ administrator, service }: TestDatabase, count: number): Promise<boolean> {
  return asAdministrator(administrator, async (client) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const { rows } = await client.query<{ readonly count: string }>(
        `select count(*) from pg_stat_activity where datname = $1 and backend_xid is not null and pid <> pg_backend_pid()
          and (state like 'idle in transaction%' or $2 = 0)`,
        [service.database, count],
      )
      if (Number(rows[0]?.count) === count) return true
      await pause(50)
    }
    return false
  })
}

t.test('an import that is killed in the middle leaves nothing, and the next one takes all', async (t) => {
  const [from, to] = [await filled(), await clone()]
  await addSchools(from, 2_000)
  const text = await exported(from.pool, idOf('a'))
  for (const share of [0.4, 0.999]) {
    const { child, code } = importing(t, to)
    child.stdin?.write(text.slice(0, Math.floor(text.length * share)))
    t.ok(await writers(to, 1), `rows are written at ${share} of the file`)
    child.kill('SIGKILL')
    t.equal(await code, null, 'killed')
    t.ok(await writers(to, 0), 'and its transaction is over')
    t.equal(await districtCount(to), 0)
  }
  const { child, code } = importing(t, to)
  child.stdin?.write(text.slice(0, 60_000))
  t.ok(await writers(to, 1))
  child.stdin?.end(text.slice(60_000))
  t.equal(await code, 0)
  t.equal(await districtCount(to), 1)
})
