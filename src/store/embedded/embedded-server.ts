import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { storeFault } from '../database-faults.ts'
import { StoreFault } from '../store-fault.ts'
import { type DatabasePlace, databasePlace } from './database-place.ts'
import { type KeptPresence, keptPresence } from './kept-presence.ts'
import { ADMINISTRATOR, makeDatabase } from './make-database.ts'
import {
  endUnnoted,
  isNoteAbandoned,
  isPostmasterOf,
  isRunning,
  logLength,
  logTail,
  notedPostmaster,
  type Postmaster,
  removeNote,
  removeStaleLock,
  removeStaleNote,
  startServer,
  stopServer,
} from './postmaster.ts'
import { type Connection, joinServer, type Presence } from './presence.ts'

export interface EmbeddedServer {
  /** As its administrator. */
  readonly connection: Connection
  /** The folder of the database, its password and its log. */
  readonly folder: string
  /** Leaves the server, and stops it unless another process uses it. Takes ten seconds at most. */
  stop(): Promise<void>
}

interface EmbeddedOptions {
  readonly dataDir: string
  readonly tell: (line: string) => void
  /** Where to go when root's data folder is out of reach; folders of the system unless stated. */
  readonly shelters?: readonly string[]
  /** Words for `initdb`, where a database is made. */
  readonly making?: readonly string[]
  readonly patience?: Patience
}

/** Milliseconds that a server has to answer once, and to answer at all before it is replaced. */
interface Patience {
  readonly toAnswer: number
  readonly deaf: number
}

const DATABASE = 'leeway'
const PATIENCE: Patience = { toAnswer: 3_000, deaf: 6_000 }
const MILLISECONDS = { toStart: 90_000, between: 100, toComeBack: 3_000 } as const
const SECONDS_TO_STOP = 5
const SECONDS_FOR_THE_DEAF = 1

/** Some systems take no longer path for a socket, the name of the socket included. */
const LONGEST_SOCKET_FOLDER = 85

/**
 * Starts the PostgreSQL of this folder, or joins the one that runs: of another command, or of a process that was
 * killed and left it behind. Whatever was killed before, and whoever starts at the same time, no step is left to a
 * person. Killed while it is in use, it is started again where it was.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = databasePlace(options)
  if (/["$`\\]/.test(place.folder) && process.platform !== 'win32')
    throw new StoreFault(
      'set-up',
      `PostgreSQL cannot be started in ${place.folder}: its path has a sign of the shell`,
    )
  makeDatabase(place, options.making ?? [])
  const patience = options.patience ?? PATIENCE
  const { presence, connection } = await joinedWithDatabase(place, patience)
  const kept = keptPresence(presence, async () => {
    return (await joined(place, patience, connection.port)).presence
  })
  return {
    connection: { ...connection, database: DATABASE },
    folder: place.folder,
    stop: () => leaveServer(place, kept),
  }
}

async function leaveServer(place: DatabasePlace, kept: KeptPresence): Promise<void> {
  const presence = await kept.last(MILLISECONDS.toComeBack)
  if (presence === undefined) return
  let isAlone = false
  try {
    isAlone = await presence.leave()
  } catch {
    // The server is gone or deaf. A deaf one is not ours to stop: another process may be waiting for it too.
  }
  if (isAlone) await stopServer(place, SECONDS_TO_STOP)
  await presence.end()
}

interface Joined {
  readonly presence: Presence
  readonly connection: Connection
}

/** A server that is killed as soon as it is joined is joined again. */
async function joinedWithDatabase(place: DatabasePlace, patience: Patience): Promise<Joined> {
  for (const deadline = performance.now() + MILLISECONDS.toStart; ; ) {
    const server = await joined(place, patience)
    try {
      await createDatabase(server.connection)
      return server
    } catch (thrown) {
      await server.presence.end()
      if (!isCutOff(thrown) || performance.now() >= deadline) throw thrown
      await pause(MILLISECONDS.between)
    }
  }
}

