import pg from 'pg'

/** What a client of PostgreSQL needs. */
export interface Connection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** Whoever uses the embedded server holds this lock with others; whoever gets it alone may stop the server. */
const PRESENCE_LOCK = '4985732110347'

/** A sign to other processes that the embedded server is in use. It ends with the process, however that ends. */
export interface Presence {
  /** Settled when the connection is over, whoever ended it. */
  readonly lost: Promise<void>
  /** Gives the sign up; true if nobody else is there, who are then kept out until the connection ends. */
  leave(): Promise<boolean>
  end(): Promise<void>
}

/** Connects to the server as its administrator, and keeps it from being stopped by another process. */
export async function joinServer(connection: Connection, milliseconds: number): Promise<Presence> {
  const client = new pg.Client({
    ...connection,
    application_name: 'leeway presence',
    connectionTimeoutMillis: milliseconds,
    query_timeout: milliseconds,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  const lost = new Promise<void>((resolve) => void client.once('end', resolve))
  try {
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${PRESENCE_LOCK})`)
  } catch (thrown) {
    await ended(client)
    throw thrown
  }
  return {
    lost,
    leave: async () => {
      await client.query(`select pg_advisory_unlock_shared(${PRESENCE_LOCK})`)
      const { rows } = await client.query<{ readonly alone: boolean }>(
        `select pg_try_advisory_lock(${PRESENCE_LOCK}) as alone`,
      )
      return rows[0]?.alone === true
    },
    end: () => ended(client),
  }
}

async function ended(client: pg.Client): Promise<void> {
  try {
    await client.end()
  } catch {
    // It was cut off already, which is all that was wanted.
  }
}
