import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { root } from './committed-scenarios.ts'
import { reachableFolder } from './database.ts'
import { childrenOf } from './process-table.ts'
import { postmasterOf } from './server-process.ts'
import { START_FLAGS } from './start-flags.ts'

/** `leeway serve` as a process, with a PostgreSQL of its own unless it keeps nothing. */
export interface ServedLeeway {
  readonly address: string
  readonly pid: number
  /** From the start of the process until it said where it listens. */
  readonly milliseconds: number
  /** What it has written to standard error so far. */
  readonly log: () => string
  readonly ended: Promise<number | null>
  kill(signal?: NodeJS.Signals): void
}

interface ServePlan {
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
  readonly words?: readonly string[]
}

/** No demonstration, no worker and no limit on requests, unless a test asks for them. */
const QUIET = {
  LEEWAY_PORT: '0',
  LEEWAY_THREADS: '1',
  LEEWAY_WORKERS: '0',
  LEEWAY_DEMONSTRATION: 'no',
  LEEWAY_RATE: '1000000',
}

/** Starts it and waits until it listens; it is killed when the test ends. */
export async function servedLeeway(t: Test, { dataDir, env, words = [] }: ServePlan): Promise<ServedLeeway> {
  // The last is of the tests; the program would take it for a setting that somebody has misspelt.
  const { LEEWAY_API_KEY: _, DATABASE_URL: __, NODE_OPTIONS: ___, LEEWAY_LONG: ____, ...rest } = process.env
  const start = performance.now()
  const child = spawn(process.execPath, [...START_FLAGS, `${root}src/cli/leeway.mjs`, 'serve', ...words], {
    env: { ...rest, ...QUIET, LEEWAY_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const { address, log } = await listening(child)
  const milliseconds = performance.now() - start
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): void => void child.kill(signal)
  return { address, pid: child.pid ?? 0, milliseconds, log, ended, kill }
}

async function listening(
  child: ChildProcess,
): Promise<{ readonly address: string; readonly log: () => string }> {
  let said = ''
  let log = ''
  child.stdout?.on('data', (piece: Buffer) => (said += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (log += piece.toString()))
  while (!said.endsWith('\n\n')) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`leeway serve ended: ${log}`)
    await pause(10)
  }
  return { address: /listens on (\S+)/.exec(said)?.[1] ?? '', log: () => log }
}

/** A data folder, whose PostgreSQL is killed when the test ends, whoever has started it; and where its database lies. */
export function dataFolder(t: Test): { readonly dataDir: string; readonly database: string } {
  const dataDir = join(reachableFolder(t), 'data')
  const database = join(dataDir, 'database')
  // Registered before any process that uses it, and so run after those have ended.
  t.teardown(() => {
    if (existsSync(join(database, 'data', 'postmaster.pid'))) killGroup(database)
  })
  return { dataDir, database }
}

/** Kills a PostgreSQL with all its processes at once, so that nothing of what it still held in memory is written. */
export function killGroup(database: string): void {
  const postmaster = postmasterOf(database)
  for (const pid of [postmaster, ...childrenOf(postmaster)]) killIfThere(pid)
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
