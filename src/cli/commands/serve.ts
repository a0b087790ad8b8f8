import { randomBytes } from 'node:crypto'
import { ROLES } from '../../contract/api/roles.ts'
import { type BuiltServer, buildServer } from '../../http/build-server.ts'
import { readConfig, type ServerConfig } from '../../http/config.ts'
import { gracefulStop } from '../../http/graceful-stop.ts'
import { oneKey } from '../../http/identity.ts'
import type { LogEntry } from '../../http/server-parts.ts'
import { threadPool } from '../../worker/thread-pool.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway serve` */
export async function serve(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { files } = readCommandLine(args, {})
  if (files.length > 0) throw new UsageFault('no FILE is taken: settings are in the environment')
  const reading = readConfig(process.env)
  if (reading.kind === 'refused') {
    for (const each of reading.problems) terminal.err(`${each}\n`)
    return EXIT.usage
  }
  const { config } = reading
  const key = reading.key ?? randomBytes(32).toString('hex')
  const computing = threadPool({
    threads: config.threads,
    milliseconds: config.computeMilliseconds,
    waitMilliseconds: config.waitMilliseconds,
    heapMb: config.heapMb,
  })
  const identify = oneKey(key, { id: 'environment', roles: ROLES })
  const log = (entry: LogEntry): void => terminal.err(`${JSON.stringify({ time: now(), ...entry })}\n`)
  const built = await buildServer({ identify, computing, config, log })
  const stopping = gracefulStop(built)
  const address = await listen(built, config)
  if (address === undefined) {
    await computing.close()
    terminal.err(`${config.host}:${config.port} cannot be listened on: it is taken, or not ours to take\n`)
    return EXIT.input
  }
  terminal.out(greeting(address, reading.key === undefined ? key : undefined))
  const signal = await stopSignal()
  log({ event: 'stopping', signal })
  const { cut } = await stopping.stop()
  await computing.close()
  log({ event: 'stopped', cut })
  return EXIT.fine
}

async function listen({ app }: BuiltServer, { host, port }: ServerConfig): Promise<string | undefined> {
  try {
    return await app.listen({ host, port })
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    if (['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(code)) return undefined
    throw thrown
  }
}

/** Where it listens, and a first request; a key that was made for this start is told here and nowhere else. */
function greeting(address: string, key: string | undefined): string {
  const made =
    key === undefined
      ? []
      : [
          '',
          'LEEWAY_API_KEY is not set. Until this process ends, this key is valid:',
          '',
          `  export LEEWAY_API_KEY=${key}`,
        ]
  return [
    `Leeway listens on ${address}`,
    `Documentation: ${address}/docs`,
    ...made,
    '',
    'Try:',
    '',
    `  npm run -s leeway -- bundle scenarios/demonstration/district.yaml |`,
    `    curl -sS ${address}/v1/compute -H "Authorization: Bearer $LEEWAY_API_KEY" \\`,
    `      -H "Content-Type: application/json" -H "Accept: text/csv" --data-binary @-`,
    '',
    '',
  ].join('\n')
}

/** The first signal that asks this process to end. A second one ends it at once. */
async function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}

function now(): string {
  return new Date().toISOString()
}
