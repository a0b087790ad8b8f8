import { keptBodies } from '../../jobs/kept-bodies.ts'
import { startWorker } from '../../jobs/start-worker.ts'
import { partQueue } from '../../store/queue/part-queue.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { logTo } from '../serving/log-to.ts'
import { serveSettings } from '../serving/serve-settings.ts'
import { stopOrAlone } from '../serving/stop-signal.ts'
import { threadsOf } from '../serving/threads-of.ts'
import type { Terminal } from '../terminal.ts'
import { withStore } from '../with-store.ts'

/** `leeway worker` */
export async function worker(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {})
  if (line.files.length > 0) throw new UsageFault('no FILE is taken: settings are in the environment')
  const reading = serveSettings(process.env, { isStateless: false })
  if (reading.kind === 'refused') {
    for (const each of reading.problems) terminal.err(`${each}\n`)
    return EXIT.usage
  }
  const { config } = reading
  const stopped = stopOrAlone()
  const log = logTo(terminal)
  return withStore(terminal, async ({ pool }) => {
    const queue = partQueue(pool, {
      supervises: true,
      fault: ({ name }) => log({ event: 'fault', trace: `queue: ${name}` }),
    })
    const computing = threadsOf(config)
    const work = startWorker({
      pool,
      queue,
      computing,
      bodies: keptBodies(pool),
      rowLimit: config.rows,
      places: config.threads,
      log,
    })
    log({ event: 'working', process: process.pid, places: config.threads })
    log({ event: 'stopping', signal: await stopped })
    const { givenBack } = await work.stop(config.stopMilliseconds)
    await computing.close()
    await queue.close()
    log({ event: 'stopped', givenBack })
    return EXIT.fine
  })
}
