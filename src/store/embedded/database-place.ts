import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { StoreFault } from '../store-fault.ts'
import { type Binaries, copiedBinaries, installedBinaries } from './binaries.ts'
import { canReach, type DatabaseUser, databaseUser, ownerOf, ownFolder, runAs } from './unprivileged-user.ts'

/** Where the database lies, and who runs it with which programs. */
export interface DatabasePlace {
  readonly folder: string
  readonly user: DatabaseUser | undefined
  readonly binaries: Binaries
}

/** In the data folder: the database, or the path of the one that had to be made elsewhere. */
const HERE = 'database'
const ELSEWHERE = 'database-folder'

/** Where a user other than root can be given a folder, best first. The last does not outlive the machine. */
const SHELTERS = ['/var/lib/leeway', '/var/tmp/leeway', join(tmpdir(), 'leeway')]

interface PlaceOptions {
  readonly dataDir: string
  /** Folders to try in turn where the data folder is out of the database user's reach. */
  readonly shelters?: readonly string[]
  /** Is told what somebody at the screen should know. */
  readonly tell: (line: string) => void
}

/**
 * Finds or chooses the place of the database: the data folder where the user that runs PostgreSQL can reach it, and
 * else, for root alone, a folder of the system, whose path is told and kept in the data folder.
 */
export function databasePlace({ dataDir, shelters = SHELTERS, tell }: PlaceOptions): DatabasePlace {
  mkdirSync(dataDir, { recursive: true })
  const base = realpathSync(dataDir)
  const here = join(base, HERE)
  const noted = notedFolder(base)
  const user = ownerOf(noted ?? here) ?? databaseUser()
  const binaries = installedBinaries()
  if (user === undefined) return { folder: here, user, binaries }
  // Two that start at once must choose alike, so the choice depends on nothing but what both see.
  if (existsSync(here) && canReach(base, user)) return reachable({ folder: here, user, binaries }, shelters)
  if (noted !== undefined && existsSync(noted)) {
    tell(`The database is in ${noted}.`)
    return reachable({ folder: noted, user, binaries }, shelters)
  }
  if (canReach(base, user)) return reachable({ folder: here, user, binaries }, shelters)
  const shelter = firstShelter(shelters, user)
  const folder = join(shelter, `${basename(dirname(base)) || 'leeway'}-${shortHash(base)}`)
  writeFileSync(join(base, ELSEWHERE), `${folder}\n`)
  tell(`PostgreSQL runs as ${user.name}, who cannot reach ${base}. The database is in ${folder}.`)
  return reachable({ folder, user, binaries }, [shelter, ...shelters])
}

function notedFolder(base: string): string | undefined {
  const note = join(base, ELSEWHERE)
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined
}

function reachable(place: DatabasePlace, shelters: readonly string[]): DatabasePlace {
  if (runs(place.binaries, place.user)) return place
  for (const shelter of shelters) {
    if (!isOurs(shelter) || (place.user !== undefined && !canReach(shelter, place.user))) continue
    const binaries = copiedBinaries(place.binaries, shelter)
    if (runs(binaries, place.user)) return { ...place, binaries }
  }
  throw new StoreFault(
    'set-up',
    `the programs of PostgreSQL cannot be run as ${place.user?.name ?? 'this user'} from ${place.binaries.folder}, nor copied to where they can: start Leeway as another user, or set DATABASE_URL`,
  )
}

function runs(binaries: Binaries, user: DatabaseUser | undefined): boolean {
  return spawnSync(binaries.postgres, ['--version'], { ...runAs(user), stdio: 'ignore' }).status === 0
}

function firstShelter(shelters: readonly string[], user: DatabaseUser): string {
  const found = shelters.find((shelter) => isOurs(shelter) && canReach(shelter, user))
  if (found !== undefined) return found
  throw new StoreFault(
    'set-up',
    `PostgreSQL runs as ${user.name}, and no folder was found that this user can reach (${shelters.join(', ')}): set LEEWAY_DATA_DIR to one, start Leeway as another user, or set DATABASE_URL`,
  )
}

/** Makes the folder; says no where it is somebody else's, who could put programs of their own there. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    const { uid, mode } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0
  } catch {
    return false
  }
}

/** A new folder beside the final one, in which a database is made before it gets its name. */
export function draftFolder({ folder, user }: DatabasePlace): string {
  const draft = `${folder}.${process.pid}.tmp`
  rmSync(draft, { recursive: true, force: true })
  ownFolder(draft, user)
  return draft
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
