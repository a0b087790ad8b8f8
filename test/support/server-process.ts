import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { root } from './committed-scenarios.ts'
import { QUICKLY } from './database.ts'

export interface ServerProcess {
  /** The folder of the database. */
  readonly folder: string
  readonly milliseconds: number
  /** Kills the process that started PostgreSQL, as a lack of memory would. */
  kill(): Promise<void>
}

/** Starts PostgreSQL as `npm start` does, in a process of its own that can be killed. */
export async function serverProcess(
  t: Test,
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const options = { dataDir: join(folder, 'data'), shelters: [join(folder, 'shelter')], making: QUICKLY }
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(`${root}src/store/embedded/embedded-server.ts`)})
    const server = await startEmbedded({ ...${JSON.stringify(options)}, tell: () => undefined })
    process.stdout.write(server.folder)
    setInterval(() => undefined, 1000)`
  const started = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const words: Buffer[] = []
  child.stderr.on('data', (piece: Buffer) => void words.push(piece))
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (piece: Buffer) => resolve(piece.toString()))
    child.once('close', () => reject(new Error(Buffer.concat(words).toString())))
  })
  return { folder: said, milliseconds: performance.now() - started, kill: () => killed(child) }
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await ended
}

/** Kills the server of that database, and with it what it has started. */
export function killPostgres(folder: string): void {
  process.kill(postmasterOf(folder), 'SIGKILL')
}

/** The number of the server's process. */
export function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}
