import type { BuiltServer } from '../../http/build-server.ts'
import type { ServerConfig } from '../../http/config.ts'
import { gracefulStop } from '../../http/graceful-stop.ts'
import type { ThreadPool } from '../../worker/thread-pool.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

export interface Serving {
  readonly terminal: Terminal
  readonly config: ServerConfig
  /** The first signal that asks this process to end. */
  readonly stopped: Promise<string>
}

export interface Service {
  readonly built: BuiltServer
  readonly computing: ThreadPool
  /** What is printed once it listens. */
  readonly greeting: (address: string) => string
  /** What begins with that. */
  readonly listening?: () => void
}

/** Listens, says so, and serves until a signal comes; then what is being answered is answered. */
export async function serveUntilStopped(
  { terminal, config, stopped }: Serving,
  { built, computing, greeting, listening }: Service,
): Promise<ExitCode> {
  const stopping = gracefulStop(built)
  const address = await listen(built, config)
  if (address === undefined) {
    await computing.close()
    terminal.err(`${config.host}:${config.port} cannot be listened on: it is taken, or not ours to take\n`)
    return EXIT.input
  }
  listening?.()
  terminal.out(greeting(address))
  const { log } = built.served
  log({ event: 'stopping', signal: await stopped })
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