/** On the same port as before, if it had one: connections of this process look for it there. */
async function joined(place: DatabasePlace, patience: Patience, port?: number): Promise<Joined> {
  const deadline = performance.now() + MILLISECONDS.toStart
  let deafSince: number | undefined
  let words = ''
  for (; performance.now() < deadline; await pause(MILLISECONDS.between)) {
    const data = join(place.folder, 'data')
    if (isNoteAbandoned(data)) removeNote(data)
    endUnnoted(place.folder)
    let noted = notedPostmaster(data)
    if (noted === undefined || !isRunning(noted.pid)) {
      words = await tryToStart(place, port)
      noted = words === '' ? notedPostmaster(data) : undefined
      if (noted === undefined) continue
    }
    const answer = await tryToJoin(place, noted, patience)
    if ('presence' in answer) return answer
    words = answer.words
    if (!isPostmasterOf(data, noted.pid)) {
      removeStaleNote(data, noted)
      continue
    }
    // One that replays its log says so; one that says nothing for long will not say anything.
    deafSince = answer.isAlive ? undefined : (deafSince ?? performance.now())
    if (deafSince !== undefined && performance.now() - deafSince > patience.deaf) {
      await stopServer(place, SECONDS_FOR_THE_DEAF)
      deafSince = undefined
    }
  }
  throw notStarted(place, words)
}

/** What a server says that only needs a moment: the memory of a killed one is not given back yet, or two start at once. */
const PASSING =
  /shared memory block|lock file|PID file .* is empty|data in PID file|is the server already running|another server might be running|could not bind|did not start in time/i
/** What the log holds of every start and of every client who comes too early. */
const USUAL =
  /^$|^\s| (?:LOG|DETAIL|HINT|STATEMENT): | FATAL: +(?:the database system is|terminating connection|connection to client)/

/** Whether another try is worth it; also where a server was ended by somebody before it had a reason of its own. */
function isPassing(log: string, said: string): boolean {
  const wasEnded = /stopped waiting/.test(said) && log.split('\n').every((line) => USUAL.test(line))
  return wasEnded || PASSING.test(`${log}${said}`)
}

/** After a kill, one flush of the disk in place of one for each of a thousand files: half a second and not two. */
const RECOVERY = process.platform === 'linux' ? ['recovery_init_sync_method=syncfs'] : []

/** Words on what went wrong, for now; none if it runs. */
async function tryToStart(place: DatabasePlace, port: number | undefined): Promise<string> {
  const from = logLength(place.folder)
  removeStaleLock(place.folder)
  const { isUp, said } = await startServer(place, [...(await listening(place, port)), ...RECOVERY])
  if (isUp) return ''
  const log = logTail(place.folder, from)
  const words = `${log}${said}`.trim()
  if (isPassing(log, said)) return words
  throw notStarted(place, words)
}

async function listening({ folder }: DatabasePlace, port: number | undefined): Promise<string[]> {
  const hasSocket =
    process.platform !== 'win32' && folder.length <= LONGEST_SOCKET_FOLDER && /^[\w./-]+$/.test(folder)
  return hasSocket
    ? ["listen_addresses=''", `unix_socket_directories=${folder}`, 'port=5432']
    : ['listen_addresses=127.0.0.1', "unix_socket_directories=''", `port=${port ?? (await freePort())}`]
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

type Answer = Joined | { readonly isAlive: boolean; readonly words: string }

/** Whether the server was lost, and did not refuse what was asked of it, as it does where its disk is full. */
function isCutOff(thrown: unknown): boolean {
  if (thrown instanceof pg.DatabaseError) return (thrown.code ?? '').startsWith('57P')
  const fault = storeFault(thrown)
  return fault instanceof StoreFault && fault.kind === 'unavailable'
}

/** PostgreSQL's codes for: starting up, shutting down, in recovery; and for too many connections. */
const BUSY = ['57P03', '53300']

async function tryToJoin(
  { folder }: DatabasePlace,
  { host, port }: Postmaster,
  { toAnswer }: Patience,
): Promise<Answer> {
  const password = readFileSync(join(folder, 'password'), 'utf8').trim()
  const connection = { host, port, user: ADMINISTRATOR, password, database: 'postgres' }
  try {
    return { connection, presence: await joinServer(connection, toAnswer) }
  } catch (thrown) {
    const code = thrown instanceof pg.DatabaseError ? (thrown.code ?? '') : ''
    if (code.startsWith('28'))
      throw new StoreFault('set-up', `the database in ${folder} does not take the password beside it`, {
        cause: thrown,
      })
    return { isAlive: BUSY.includes(code), words: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

async function createDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (thrown) {
    // Another process that starts at the same time was first.
    if (!(thrown instanceof pg.DatabaseError && ['42P04', '23505'].includes(thrown.code ?? ''))) throw thrown
  } finally {
    await client.end()
  }
}

function notStarted({ folder }: DatabasePlace, words: string): StoreFault {
  return new StoreFault('set-up', `PostgreSQL cannot be started in ${folder}: ${words}`)
}
