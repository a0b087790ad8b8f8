import pg from 'pg'
import type { Db } from 'pg-boss'

/** The schema of the queue, which is pg-boss's own. */
export const QUEUE_SCHEMA = 'pgboss'

/** Parts of jobs that are to be done, and those that nobody could do. */
export const QUEUES = { parts: 'parts', given_up: 'parts-given-up' } as const

/** A connection or pool as the queue uses it: with values read as pg does, and not as exact texts. */
export function queueDatabase(client: Pick<pg.ClientBase, 'query'> | pg.Pool): Db {
  return {
    // Of several statements in one text the results are a list, and the queue wants all of them.
    executeSql: async (text, values) => client.query({ text, ...(values && { values }), types: pg.types }),
  }
}
