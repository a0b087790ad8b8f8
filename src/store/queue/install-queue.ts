import pg from 'pg'
import { PgBoss } from 'pg-boss'
import pgBoss from 'pg-boss/package.json' with { type: 'json' }
import { APP_ROLE, OWNER_ROLE } from '../role-names.ts'
import { QUEUE_SCHEMA, QUEUES, queueDatabase } from './queue-database.ts'

/** How often a part is tried again: its process died, or the database went away. */
const TRIES_AGAIN = 5
/** The least that the queue takes. A process that is silent for so long has died. */
const HEARTBEAT_SECONDS = 10
const HOUR = 3600

/** The schema version that this pg-boss works with. */
const SCHEMA_VERSION: number = pgBoss.pgboss.schema

/**
 * Makes the queue in its schema, which is there and belongs to the owner: tables and queues are made here, and never by
 * the service, which gets no right to. Done again it changes nothing.
 */
export async function installQueue(connection: pg.ClientConfig): Promise<void> {
  const pool = new pg.Pool({
    ...connection,
    max: 1,
    application_name: 'leeway migrate',
    options: `-c role=${OWNER_ROLE}`,
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  try {
    if (await isInstalled(pool)) return
    const boss = new PgBoss({
      db: queueDatabase(pool),
      schema: QUEUE_SCHEMA,
      createSchema: false,
      migrate: true,
      supervise: false,
      schedule: false,
    })
    boss.on('error', () => undefined)
    await boss.start()
    try {
      const lasting = { retentionSeconds: 30 * 24 * HOUR, deleteAfterSeconds: HOUR }
      await boss.createQueue(QUEUES.given_up, { ...lasting, retryLimit: 1000, retryDelay: 5 })
      await boss.createQueue(QUEUES.parts, {
        ...lasting,
        retryLimit: TRIES_AGAIN,
        retryDelay: 1,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        expireInSeconds: HOUR,
        deadLetter: QUEUES.given_up,
      })
    } finally {
      await boss.stop({ graceful: false })
    }
    // Rows of all tables, and no right to make, change or empty one.
    await pool.query(`grant usage on schema ${QUEUE_SCHEMA} to ${APP_ROLE}`)
    await pool.query(
      `grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${APP_ROLE}`,
    )
    await pool.query(`grant usage on all sequences in schema ${QUEUE_SCHEMA} to ${APP_ROLE}`)
  } finally {
    await pool.end()
  }
}

/** Whether all of it is there, for whoever asks: the service may look, too. */
export async function isInstalled(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ readonly there: boolean }>(
    `select exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = '${QUEUE_SCHEMA}' and c.relname = 'job'
        and has_schema_privilege('${APP_ROLE}', n.oid, 'usage')
        and has_table_privilege('${APP_ROLE}', c.oid, 'delete')
    ) as there`,
  )
  if (rows[0]?.there !== true) return false
  const found = await pool.query<{ readonly version: number; readonly queues: number }>(
    `select (select max(version) from ${QUEUE_SCHEMA}.version)::int as version,
      (select count(*) from ${QUEUE_SCHEMA}.queue where name = any ($1))::int as queues`,
    [Object.values(QUEUES)],
  )
  const [state] = found.rows
  return Number(state?.version) >= SCHEMA_VERSION && Number(state?.queues) === Object.keys(QUEUES).length
}
