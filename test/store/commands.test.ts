import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findDistrict } from '../../src/store/districts.ts'
import { openStore } from '../../src/store/open-store.ts'
import { identify, signIn } from '../../src/store/sign-in.ts'
import { asAdministrator, databaseServer, reachableFolder, type TestDatabase } from '../support/database.ts'
import { type Ending, leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const clone = await databaseServer(t)

/** A command line on the database of this address, in this process, which is faster. */
async function typed(database: string, line: string): Promise<Ending> {
  process.env['DATABASE_URL'] = database
  return inProcess(line.split(' '))
}

function addressOf({ service }: TestDatabase): string {
  const { user = '', password, host = '', port = 0, database = '' } = service
  const secret = typeof password === 'string' ? encodeURIComponent(password) : ''
  return `postgres://${user}:${secret}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

t.test('a person is added, listed, given another password, disabled and enabled', async (t) => {
  const database = await clone()
  const address = addressOf(database)
  const added = await typed(
    address,
    'user add Ann@lake.org --district lake --new-district Lake --role finance',
  )
  t.match(added, { code: 0, err: '' })
  const [, password = ''] =
    /^Ann@lake.org is finance in lake.\nPassword, shown only now: (\S{20})\n$/.exec(added.out) ?? []
  const credentials = { district: 'lake', email: 'ann@lake.org' }
  t.match(await signIn(database.pool, { ...credentials, password }), /^leeway_session_/)
  const file = join(t.testdir(), 'password')
  writeFileSync(file, 'read from a file\nand not from here\n')
  const changed = await typed(address, `user password ann@lake.org --district lake --password-file ${file}`)
  t.match(changed, { code: 0, out: 'The password is changed, and open sessions are ended.\n', err: '' })
  t.match(await signIn(database.pool, { ...credentials, password: 'read from a file' }), /^leeway_session_/)
  t.match(await typed(address, 'user disable ann@lake.org --district lake'), {
    code: 1,
    err: 'error: this is the last one of finance: add another one first\n',
  })
  await typed(address, 'user add bob@lake.org --district lake --role finance')
  t.match(await typed(address, 'user disable ann@lake.org --district lake'), { code: 0, err: '' })
  t.equal(await signIn(database.pool, { ...credentials, password: 'read from a file' }), undefined)
  const { out } = await typed(address, 'user list --district lake')
  t.match(out, /^ann@lake\.org +Ann@lake\.org +finance +disabled$/m)
  t.match(await typed(address, 'user enable ann@lake.org --district lake'), { code: 0, out: /^Enabled/ })
  t.match(await typed(address, 'user enable ann@lake.org --district lake'), { code: 0, out: /was not/ })
  t.match(await signIn(database.pool, { ...credentials, password: 'read from a file' }), /^leeway_session_/)
})

t.test('schools are added and listed, and so are portfolios, which a supervisor is given', async (t) => {
  const address = addressOf(await clone())
  await typed(address, 'user add ann@lake.org --district lake --new-district Lake --role finance')
  t.match(await typed(address, 'school add 0101 --name Ash --district lake'), {
    code: 0,
    out: '0101 is added.\n',
  })
  t.match(await typed(address, 'school add 0101 0102 0102 --district lake'), {
    code: 0,
    out: '0101 was there, and stays as it is.\n0102 is added.\n',
  })
  const schools = await typed(address, 'school list --district lake')
  t.match(schools, { code: 0, out: /^id +name\n0101 +Ash\n0102 +0102\n$/ })
  const north = 'portfolio add North --district lake --school 0102 --school 0101'
  t.match(await typed(address, north), { code: 0, out: 'North has 0102, 0101.\n' })
  const portfolios = await typed(address, 'portfolio list --district lake')
  t.match(portfolios, { code: 0, out: /^portfolio +schools\nNorth +0101, 0102\n$/ })
  const sam = 'user add sam@lake.org --district lake --role supervisor --portfolio North'
  t.match(await typed(address, sam), { code: 0, err: '' })
  const { out } = await typed(address, 'user list --district lake')
  t.match(out, /^sam@lake\.org +sam@lake\.org +supervisor +North +active$/m)
})

t.test('a key is shown once, listed without its text, and revoked', async (t) => {
  const database = await clone()
  const address = addressOf(database)
  await typed(address, 'user add ann@lake.org --district lake --new-district Lake --role analyst')
  const added = await typed(
    address,
    'key add ann@lake.org --district lake --name nightly --scope read --days 7',
  )
  const [, id = '', text = ''] =
    /^Key (\S+), for 7 days: read\nShown only now: (\S+)\n$/.exec(added.out) ?? []
  t.match(await identify(database.pool, 'key', text), { scopes: ['read'], secretId: id })
  const { out } = await typed(address, 'key list --district lake')
  t.match(out, /ann@lake\.org +nightly +read +\d{4}-\d\d-\d\d +valid/)
  t.notOk(out.includes(text))
  t.match(await typed(address, `key revoke ${id} --district lake`), { code: 0, err: '' })
  t.equal(await identify(database.pool, 'key', text), undefined)
  t.match(await typed(address, `key revoke ${id} --district lake`), {
    code: 1,
    err: 'error: lake has no such key that is not revoked\n',
  })
})

t.test('what cannot be done is said in words, and without what PostgreSQL says', async (t) => {
  const address = addressOf(await clone())
  await typed(address, 'user add ann@lake.org --district lake --new-district Lake --role analyst')
  const refused: readonly [string, number, RegExp][] = [
    ['user add ann@lake.org --district lake --role analyst', 1, /e-mail is there already/],
    ['user add kim@lake.org --district lake --role principal --school 9', 1, /no school of that id/],
    ['user add kim@lake.org --district lake --role principal', 2, /--school is missing/],
    ['user add kim@lake.org --district lake --role finance --school 9', 2, /takes no --school/],
    ['user add kim@lake.org --district lake --role supervisor', 2, /--portfolio is missing/],
    ['user add kim@lake.org --district lake --role viewer --portfolio N', 2, /takes no --portfolio/],
    ['user add kim@lake.org --district lake --role supervisor --portfolio N', 1, /lake has no portfolio N/],
    ['school add --district lake', 2, /an ID is missing/],
    ['school add 1 2 --district lake --name Ash', 2, /--name is of one school/],
    ['school add 1 --district hill', 1, /no district hill/],
    [`school add ${'1'.repeat(101)} --district lake`, 1, /1 to 100 characters/],
    ['school remove 1', 2, /school is followed by add, list/],
    ['portfolio add North --district lake', 2, /--school is missing/],
    ['portfolio add North --district lake --school 9', 1, /no school of that id/],
    ['portfolio remove North', 2, /portfolio is followed by add, list/],
    ['user add kim@lake.org --district lake --role boss', 2, /--role is one of finance,/],
    ['user add kim --district lake --role finance', 1, /looks like name@place/],
    ['user add kim@lake.org --district hill --role finance', 1, /no district hill/],
    ['user add kim@lake.org --district Hill --new-district H --role finance', 1, /letters a to z/],
    ['user remove kim@lake.org', 2, /user is followed by add, list, password, disable, enable/],
    ['user disable kim@lake.org --district lake', 1, /nobody in lake has the e-mail/],
    ['key add ann@lake.org --district lake --name n --days 0', 2, /--days is a number from 1 to 366/],
    [
      'key add ann@lake.org --district lake --name n --scope all',
      2,
      /--scope is one of read, write, compute/,
    ],
    ['key revoke nightly --district lake', 2, /a KEY is the first column/],
    ['migrate now', 2, /migrate takes no words/],
  ]
  for (const [line, code, words] of refused) {
    const ending = await typed(address, line)
    t.equal(ending.code, code, line)
    t.match(ending.err, words, line)
    t.notMatch(ending.err, /violates|constraint|relation|fault is ours/, line)
  }
})

t.test('a database that is not migrated, not allowed or not there is said to be so', async (t) => {
  const { administrator, service } = await clone()
  const address = addressOf({
    service: { ...administrator, database: 'postgres' },
    administrator,
  } as TestDatabase)
  t.match(await typed(address, 'user list --district lake'), { code: 1, err: /run "leeway migrate"/ })
  await asAdministrator(
    administrator,
    async (client) => void (await client.query('create role outsider login password $$x$$')),
  )
  const outsider = addressOf({ service: { ...service, user: 'outsider', password: 'x' } } as TestDatabase)
  t.match(await typed(outsider, 'user list --district lake'), { code: 1, err: /cannot act as leeway_app/ })
  const nowhere = await typed('postgres://nobody@127.0.0.1:1/nothing', 'migrate')
  t.match(nowhere, { code: 1, err: 'error: the database cannot be reached\n' })
})

t.test('without DATABASE_URL a database is made, migrated, and found again', async (t) => {
  const folder = reachableFolder(t)
  const env = { DATABASE_URL: '', LEEWAY_DATA_DIR: join(folder, 'data') }
  const first = await leeway(['migrate'], { env })
  t.match(first, { code: 0, out: /^0001-districts: done\n/ })
  const store = await openStore({ databaseUrl: undefined, dataDir: env.LEEWAY_DATA_DIR }, () => undefined)
  try {
    // While the program runs, commands share its database.
    const line = 'user add ann@lake.org --district lake --new-district Lake --role finance'
    t.match(await leeway(line.split(' '), { env }), { code: 0, err: '' })
    t.match(await findDistrict(store.pool, 'lake'), /^[0-9a-f-]{36}$/)
    const { rows } = await store.pool.query('select session_user as login, current_user as role')
    t.strictSame(rows, [{ login: 'leeway_service', role: 'leeway_app' }])
  } finally {
    await store.close()
  }
})
