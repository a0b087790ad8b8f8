import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SCOPES } from '../../../src/contract/api/roles.ts'
import { addKey } from '../../../src/store/api-keys.ts'
import { createDistrict, systemOf } from '../../../src/store/districts.ts'
import { startEmbedded } from '../../../src/store/embedded/embedded-server.ts'
import type { Connection } from '../../../src/store/embedded/presence.ts'
import { serviceLogin } from '../../../src/store/embedded/service-login.ts'
import { migrate } from '../../../src/store/migrate.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { addPerson } from '../../../src/store/people.ts'
import { openPool } from '../../../src/store/pool.ts'
import { withDistrict } from '../../../src/store/with-district.ts'
import { START_FLAGS } from '../../support/start-flags.ts'

/** `leeway serve` on a PostgreSQL of its own, set up as `npm start` sets it up. */
export interface Served {
  readonly address: string
  /** On the same database, as its administrator. */
  readonly connection: Connection
  /** Makes an empty district, and gives a key of its finance person. */
  readonly newDistrict: (code: string) => Promise<string>
  /** The most memory that the service ever had. */
  peakMb(): string
  stop(): Promise<void>
}

const ENTRY = fileURLToPath(new URL('../../../src/cli/leeway.mjs', import.meta.url))

export async function served(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'leeway-bench-'))
  chmodSync(folder, 0o755)
  const dataDir = join(folder, 'data')
  const server = await startEmbedded({
    dataDir,
    shelters: [join(folder, 'shelter')],
    tell: () => undefined,
  })
  await migrate(server.connection)
  const login = await serviceLogin(server)
  const pool = openPool(login, { size: 1 })
  const { address, child } = await listening(dataDir)
  return {
    address,
    connection: server.connection,
    newDistrict: async (code) => keyOf(pool, await createDistrict(pool, { code, name: code })),
    peakMb: () => peakOf(child.pid),
    async stop() {
      const ended = once(child, 'close')
      child.kill()
      await ended
      await pool.end()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts it as `npm start` does, without the demonstration and without a process for long work. */
async function listening(dataDir: string) {
  const child = spawn(process.execPath, [...START_FLAGS, ENTRY, 'serve'], {
    env: {
      ...process.env,
      LEEWAY_DATA_DIR: dataDir,
      LEEWAY_PORT: '0',
      LEEWAY_WORKERS: '0',
      LEEWAY_DEMONSTRATION: 'no',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const piece of child.stdout) {
    said += String(piece)
    const address = /listens on (\S+)/.exec(said)?.[1]
    if (address !== undefined) return { address, child }
  }
  throw new Error('leeway serve has ended')
}

async function keyOf(pool: Store['pool'], districtId: string): Promise<string> {
  const system = systemOf(districtId)
  return withDistrict(pool, system, async (trx) => {
    const person = { email: 'kim@bench.org', name: 'Kim', role: 'finance', schools: [] } as const
    const personId = await addPerson(trx, system, { ...person, portfolioId: undefined })
    const { text } = await addKey(trx, system, { personId, name: 'bench', scopes: SCOPES, days: 1 })
    return text
  })
}

/** Only Linux tells. */
function peakOf(pid = 0): string {
  if (process.platform !== 'linux') return 'unknown'
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0
  return (Number(kilobytes) / 1024).toFixed(0)
}
