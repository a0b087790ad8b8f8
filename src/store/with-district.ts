import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Role } from '../contract/api/roles.ts'
import { isPassing, storeFault } from './database-faults.ts'
import type { Tables } from './tables.ts'

/** Who asks. */
export interface Identity {
  readonly districtId: string
  readonly personId: string | undefined
  /** `system` is the program itself, which sees all of one district. */
  readonly role: Role | 'system'
  /** Of a principal, budget partner or supervisor; empty for those who see all. */
  readonly schools: readonly string[]
}

/** An open transaction that sees one district. Store functions take it first. */
export type Trx = Kysely<Tables>

interface TransactionOptions {
  /**
   * `serializable` where a sum over rows must not exceed something; tried again when others were faster. `repeatable
   * read read only` sees the whole district as it was at one moment, and writes nothing.
   */
  readonly isolation?: 'read committed' | 'repeatable read read only' | 'serializable'
  /** For work that cannot be begun again, such as reading a stream. */
  readonly isTriedOnce?: boolean
  /** It is done when a later transaction is that shows what it did; until then a crash may take it back. */
  readonly isDoneLater?: boolean
}

const MOST_TRIES = 6
const clients = new WeakMap<Trx, pg.PoolClient>()
const openTransactions = new AsyncLocalStorage<true>()

/** Runs work in a transaction that sees what this identity may see, and nothing else. All of it is done, or nothing. */
export function withDistrict<Result>(
  pool: pg.Pool,
  { districtId, personId = '', role, schools }: Identity,
  work: (trx: Trx) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  return inTransaction(pool, { district: districtId, person: personId, role, schools }, work, options)
}

/**
 * The same beside a transaction that is open, on a connection of its own. It is done whatever becomes of the other, and
 * sees nothing that the other has not yet done; but a crash takes it back unless the other, or a later one, is done. Only
 * where `spareConnections` says that nobody has to wait for it.
 */
export function besideDistrict<Result>(
  pool: pg.Pool,
  identity: Identity,
  work: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  return openTransactions.exit(() =>
    withDistrict(pool, identity, work, { isTriedOnce: true, isDoneLater: true }),
  )
}

/** How many connections can be had at once, for which nobody waits. */
export function spareConnections({ options, totalCount, idleCount, waitingCount }: pg.Pool): number {
  return waitingCount > 0 ? 0 : Math.max(0, options.max - totalCount) + idleCount
}

/** A transaction in which nothing is seen but the district of this code. */
export function withDistrictCode<Result>(
  pool: pg.Pool,
  districtCode: string,
  work: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, { districtCode, role: 'nobody' }, work, {})
}

/**
 * Does a part of a transaction as the program itself, for the person who asked: a run is computed over the whole
 * district, whoever asks for it. What may be done with it, the caller has to have found out before.
 */
export async function asProgram<Result>(
  trx: Trx,
  { districtId, personId = '', role, schools }: Identity,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = clientOf(trx)
  const person = { district: districtId, person: personId }
  await enter(client, { ...person, role: 'system', schools: [] })
  const result = await work()
  // After a failure there is nothing to go back to: the transaction is taken back as a whole.
  await enter(client, { ...person, role, schools })
  return result
}

/** Lets a transaction rest for so long while something is computed; otherwise the database takes it for forgotten. */
export async function mayRest(trx: Trx, milliseconds: number): Promise<void> {
  await clientOf(trx).query('select set_config($1, $2, true)', [
    'idle_in_transaction_session_timeout',
    `${milliseconds}`,
  ])
}

/** The connection of a transaction, for what Kysely cannot say. */
export function clientOf(trx: Trx): pg.PoolClient {
  const client = clients.get(trx)
  if (client === undefined)
    throw new Error('a store function was given something else than an open transaction')
  return client
}

interface Settings {
  readonly district?: string
  readonly districtCode?: string
  readonly person?: string
  readonly role: string
  readonly schools?: readonly string[]
}

async function inTransaction<Result>(
  pool: pg.Pool,
  settings: Settings,
  work: (trx: Trx) => Promise<Result>,
  options: TransactionOptions,
): Promise<Result> {
  // The inner one would wait for a connection that the outer ones hold, for ever when there are enough of them.
  if (openTransactions.getStore() === true) throw new Error('a transaction was opened inside another one')
  for (let tries = 1; ; tries += 1) {
    try {
      return await openTransactions.run(true, () => tryOnce(pool, settings, work, options))
    } catch (thrown) {
      if (!isPassing(thrown) || options.isTriedOnce === true || tries >= MOST_TRIES) throw storeFault(thrown)
    }
    await pause(2 ** tries * (1 + Math.random()))
  }
}

async function tryOnce<Result>(
  pool: pg.Pool,
  settings: Settings,
  work: (trx: Trx) => Promise<Result>,
  { isolation = 'read committed', isDoneLater = false }: TransactionOptions,
): Promise<Result> {
  const client = await pool.connect()
  let isSound = false
  try {
    // Whoever waits for the disk waits for all that was done before.
    const waits = isDoneLater ? '; set local synchronous_commit = off' : ''
    await client.query(`begin isolation level ${isolation}${waits}`)
    await enter(client, settings)
    const result = await work(transactionOn(client))
    const { command } = await client.query('commit')
    // PostgreSQL answers so when a statement failed and the work went on as if it had not.
    if (command === 'ROLLBACK') throw new Error('the work hid that one of its statements failed')
    isSound = true
    return result
  } catch (thrown) {
    isSound = await rolledBack(client, thrown)
    throw thrown
  } finally {
    client.release(!isSound)
  }
}

/** For this transaction alone: what is set for a connection would wait there for the next request. */
async function enter(client: pg.PoolClient, settings: Settings): Promise<void> {
  await client.query(
    `select set_config('leeway.district', $1, true), set_config('leeway.district_code', $2, true),
      set_config('leeway.person', $3, true), set_config('leeway.role', $4, true),
      set_config('leeway.schools', $5::text[]::text, true)`,
    [
      settings.district ?? '',
      settings.districtCode ?? '',
      settings.person ?? '',
      settings.role,
      settings.schools ?? [],
    ],
  )
}

function transactionOn(client: pg.PoolClient): Trx {
  const held = heldOpen(client)
  const trx: Trx = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { connect: async () => held, end: async () => undefined, options: {} },
    }),
  })
  clients.set(trx, client)
  return trx
}

/** Kysely lets go of a connection after each statement; this one is held until its transaction ends. */
function heldOpen(client: pg.PoolClient): pg.PoolClient {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'release') return () => undefined
      const part: unknown = Reflect.get(target, name, target)
      return typeof part === 'function' ? part.bind(target) : part
    },
  })
}

/** Whether the connection can be used again. After a failure of the connection itself it is not even asked. */
async function rolledBack(client: pg.PoolClient, thrown: unknown): Promise<boolean> {
  const isOfConnection =
    thrown instanceof Error &&
    /connection|timeout|not queryable/i.test(thrown.message) &&
    !('severity' in thrown)
  if (isOfConnection) return false
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}
