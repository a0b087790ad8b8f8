import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServerConfig } from '../../http/config.ts'
import type { Log } from '../../http/server-parts.ts'

/** Processes for long work, kept running beside the service that has started them. */
export interface WorkerProcesses {
  readonly start: () => void
  /** Lets them end what they are at; after the time of the settings they are cut. */
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../leeway.mjs', import.meta.url))

/** Before one that has died is started again: longer each time, unless it had come to its work. */
const FIRST_PAUSE_MILLISECONDS = 500
const LONGEST_PAUSE_MILLISECONDS = 30_000
/** What fails at its start fails sooner. */
const MILLISECONDS_AT_WORK = 5_000
/** For what comes after its parts: closing the database and the process itself. */
const TO_END_MILLISECONDS = 3_000

export function workerProcesses({
  workers,
  stopMilliseconds,
  log,
}: Pick<ServerConfig, 'workers' | 'stopMilliseconds'> & { readonly log: Log }): WorkerProcesses {
  const stopping = new AbortController()
  let kept: readonly Promise<void>[] = []
  return {
    start() {
      kept = Array.from({ length: workers }, async () => keepRunning(log, stopMilliseconds, stopping.signal))
    },
    async stop() {
      stopping.abort()
      await Promise.all(kept)
    },
  }
}

async function keepRunning(log: Log, stopMilliseconds: number, stopping: AbortSignal): Promise<void> {
  let wait = FIRST_PAUSE_MILLISECONDS
  while (!stopping.aborted) {
    const begun = performance.now()
    await oneLife(stopMilliseconds, stopping)
    if (stopping.aborted) return
    log({ event: 'worker ended', milliseconds: Math.round(performance.now() - begun) })
    if (performance.now() - begun > MILLISECONDS_AT_WORK) wait = FIRST_PAUSE_MILLISECONDS
    await pause(wait, undefined, { signal: stopping }).catch(() => undefined)
    wait = Math.min(2 * wait, LONGEST_PAUSE_MILLISECONDS)
  }
}

/** Starts a process, and is settled when it has ended. It ends by itself when its channel to this one is closed. */
async function oneLife(stopMilliseconds: number, stopping: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, 'worker'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stop = (): void => void ending(child, stopMilliseconds + TO_END_MILLISECONDS, ended)
  stopping.addEventListener('abort', stop, { once: true })
  await ended
  stopping.removeEventListener('abort', stop)
}

async function ending(child: ChildProcess, milliseconds: number, ended: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect()
  const isOver = await Promise.race([ended.then(() => true), pause(milliseconds, false, { ref: false })])
  if (!isOver) child.kill('SIGKILL')
}
