import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { EmbeddedServer } from '../../src/store/embedded/embedded-server.ts'
import type { Connection } from '../../src/store/embedded/presence.ts'
import { migrate } from '../../src/store/migrate.ts'
import { MIGRATIONS, migrationNames } from '../../src/store/migrations-folder.ts'
import { chanceOf } from '../support/chance.ts'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator, emptyServer } from '../support/database.ts'
import { shapeOf } from '../support/schema-shape.ts'

const isLong = process.env['LEEWAY_LONG'] === '1'
const chance = chanceOf(t)
const server = await emptyServer(t)
await asAdministrator(server.connection, async (client) => {
  // Otherwise it takes five seconds.
  await client.query("alter system set client_connection_check_interval = '50ms'")
  await client.query('select pg_reload_conf()')
})

t.test(
  'killed within any of its migrations, an upgrade has changed nothing, and the next start does it (R15)',
  async (t) => {
    const whole = await emptyDatabase(server, 'whole')
    await migrate(whole)
    const expected = await shapeOf(whole)
    const names = migrationNames(MIGRATIONS)
    t.ok(names.length >= 9)
    for (const name of someOf(names)) {
      const connection = await emptyDatabase(server, `killed_${names.indexOf(name)}`)
      const migrating = resting(t, connection, { name })
      await restsIn(connection)
      migrating.kill('SIGKILL')
      await restsIn(connection, false)
      t.notMatch(await shapeOf(connection), /districts\./, `${name}: nothing is there`)
      // Two that start at once.
      const both = await Promise.all([migrate(connection), migrate(connection)])
      t.strictSame(
        both.flatMap(({ applied }) => applied),
        names,
        `${name}: each is done once`,
      )
      t.equal(await shapeOf(connection), expected)
    }
  },
)

t.test('the control: an upgrade that keeps what it has done so far is found half done', async (t) => {
  const connection = await emptyDatabase(server, 'half')
  const migrating = resting(t, connection, {
    name: migrationNames(MIGRATIONS).at(-1) ?? '',
    before: 'commit; begin;',
  })
  await restsIn(connection)
  migrating.kill('SIGKILL')
  await restsIn(connection, false)
  t.match(await shapeOf(connection), /districts\./)
})

/** The first, the last and two between them that chance has picked; all of them in the long form. */
function someOf(names: readonly string[]): readonly string[] {
  if (isLong) return names
  const between = names.slice(1, -1)
  const picked = [0, 1].flatMap(() => between.splice(Math.floor(between.length * chance()), 1))
  return [...names.slice(0, 1), ...picked, ...names.slice(-1)]
}

async function emptyDatabase({ connection }: EmbeddedServer, database: string): Promise<Connection> {
  await asAdministrator(
    connection,
    async (client) => void (await client.query(`create database ${database}`)),
  )
  return { ...connection, database }
}

/** A migration in a process of its own that rests within the one of that name. */
function resting(
  t: Test,
  connection: Connection,
  { name, before = '' }: { readonly name: string; readonly before?: string },
): ChildProcess {
  const copy = t.testdir()
  cpSync(MIGRATIONS, copy, { recursive: true })
  appendFileSync(join(copy, `${name}.sql`), `\n${before}\nselect pg_sleep(60);\n`)
  const program = `
    const { migrate } = await import(${JSON.stringify(`${root}src/store/migrate.ts`)})
    await migrate(${JSON.stringify(connection)}, ${JSON.stringify(copy)})`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    stdio: 'ignore',
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

/** Waits until a migration rests in that database; or until PostgreSQL has noticed that nobody waits for it. */
async function restsIn(connection: Connection, is = true): Promise<void> {
  const sql = `select from pg_stat_activity where datname = $1 and application_name = 'leeway migrate' and wait_event = 'PgSleep'`
  await asAdministrator(server.connection, async (client) => {
    while (((await client.query(sql, [connection.database])).rowCount === 1) !== is) await pause(20)
  })
}
