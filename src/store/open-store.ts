import pg from 'pg'
import { storeFault } from './database-faults.ts'
import { startEmbedded } from './embedded/embedded-server.ts'
import { serviceLogin } from './embedded/service-login.ts'
import { assertUsable, type Migrated, migrate, SCHEMA } from './migrate.ts'
import { openPool } from './pool.ts'
import { isInstalled } from './queue/install-queue.ts'
import { APP_ROLE } from './role-names.ts'
import { StoreFault } from './store-fault.ts'

/** Where the data is, from the environment. */
export interface StoreSettings {
  /** A PostgreSQL of the operator; without one, a PostgreSQL of ours in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
}

export interface Store {
  readonly pool: pg.Pool
  /** Closes the connections, and stops a PostgreSQL of ours unless another process uses it. */
  close(): Promise<void>
}

const DEFAULT_DATA_DIR = '.leeway'

export function storeSettings(env: Readonly<Record<string, string | undefined>>): StoreSettings {
  const databaseUrl = env['DATABASE_URL'] ?? ''
  const dataDir = env['LEEWAY_DATA_DIR'] ?? ''
  return {
    databaseUrl: databaseUrl === '' ? undefined : databaseUrl,
    dataDir: dataDir === '' ? DEFAULT_DATA_DIR : dataDir,
  }
}

/**
 * Opens the data for use. A PostgreSQL of ours is started and migrated; one of the operator's has to be migrated
 * already, so that the service needs no rights beyond its own.
 */
export async function openStore(settings: StoreSettings, tell: (line: string) => void): Promise<Store> {
  if (settings.databaseUrl !== undefined) {
    const pool = openPool({ connectionString: settings.databaseUrl })
    return checked(pool, () => pool.end())
  }
  const server = await startEmbedded({ dataDir: settings.dataDir, tell })
  try {
    await migrate(server.connection)
    const pool = openPool(await serviceLogin(server))
    return await checked(pool, async () => {
      await pool.end()
      await server.stop()
    })
  } catch (thrown) {
    await server.stop()
    throw thrown
  }
}

/** `leeway migrate`: the schema as this Leeway has it, with the rights of `DATABASE_URL` or of our own administrator. */
export async function migrateStore(settings: StoreSettings, tell: (line: string) => void): Promise<Migrated> {
  if (settings.databaseUrl !== undefined) return migrated({ connectionString: settings.databaseUrl })
  const server = await startEmbedded({ dataDir: settings.dataDir, tell })
  try {
    return await migrated(server.connection)
  } finally {
    await server.stop()
  }
}

async function migrated(connection: pg.ClientConfig): Promise<Migrated> {
  try {
    return await migrate({ ...connection, connectionTimeoutMillis: 10_000 })
  } catch (thrown) {
    throw storeFault(thrown)
  }
}

/** PostgreSQL's codes for a role that is not there, or that this login may not become. */
const NO_ROLE = ['22023', '42501', '42704']

async function checked(pool: pg.Pool, close: () => Promise<void>): Promise<Store> {
  try {
    await assertReady(pool)
    return { pool, close }
  } catch (thrown) {
    await pool.end()
    if (thrown instanceof pg.DatabaseError && NO_ROLE.includes(thrown.code ?? ''))
      throw new StoreFault(
        'schema',
        `the login of DATABASE_URL cannot act as ${APP_ROLE}: run "leeway migrate" as an administrator, and grant it that role`,
        { cause: thrown },
      )
    throw storeFault(thrown)
  }
}

/** Throws unless the schema fits, and row-level security binds whoever we are. */
export async function assertReady(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ readonly bound: boolean; readonly migrated: boolean }>(
    `select rolname = '${APP_ROLE}' and not rolsuper and not rolbypassrls and not exists (
        select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v', 'm')
      ) as bound, to_regclass('${SCHEMA}.migration') is not null as migrated
      from pg_roles where rolname = current_user`,
  )
  const [found] = rows
  if (found?.bound !== true)
    throw new StoreFault(
      'set-up',
      `the role ${APP_ROLE} of the database has rights that would let it see all districts`,
    )
  const executed = found.migrated
    ? await pool.query<{ readonly name: string }>(`select name from ${SCHEMA}.migration order by name`)
    : undefined
  assertUsable(executed?.rows.map(({ name }) => name) ?? [])
  if (!(await isInstalled(pool)))
    throw new StoreFault('schema', 'the database lacks the queue of this Leeway: run "leeway migrate"')
}
