import pg from 'pg'
import { SCHEMA } from './migrate.ts'
import { APP_ROLE } from './role-names.ts'
import { valueParsers } from './value-parsers.ts'

/** Milliseconds, each shorter than the next one out: PostgreSQL gives up first, then the client, then the request. */
export interface Timeouts {
  readonly connect: number
  readonly lock: number
  readonly statement: number
  readonly query: number
}

const TIMEOUTS: Timeouts = { connect: 5_000, lock: 5_000, statement: 15_000, query: 20_000 }

/** Connections of the service: as a role that owns nothing, with time limits, and values that are not rounded. */
export function openPool(
  connection: pg.ClientConfig,
  { size = 10, timeouts = TIMEOUTS }: { readonly size?: number; readonly timeouts?: Timeouts } = {},
): pg.Pool {
  const settings = {
    role: APP_ROLE,
    search_path: SCHEMA,
    timezone: 'UTC',
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.query,
    // Rows that are staged: a part of a large file.
    temp_buffers: '32MB',
  }
  const pool = new pg.Pool({
    ...connection,
    application_name: 'leeway',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    max: size,
    connectionTimeoutMillis: timeouts.connect,
    query_timeout: timeouts.query,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: valueParsers,
  })
  // A server that stops ends its connections, idle ones and those in use. Without both listeners that ends us too.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}
