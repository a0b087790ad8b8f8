import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DatabasePlace } from './database-place.ts'
import { runAs } from './unprivileged-user.ts'

/** What `postmaster.pid` says of the server that runs, or ran, on a database. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** A socket's folder, or an address of this machine. */
  readonly host: string
}

/** The server that the database's own note names; undefined where there is no whole note. */
export function notedPostmaster(data: string): Postmaster | undefined {
  const lines = readIfThere(noteOf(data))?.split('\n') ?? []
  const [pid, , , port, socket, address] = lines
  if (pid === undefined || port === undefined || socket === undefined) return undefined
  const host = socket === '' ? (address ?? '') : socket
  return host === '' ? undefined : { pid: Math.abs(Number(pid)), port: Number(port), host }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** How long a server takes at most from making its note to writing it, with much to spare. */
const MILLISECONDS_TO_WRITE = 5_000

/** Whether the note is there, says nothing whole, and is so old that whoever began it is gone. */
export function isNoteAbandoned(data: string): boolean {
  if (notedPostmaster(data) !== undefined) return false
  // A server that ends takes its note away, whoever looks at it.
  const note = statSync(noteOf(data), { throwIfNoEntry: false })
  return note !== undefined && Date.now() - note.mtimeMs > MILLISECONDS_TO_WRITE
}

function noteOf(data: string): string {
  return join(data, 'postmaster.pid')
}

/** Whether a process of that number exists, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

/**
 * Whether the process that the note names is the server of this very database, and not another that was given the
 * number of one that was killed. PostgreSQL itself cannot tell, and would never start again.
 */
export function isPostmasterOf(data: string, pid: number): boolean {
  const words = commandOf(pid)
  return words !== undefined && /postgres/.test(words) && words.includes(data)
}

function commandOf(pid: number): string | undefined {
  const file = `/proc/${pid}/cmdline`
  if (existsSync(file)) {
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ')
    } catch {
      return undefined
    }
  }
  if (process.platform === 'linux' || process.platform === 'win32') return undefined
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout : undefined
}

/** Removes the note of a server that is gone; a note that another start has written since stays. */
export function removeStaleNote(data: string, { pid }: Pick<Postmaster, 'pid'>): void {
  if (pidIn(noteOf(data)) === pid) removeNote(data)
}

/** Removes a note that says nothing. */
export function removeNote(data: string): void {
  rmSync(noteOf(data), { force: true })
}

/**
 * Removes the lock on the socket of a server that is gone. PostgreSQL does so itself unless a process of that number
 * exists; and one that was killed exists until it is buried, which in a container may be never.
 */
export function removeStaleLock(folder: string): void {
  const lock = lockOf(folder)
  const pid = pidIn(lock)
  if (pid > 0 && !isPostmasterOf(join(folder, 'data'), pid)) rmSync(lock, { force: true })
}

/**
 * Ends a server whose note is gone, as a loss of power would. Two that start at the same moment may each take the
 * other's note for that of the dead one, PostgreSQL's own start included. The server that has lost its note locks
 * others out, is not found by them, and would itself see it only after a minute. A server has its lock only as long
 * as it has its note, so where a lock is without one, that is what has happened.
 */
export function endUnnoted(folder: string): void {
  const data = join(folder, 'data')
  const pid = pidIn(lockOf(folder))
  if (pid > 0 && pidIn(noteOf(data)) !== pid && isPostmasterOf(data, pid)) signal(pid, 'SIGQUIT')
}

function signal(pid: number, name: 'SIGQUIT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has just ended, or belongs to somebody else; whoever waits for it looks again.
  }
}

/** The number of the process that the file begins with; 0 if there is none. */
function pidIn(file: string): number {
  return Math.abs(Number.parseInt(readIfThere(file) ?? '', 10)) || 0
}

function lockOf(folder: string): string {
  return join(folder, '.s.PGSQL.5432.lock')
}

/** How long `pg_ctl` waits. A server that replays its log after a crash may take longer: it says so when asked. */
const SECONDS_TO_START = 2
const MILLISECONDS_BETWEEN = 20
const MOST_LOG_BYTES = 10_000_000

/**
 * Starts the server and waits a little until it answers. It is a process of its own: a Ctrl-C meant for us does not reach
 * it.
 */
export async function startServer(
  place: DatabasePlace,
  settings: readonly string[],
): Promise<{ readonly isUp: boolean; readonly said: string }> {
  const log = logOf(place.folder)
  if (logLength(place.folder) > MOST_LOG_BYTES) renameSync(log, `${log}.1`)
  const options = settings.map((setting) => `-c ${setting}`).join(' ')
  const waiting = ['--wait', '--timeout', String(SECONDS_TO_START)]
  const { isDone, said } = await pgCtl(place, ['start', ...waiting, '--log', log, '--options', options])
  return { isUp: isDone, said }
}

/**
 * Stops the server: in good order if it does so in time, and else as a loss of power would, from which it recovers.
 * One that another process starts in its place meanwhile is left alone.
 */
export async function stopServer(place: DatabasePlace, seconds: number): Promise<void> {
  const data = join(place.folder, 'data')
  const pid = notedPostmaster(data)?.pid
  if (pid === undefined) return
  for (const [mode, within] of [
    ['fast', seconds],
    ['immediate', 2],
  ] as const) {
    if (notedPostmaster(data)?.pid === pid) await pgCtl(place, ['stop', '--mode', mode, '--no-wait'])
    if (await hasEnded(data, pid, within)) return
  }
  signal(pid, 'SIGKILL')
}

async function hasEnded(data: string, pid: number, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000
  for (; isPostmasterOf(data, pid); await pause(MILLISECONDS_BETWEEN))
    if (performance.now() > end) return false
  return true
}

function pgCtl(
  { folder, binaries, user }: DatabasePlace,
  [command = '', ...words]: readonly string[],
): Promise<{ readonly isDone: boolean; readonly said: string }> {
  const args = [command, '--pgdata', join(folder, 'data'), ...words]
  return new Promise((resolve) => {
    execFile(binaries.pgCtl, args, { ...runAs(user), encoding: 'utf8' }, (fault, stdout, stderr) => {
      resolve({ isDone: fault === null, said: `${stdout}${stderr}` || (fault?.message ?? '') })
    })
  })
}

/** The end of what the server wrote since it was last asked to start. */
export function logTail(folder: string, from: number): string {
  const log = logOf(folder)
  if (!existsSync(log)) return ''
  return readFileSync(log).subarray(from).toString('utf8')
}

/** Bytes that the log holds now. */
export function logLength(folder: string): number {
  const log = logOf(folder)
  return existsSync(log) ? statSync(log).size : 0
}

function logOf(folder: string): string {
  return join(folder, 'server.log')
}
