import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { startEmbedded } from '../../src/store/embedded/embedded-server.ts'
import { migrate } from '../../src/store/migrate.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const KEPT = join(ROOT, 'node_modules', '.cache', 'leeway-tests')

/**
 * Puts the files of a migrated database where a server with its data in `data` of this folder finds them: setting one up takes a second and a
 * half, and copying one a tenth. They are made once for all that they are made from. Says no where they cannot be
 * copied, and the server has to set up its own.
 */
export async function layMigratedFiles(folder: string, making: readonly string[]): Promise<boolean> {
  // Who owns what is part of a database, and there no plain command keeps it.
  if (process.platform === 'win32') return false
  const dataDir = join(folder, 'data')
  try {
    const kept = join(KEPT, keyOf(making))
    if (!existsSync(kept)) await makeFiles(kept, join(folder, 'made'), making)
    mkdirSync(dataDir, { recursive: true })
    if (copied(join(kept, 'database'), dataDir)) return true
  } catch {
    // A folder that cannot be written to, or that another process has just removed.
  }
  rmSync(join(dataDir, 'database'), { recursive: true, force: true })
  return false
}

/** The hash of all that decides what such a database is. */
function keyOf(making: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([process.getuid?.(), process.version, making]))
  const files = ['src/store', 'migrations'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|sql)$/.test(name))
      .map((name) => join(folder, name)),
  )
  for (const file of ['package-lock.json', ...files.toSorted(compareCodePoints)])
    hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex').slice(0, 16)
}

async function makeFiles(kept: string, folder: string, making: readonly string[]): Promise<void> {
  const draft = `${kept}.${process.pid}.tmp`
  try {
    const server = await startEmbedded({
      dataDir: join(folder, 'data'),
      shelters: [join(folder, 'shelter')],
      making,
      tell: () => undefined,
    })
    try {
      await migrate(server.connection)
    } finally {
      await server.stop()
    }
    mkdirSync(draft, { recursive: true })
    if (!copied(server.folder, draft)) throw new Error('the files of a database cannot be copied')
    for (const old of readdirSync(KEPT))
      if (!old.endsWith('.tmp')) rmSync(join(KEPT, old), { recursive: true })
    if (!existsSync(kept)) renameSync(draft, kept)
  } finally {
    for (const each of [folder, draft]) rmSync(each, { recursive: true, force: true })
  }
}

function copied(folder: string, into: string): boolean {
  return spawnSync('cp', ['-Rp', folder, into], { stdio: 'ignore' }).status === 0
}
