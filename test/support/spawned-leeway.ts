import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../src/cli/leeway.mjs', import.meta.url))

/** How the program ended, and all that it wrote. */
export interface Ending {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Surroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** A module that is run first, as a `data:` address. */
  readonly first?: string
  /** Stops reading standard output after its first piece, as `head` does. */
  readonly stopsReading?: boolean
  /** Presses Ctrl-C when the first piece comes on standard error. */
  readonly isInterrupted?: boolean
  /** An open file in place of the pipe that standard output is. */
  readonly out?: number
}

/** Starts the real program in a process of its own, as a shell would. */
export function leeway(args: readonly string[], surroundings: Surroundings = {}): Promise<Ending> {
  return spawnedAt(PROGRAM, args, surroundings)
}

/** The same with a program that lies elsewhere. */
export function spawnedAt(
  program: string,
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ending> {
  const {
    cwd,
    env = {},
    first,
    stopsReading = false,
    isInterrupted = false,
    out: target = 'pipe',
  } = surroundings
  const before = first === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`]
  // The surroundings of the test runner would change what is tested.
  const { NODE_OPTIONS: _, NO_COLOR: __, TERM: ___, ...rest } = process.env
  const child = spawn(process.execPath, [...before, program, ...args], {
    cwd,
    env: { ...rest, ...env },
    stdio: ['ignore', target, 'pipe'],
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (piece: Buffer) => {
    out.push(piece)
    if (stopsReading) child.stdout?.destroy()
  })
  child.stderr?.on('data', (piece: Buffer) => void err.push(piece))
  if (isInterrupted) child.stderr?.once('data', () => void child.kill('SIGINT'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() })
    })
  })
}

/** What the program does first, to believe that it writes to a screen of that width. */
export function screenOf(columns: number): string {
  return `process.stdout.isTTY = true; process.stdout.columns = ${columns}`
}
