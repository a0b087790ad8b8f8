import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { TestDatabase } from './database.ts'
import { databaseAddress } from './database-address.ts'

const PROGRAM = fileURLToPath(new URL('../../src/cli/leeway.mjs', import.meta.url))

export type LogLine = Readonly<Record<string, string | number | boolean>>

/** `leeway worker` in a process of its own. */
export interface WorkerProcess {
  readonly pid: number
  /** What it has logged so far. */
  readonly log: readonly LogLine[]
  /** Its exit code and signal, when it has ended. */
  readonly ended: Promise<readonly [number | null, string | null]>
  kill(signal: NodeJS.Signals): void
  /** Waits for a line of the log. */
  logged(is: (line: LogLine) => boolean): Promise<LogLine>
}

/** Starts a worker on a test's database and waits until it works; it is killed when the test ends. */
export async function workerProcess(
  t: Test,
  database: TestDatabase,
  env: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  // The last is of the tests; the program would take it for a setting that somebody has misspelt.
  const { NODE_OPTIONS: _, LEEWAY_LONG: __, ...rest } = process.env
  const child = spawn(process.execPath, [PROGRAM, 'worker'], {
    env: { ...rest, DATABASE_URL: databaseAddress(database), LEEWAY_THREADS: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const worker = watched(child)
  t.teardown(async () => {
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await worker.ended
  })
  await worker.logged(({ event }) => event === 'working')
  return worker
}

function watched(child: ChildProcess): WorkerProcess {
  const log: LogLine[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  child.stderr?.on('data', (piece: Buffer) => {
    const lines = (rest + piece.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) log.push(asEntry(line))
    for (const each of waiting) each()
  })
  const ended = new Promise<readonly [number | null, string | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]))
  })
  return {
    pid: child.pid ?? 0,
    log,
    ended,
    kill: (signal) => void child.kill(signal),
    logged: (is) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = log.find(is)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        void ended.then(() => reject(new Error(`the worker ended: ${JSON.stringify(log.slice(-3))}`)))
        look()
      }),
  }
}

function asEntry(line: string): LogLine {
  try {
    // As the program writes it.
    return JSON.parse(line) as LogLine
  } catch {
    return { event: 'words', line }
  }
}
