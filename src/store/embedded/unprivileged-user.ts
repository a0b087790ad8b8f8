import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { StoreFault } from '../store-fault.ts'

/** Whom PostgreSQL runs as. */
export interface DatabaseUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/** The first of these that the machine knows. PostgreSQL refuses to run as root. */
const CANDIDATES = ['postgres', 'nobody']

/** Whom PostgreSQL has to run as where we are root; nobody else than ourselves where we are not. */
export function databaseUser(): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = knownUsers()
  const user = CANDIDATES.flatMap((name) => known.find((each) => each.name === name) ?? []).at(0)
  if (user === undefined)
    throw new StoreFault(
      'set-up',
      `PostgreSQL does not run as root, and this machine has no user ${CANDIDATES.join(' or ')}: start Leeway as another user, or set DATABASE_URL`,
    )
  return user
}

/** The user who owns a folder, if it is not root: a database that is there keeps its owner. */
export function ownerOf(folder: string): DatabaseUser | undefined {
  if (process.getuid?.() !== 0 || !existsSync(folder)) return undefined
  const { uid, gid } = statSync(folder)
  const name = knownUsers().find((each) => each.uid === uid)?.name
  return uid === 0 || name === undefined ? undefined : { uid, gid, name }
}

/** What a child process needs in order to run as that user: a folder it can stand in, and no more of our surroundings. */
export function runAs(user: DatabaseUser | undefined): {
  readonly cwd: string
  readonly uid?: number
  readonly gid?: number
  readonly env: NodeJS.ProcessEnv
} {
  const { SystemRoot, TEMP } = process.env
  return {
    cwd: process.platform === 'win32' ? (SystemRoot ?? '.') : '/',
    // A database that is made under one locale, and found under another, would sort otherwise.
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'], ...(SystemRoot && { SystemRoot, TEMP }) },
    ...(user && { uid: user.uid, gid: user.gid }),
  }
}

/** Makes a folder that is that user's alone. */
export function ownFolder(folder: string, user: DatabaseUser | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
}

/** Whether that user gets to a folder, through all the folders above it. */
export function canReach(folder: string, user: DatabaseUser | undefined): boolean {
  if (user === undefined) return true
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs(user), stdio: 'ignore' })
  return tried.status === 0
}

function knownUsers(): DatabaseUser[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((words) => words.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
