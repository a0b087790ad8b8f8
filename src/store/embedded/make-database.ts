import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StoreFault } from '../store-fault.ts'
import { moveInto } from './binaries.ts'
import { type DatabasePlace, draftFolder } from './database-place.ts'
import { isRunning } from './postmaster.ts'
import { runAs } from './unprivileged-user.ts'

/** The role that PostgreSQL is set up with. It makes the schema; requests never run as it. */
export const ADMINISTRATOR = 'leeway_admin'

const SETTINGS = `
# Leeway: only this machine, and the log without values that somebody sent.
unix_socket_permissions = 0700
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
wal_buffers = 64MB
wal_writer_delay = 20ms
log_error_verbosity = terse
log_min_error_statement = panic
log_statement = none
client_connection_check_interval = '5s'
tcp_keepalives_idle = 60
`

/** Makes the database where there is none. Killed at any moment, it leaves either the whole of it or nothing of that name. */
export function makeDatabase(place: DatabasePlace, settings: readonly string[]): void {
  removeAbandonedDrafts(place.folder)
  if (existsSync(place.folder)) {
    checkVersion(place)
    return
  }
  mkdirSync(dirname(place.folder), { recursive: true })
  const draft = draftFolder(place)
  const password = passwordFile(draft, 'password', place)
  passwordFile(draft, 'service-password', place)
  const words = [
    ['--pgdata', join(draft, 'data'), '--username', ADMINISTRATOR, '--pwfile', password],
    ['--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--locale-provider=builtin'],
    ['--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions', ...settings],
  ].flat()
  const made = spawnSync(place.binaries.initdb, words, { ...runAs(place.user), encoding: 'utf8' })
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    const said = made.error?.message ?? made.stderr.trim()
    throw new StoreFault('set-up', `the database cannot be made in ${place.folder}: ${said}`)
  }
  appendFileSync(join(draft, 'data', 'postgresql.conf'), SETTINGS)
  moveInto(draft, place.folder)
}

/** Readable by its owner alone; the database takes nothing weaker than scram, from anybody. */
function passwordFile(folder: string, name: string, { user }: DatabasePlace): string {
  const file = join(folder, name)
  writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  if (user) chownSync(file, user.uid, user.gid)
  return file
}

function checkVersion({ folder, binaries }: DatabasePlace): void {
  const file = join(folder, 'data', 'PG_VERSION')
  if (!existsSync(file))
    throw new StoreFault(
      'set-up',
      `${folder} holds no database of Leeway: move it away, or set LEEWAY_DATA_DIR`,
    )
  const found = readFileSync(file, 'utf8').trim()
  const [expected] = binaries.version.split('.')
  if (found !== expected)
    throw new StoreFault(
      'set-up',
      `the database in ${folder} is of PostgreSQL ${found}, and this Leeway brings PostgreSQL ${expected}: export the districts with the Leeway that made it, or set DATABASE_URL`,
    )
}

/** What a process that was killed while it made the database has left. */
function removeAbandonedDrafts(folder: string): void {
  const around = dirname(folder)
  if (!existsSync(around)) return
  for (const name of readdirSync(around)) {
    const rest = name.startsWith(`${basename(folder)}.`) ? name.slice(basename(folder).length + 1) : ''
    const pid = /^(\d+)\.tmp$/.exec(rest)?.[1]
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(around, name), { recursive: true, force: true })
  }
}
