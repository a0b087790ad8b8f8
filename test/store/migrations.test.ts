import { spawn } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Connection } from '../../src/store/embedded/presence.ts'
import { migrate } from '../../src/store/migrate.ts'
import { MIGRATIONS, migrationNames } from '../../src/store/migrations-folder.ts'
import { StoreFault } from '../../src/store/store-fault.ts'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator, emptyServer } from '../support/database.ts'
import { shapeOf } from '../support/schema-shape.ts'

const server = await emptyServer(t)

let databases = 0

async function emptyDatabase(): Promise<Connection> {
  databases += 1
  const database = `empty_${databases}`
  await asAdministrator(
    server.connection,
    async (client) => void (await client.query(`create database ${database}`)),
  )
  return { ...server.connection, database }
}

t.test('the schema is made once, however many start at the same time', async (t) => {
  const connection = await emptyDatabase()
  const all = await Promise.all(Array.from({ length: 4 }, async () => migrate(connection)))
  t.strictSame(
    all.flatMap(({ applied }) => applied),
    migrationNames(MIGRATIONS),
  )
  t.strictSame(await migrate(connection), { applied: [] }, 'and a second time there is nothing to do')
})

t.test('a migration that is killed has changed nothing, and the next start finishes it', async (t) => {
  const whole = await emptyDatabase()
  await migrate(whole)
  const expected = await shapeOf(whole)
  t.match(expected, /runs\.released_at/)
  let cutOff = 0
  for (const milliseconds of [0, 15, 40, 80, 160]) {
    const connection = await emptyDatabase()
    await killedMigration(t, connection, milliseconds)
    const between = await shapeOf(connection)
    if (between !== expected) cutOff += 1
    t.ok(
      between === expected || !/districts\./.test(between),
      `after ${milliseconds} ms: all of it, or nothing`,
    )
    await migrate(connection)
    t.equal(await shapeOf(connection), expected)
  }
  t.ok(cutOff >= 2, `${cutOff} of 5 were cut off before their end`)
})

/** Starts a migration in a process of its own, and kills that as soon as it has been at work for so long. */
async function killedMigration(t: Test, connection: Connection, milliseconds: number): Promise<void> {
  const program = `
    const { migrate } = await import(${JSON.stringify(`${root}src/store/migrate.ts`)})
    process.stdout.write('.')
    await migrate(${JSON.stringify(connection)})`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  t.teardown(() => child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await pause(milliseconds)
  child.kill('SIGKILL')
  await ended
}

t.test('a migration that fails leaves the schema as it was, and is named', async (t) => {
  const connection = await emptyDatabase()
  await migrate(connection)
  const before = await shapeOf(connection)
  const more = t.testdir()
  cpSync(MIGRATIONS, more, { recursive: true })
  writeFileSync(join(more, '9001-good.sql'), 'create table good (id int primary key);')
  writeFileSync(join(more, '9002-bad.sql'), 'create table bad (id int primary key); select 1 / 0;')
  const fault = await migrate(connection, more).catch((thrown: unknown) => thrown)
  t.ok(fault instanceof StoreFault && fault.kind === 'schema')
  t.match(fault, { message: 'migration stopped at 9002-bad, and nothing was changed: division by zero' })
  t.equal(await shapeOf(connection), before)
})

t.test('an older Leeway works with a newer schema, unless that says it would misread it', async (t) => {
  const connection = await emptyDatabase()
  const newer = t.testdir()
  cpSync(MIGRATIONS, newer, { recursive: true })
  writeFileSync(join(newer, '9001-more.sql'), 'create table more (id int primary key);')
  await migrate(connection, newer)
  t.strictSame(await migrate(connection), { applied: [] })
  writeFileSync(join(newer, '9002-other-cents.breaking.sql'), 'drop table more;')
  await migrate(connection, newer)
  const fault = await migrate(connection).catch((thrown: unknown) => thrown)
  t.ok(fault instanceof StoreFault && fault.kind === 'schema')
  t.match(fault, { message: /^the database was migrated by a newer Leeway \(9002-other-cents\.breaking\)/ })
})

t.test(
  'an operator who is no superuser can migrate, and a database in another encoding is refused',
  async (t) => {
    const connection = await emptyDatabase()
    const plain = `plain_${databases}`
    await asAdministrator(server.connection, async (client) => {
      await client.query(`create role operator login createrole password 'x'`)
      await client.query(`create database ${plain} owner operator`)
      // Who makes the roles has them; here another operator did.
      await client.query('grant leeway_owner, leeway_lookup to operator with admin option')
      await client.query(
        `create database latin template template0 encoding 'LATIN1' locale 'C' locale_provider libc`,
      )
    })
    const operator = { ...connection, database: plain, user: 'operator', password: 'x' }
    t.strictSame((await migrate(operator)).applied, migrationNames(MIGRATIONS))
    t.strictSame(await migrate(operator), { applied: [] })
    await t.rejects(migrate({ ...connection, database: 'latin' }), {
      kind: 'schema',
      message: 'Leeway needs a database in UTF8, and this one is in LATIN1',
    })
  },
)
