import type pg from 'pg'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { storeFault } from '../database-faults.ts'
import { clientOf, type Trx } from '../with-district.ts'
import { QUEUE_SCHEMA, QUEUES, queueDatabase } from './queue-database.ts'

/** A part of a job that is to be done: ids, and nothing of what a district keeps. */
export interface QueuedPart {
  readonly district: string
  readonly job: string
  /** Counted from 0; one more than the last is putting the parts together. */
  readonly chunk: number
  /** Of the job: a part of one that was stopped since is void. */
  readonly attempt: number
}

/** A part that this process has taken, until it is settled or this process dies. */
export interface TakenPart {
  readonly part: QueuedPart
  /** How often it was taken before. */
  readonly tries: number
  /** Says that it is done, or needs not be done. */
  done(): Promise<void>
  /** Gives it back, to be tried again by whoever comes; after several tries it is given up. */
  giveBack(): Promise<void>
  /** Says that this process is still at it. */
  alive(): Promise<void>
}

/** Parts of jobs, in the order in which they are to be done, for any number of processes. */
export interface PartQueue {
  /** Adds parts within a transaction: they are there when it is. Call `ready` before it begins. */
  add(trx: Trx, parts: readonly QueuedPart[], firstTurn: number): Promise<void>
  ready(): Promise<void>
  /** Takes the part whose turn it is; nothing where none waits. */
  take(): Promise<TakenPart | undefined>
  /** Takes one that was tried too often. */
  takeGivenUp(): Promise<TakenPart | undefined>
  close(): Promise<void>
}

interface QueueOptions {
  /** Whether this process looks after parts whose process has died, and after what is old. */
  readonly supervises: boolean
  /** Told of what went wrong in the background. */
  readonly fault?: (thrown: Error) => void
}

/** Seconds between two looks for processes that have fallen silent. */
const LOOK_EVERY_SECONDS = 1
const CLEAN_EVERY_SECONDS = 60
const ADDED_AT_ONCE = 500

/** The queue of a database. It uses the connections of the pool, and holds none. */
export function partQueue(pool: pg.Pool, { supervises, fault }: QueueOptions): PartQueue {
  const boss = new PgBoss({
    db: queueDatabase(pool),
    schema: QUEUE_SCHEMA,
    createSchema: false,
    migrate: false,
    schedule: false,
    supervise: supervises,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
    maintenanceIntervalSeconds: CLEAN_EVERY_SECONDS,
    // Both need more rights than the service has.
    reindex: false,
    monitorVacuum: false,
    clock: UNHURRIED,
  })
  boss.on('error', (thrown) => fault?.(thrown))
  let started: Promise<unknown> | undefined
  const ready = async (): Promise<void> => {
    started ??= boss.start()
    try {
      await started
    } catch (thrown) {
      // The database may be there the next time.
      started = undefined
      throw storeFault(thrown)
    }
  }
  const takeFrom = async (queue: string): Promise<TakenPart | undefined> => {
    await ready()
    const [found] = await boss.fetch<QueuedPart>(queue, { includeMetadata: true })
    if (found === undefined) return undefined
    await pool.query(CLOCK, [-found.priority])
    return taken(boss, queue, found)
  }
  return {
    ready,
    async add(trx, parts, firstTurn) {
      const db = queueDatabase(clientOf(trx))
      for (let from = 0; from < parts.length; from += ADDED_AT_ONCE) {
        const some = parts.slice(from, from + ADDED_AT_ONCE)
        const jobs = some.map((data, i) => ({ data, priority: -(firstTurn + from + i) }))
        await boss.insert(QUEUES.parts, jobs, { db })
      }
    },
    take: async () => takeFrom(QUEUES.parts),
    takeGivenUp: async () => takeFrom(QUEUES.given_up),
    async close() {
      await started?.catch(() => undefined)
      await boss.stop({ graceful: false, close: false })
    },
  }
}

/** Of two that set it at a time the later may be the smaller: then somebody's turn comes a little early. */
const CLOCK = `select setval('leeway.work_clock', greatest($1, last_value)) from leeway.work_clock`

function taken(boss: PgBoss, queue: string, job: JobWithMetadata<QueuedPart>): TakenPart {
  return {
    part: job.data,
    tries: job.retryCount,
    done: async () => void (await boss.complete(queue, job)),
    giveBack: async () => void (await boss.fail(queue, job)),
    alive: async () => void (await boss.touch(queue, job)),
  }
}

/** Time as it is; no timer of the queue keeps a process from ending. */
const UNHURRIED = {
  now: () => Date.now(),
  setTimeout: (work: () => void, milliseconds: number) => setTimeout(work, milliseconds).unref(),
  setInterval: (work: () => void, milliseconds: number) => setInterval(work, milliseconds).unref(),
  clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  clearInterval: (timer: unknown) => clearInterval(timer as NodeJS.Timeout),
}
