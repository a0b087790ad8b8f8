import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded/embedded-server.ts'
import type { Connection } from '../../src/store/embedded/presence.ts'
import { serviceLogin } from '../../src/store/embedded/service-login.ts'
import { canReach, databaseUser } from '../../src/store/embedded/unprivileged-user.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openPool } from '../../src/store/pool.ts'
import { layMigratedFiles } from './migrated-files.ts'

/** A migrated database of a test's own. */
export interface TestDatabase {
  /** As the service connects: the role of requests, which row-level security binds. */
  readonly service: pg.ClientConfig
  /** As a superuser, whom nothing binds: for what a test plants, and for what it looks up. */
  readonly administrator: Connection
  readonly pool: pg.Pool
}

/** Made quickly, and not meant to outlive the machine. */
export const QUICKLY = ['--no-sync', '--set', 'fsync=off', '--set', 'shared_buffers=16MB']

/** Real PostgreSQL for a test file, as new as its folder is. */
export async function emptyServer(t: Test, folder = reachableFolder(t)): Promise<EmbeddedServer> {
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    shelters: [join(folder, 'shelter')],
    making: QUICKLY,
    tell: () => undefined,
  })
  t.teardown(() => server.stop())
  return server
}

/** Real PostgreSQL for a test file, and as many clones of a migrated database as it asks for. */
export async function databaseServer(t: Test): Promise<() => Promise<TestDatabase>> {
  const folder = reachableFolder(t)
  const isMigrated = await layMigratedFiles(folder, QUICKLY)
  const server = await emptyServer(t, folder)
  if (!isMigrated) await migrate(server.connection)
  const login = await serviceLogin(server)
  let clones = 0
  return async () => {
    clones += 1
    return clone(t, server, login, `clone_${clones}`)
  }
}

async function clone(
  t: Test,
  { connection }: EmbeddedServer,
  login: pg.ClientConfig,
  database: string,
): Promise<TestDatabase> {
  await asAdministrator({ ...connection, database: 'postgres' }, async (client) => {
    await client.query(`create database ${database} template ${connection.database}`)
  })
  const service = { ...login, database }
  const pool = openPool(service)
  t.teardown(() => pool.end())
  return { service, pool, administrator: { ...connection, database } }
}

/** Does work on a connection that nothing binds. */
export async function asAdministrator<Result>(
  connection: pg.ClientConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A new folder that whoever runs PostgreSQL can reach, even where the repository lies in one that they cannot. */
export function reachableFolder(t: Test): string {
  const user = databaseUser()
  const base = [tmpdir(), '/var/tmp'].find((each) => canReach(each, user)) ?? tmpdir()
  const folder = mkdtempSync(join(base, 'leeway-'))
  chmodSync(folder, 0o755)
  // Servers stop in teardowns that were registered later, and so run before this one.
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
