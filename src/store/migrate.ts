import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { MIGRATIONS, migrationNames, migrationsFrom } from './migrations-folder.ts'
import { installQueue } from './queue/install-queue.ts'
import { QUEUE_SCHEMA } from './queue/queue-database.ts'
import { APP_ROLE, OWNER_ROLE } from './role-names.ts'
import { StoreFault } from './store-fault.ts'

/** The schema that everything of Leeway lies in. */
export const SCHEMA = 'leeway'

/** Owns the one function that looks across districts. */
const LOOKUP_ROLE = 'leeway_lookup'

const MIGRATION_TABLE = 'migration'
const MIGRATION_LOCK = '4985732110348'
const SECONDS_TO_WAIT = 120

export interface Migrated {
  /** The migrations that were run now, in their order; none where the schema was up to date. */
  readonly applied: readonly string[]
}

/**
 * Brings the schema up to what this Leeway knows: all of it in one transaction, under a lock, so that it is done once
 * however many start at the same time, and whole or not at all. A newer schema is left alone; it is refused if one of
 * its migrations says that it breaks what an older Leeway expects.
 */
export async function migrate(connection: pg.ClientConfig, folder: string = MIGRATIONS): Promise<Migrated> {
  const lock = new pg.Client({ ...connection, application_name: 'leeway migrate' })
  lock.on('error', () => undefined)
  await lock.connect()
  try {
    await lock.query(`set lock_timeout = '${SECONDS_TO_WAIT}s'`)
    await lock.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await assertServer(lock)
    await prepareRoles(lock)
    if (isOlderThan(await executedMigrations(lock), folder)) return { applied: [] }
    const migrated = await runMigrations(connection, folder)
    await installQueue(connection)
    return migrated
  } finally {
    await lock.end()
  }
}

/** Throws unless the schema is one that this Leeway can work with. */
export function assertUsable(executed: readonly string[], folder: string = MIGRATIONS): void {
  isOlderThan(executed, folder)
  const missing = migrationNames(folder).filter((name) => !executed.includes(name))
  if (missing.length > 0)
    throw new StoreFault('schema', `the database lacks ${missing.join(', ')}: run "leeway migrate"`)
}

/** Whether this Leeway is older than the schema, and can work with it all the same. */
function isOlderThan(executed: readonly string[], folder: string): boolean {
  const known = migrationNames(folder)
  const newer = executed.filter((name) => !known.includes(name))
  const breaking = newer.filter((name) => name.endsWith('.breaking'))
  if (breaking.length > 0)
    throw new StoreFault(
      'schema',
      `the database was migrated by a newer Leeway (${breaking.join(', ')}), and this one would misread it: start the newer one`,
    )
  return newer.length > 0
}

async function runMigrations(connection: pg.ClientConfig, folder: string): Promise<Migrated> {
  const pool = new pg.Pool({
    ...connection,
    max: 1,
    application_name: 'leeway migrate',
    options: `-c role=${OWNER_ROLE} -c search_path=${SCHEMA} -c statement_timeout=0`,
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { error, results = [] } = await new Migrator({
      db,
      provider: migrationsFrom(folder),
      migrationTableSchema: SCHEMA,
      migrationTableName: MIGRATION_TABLE,
      migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    }).migrateToLatest()
    if (error !== undefined) {
      const name = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the list of them'
      const words = error instanceof Error ? error.message : 'for a reason that is no error'
      throw new StoreFault('schema', `migration stopped at ${name}, and nothing was changed: ${words}`, {
        cause: error,
      })
    }
    return { applied: results.map(({ migrationName }) => migrationName) }
  } finally {
    await db.destroy()
  }
}

/** The names of the migrations that a database has had; none before the first. */
async function executedMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ readonly there: boolean }>(
    `select to_regclass('${SCHEMA}.${MIGRATION_TABLE}') is not null as there`,
  )
  if (rows[0]?.there !== true) return []
  const executed = await client.query<{ readonly name: string }>(
    `select name from ${SCHEMA}.${MIGRATION_TABLE} order by name`,
  )
  return executed.rows.map(({ name }) => name)
}

const OLDEST_SERVER = 18

async function assertServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ readonly version: string; readonly encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  )
  const [server] = rows
  const major = Math.floor(Number(server?.version) / 10_000)
  if (major < OLDEST_SERVER)
    throw new StoreFault('schema', `Leeway needs PostgreSQL ${OLDEST_SERVER}, and this one is ${major}`)
  if (server?.encoding !== 'UTF8')
    throw new StoreFault('schema', `Leeway needs a database in UTF8, and this one is in ${server?.encoding}`)
}

/**
 * Roles belong to the whole server and not to one database, so they are no migration. Whoever migrates becomes a
 * member of the owner for it.
 */
async function prepareRoles(client: pg.ClientBase): Promise<void> {
  for (const role of [OWNER_ROLE, LOOKUP_ROLE, APP_ROLE])
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
  for (const role of [OWNER_ROLE, LOOKUP_ROLE])
    await client.query(`do $$ begin
      if not pg_has_role(current_user, '${role}', 'SET') then grant ${role} to current_user; end if;
    end $$`)
  for (const schema of [SCHEMA, QUEUE_SCHEMA])
    await client.query(`create schema if not exists ${schema} authorization ${OWNER_ROLE}`)
}
