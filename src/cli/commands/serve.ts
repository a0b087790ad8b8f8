import { randomBytes } from 'node:crypto'
import { ROLES } from '../../contract/api/roles.ts'
import { buildServer } from '../../http/build-server.ts'
import { knownTo, oneKey } from '../../http/identity.ts'
import { openOffice } from '../../office/open-office.ts'
import type { Store } from '../../store/open-store.ts'
import type { ThreadPool } from '../../worker/thread-pool.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { demonstrated } from '../serving/demonstration.ts'
import { demonstrationGreeting, statelessGreeting, storedGreeting } from '../serving/greeting.ts'
import { logTo } from '../serving/log-to.ts'
import { serveSettings } from '../serving/serve-settings.ts'
import { type Serving, serveUntilStopped } from '../serving/serve-until-stopped.ts'
import { stopSignal } from '../serving/stop-signal.ts'
import { threadsOf } from '../serving/threads-of.ts'
import { workerProcesses } from '../serving/worker-processes.ts'
import type { Terminal } from '../terminal.ts'
import { withStore } from '../with-store.ts'

/** `leeway serve` */
export async function serve(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { stateless: { type: 'boolean' } })
  if (line.files.length > 0) throw new UsageFault('no FILE is taken: settings are in the environment')
  const isStateless = line.flag('stateless')
  const reading = serveSettings(process.env, { isStateless })
  if (reading.kind === 'refused') {
    for (const each of reading.problems) terminal.err(`${each}\n`)
    return EXIT.usage
  }
  const { config, key, wantsDemonstration } = reading
  // From here on a stop is heard, also while the database still starts.
  const stopped = stopSignal()
  const serving = { terminal, stopped, config }
  if (isStateless) return serveStateless(serving, key)
  // Its threads come up while the database does.
  const computing = threadsOf(config)
  try {
    return await withStore(terminal, async (store) =>
      serveStored({ ...serving, computing }, store, wantsDemonstration),
    )
  } finally {
    await computing.close()
  }
}

/** Computes what is posted, for whoever has the one key. */
async function serveStateless(serving: Serving, key: string | undefined): Promise<ExitCode> {
  const { config } = serving
  const valid = key ?? randomBytes(32).toString('hex')
  const computing = threadsOf(config)
  const built = await buildServer({
    identify: oneKey(valid, { id: 'environment', roles: ROLES }),
    computing,
    office: undefined,
    config,
    log: logTo(serving.terminal),
  })
  const greeting = (address: string): string =>
    statelessGreeting(address, key === undefined ? valid : undefined)
  return serveUntilStopped(serving, { built, computing, greeting })
}

/** Serves the districts of a database. */
async function serveStored(
  serving: Serving & { readonly computing: ThreadPool },
  store: Store,
  wantsDemonstration: boolean,
): Promise<ExitCode> {
  const { config, computing } = serving
  const { pool } = store
  const office = openOffice({ pool, computing, rowLimit: config.rows, documentDays: config.documentDays })
  const built = await buildServer({
    identify: knownTo(office),
    computing,
    office,
    config,
    log: logTo(serving.terminal),
  })
  const demonstration = wantsDemonstration ? await demonstrated(store, office) : undefined
  const greeting = (address: string): string =>
    demonstration === undefined ? storedGreeting(address) : demonstrationGreeting(address, demonstration)
  const workers = workerProcesses({ ...config, log: built.served.log })
  void serving.stopped.then(async () => workers.stop())
  try {
    return await serveUntilStopped(serving, { built, computing, greeting, listening: workers.start })
  } finally {
    await workers.stop()
  }
}
