import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Terminal } from './terminal.ts'
import { writeFaultWords } from './write-faults.ts'

/**
 * Writes beside the target and renames, so that nobody ever reads half a file. What prevents it is said in words; where
 * pieces are written as they come, what stops them is thrown on.
 */
export async function writeWhole(
  path: string,
  text: string | Uint8Array | AsyncIterable<string | Uint8Array>,
  terminal: Terminal,
): Promise<boolean> {
  const { target, mode, isPlace } = await placeOf(path)
  const draft = `${target}.${process.pid}.part`
  try {
    // A device or a pipe is written to; renaming would put a file in its place.
    if (!isPlace) await writeFile(target, text)
    else {
      await writeFile(draft, text, { mode })
      await rename(draft, target)
    }
    return true
  } catch (thrown) {
    // A draft that cannot be removed was mostly never written; the words that follow are about the target.
    if (isPlace) await rm(draft, { force: true }).catch(() => undefined)
    if (typeof text !== 'string' && !isOfTheDisk(thrown)) throw thrown
    terminal.err(`${path} cannot be written: ${writeFaultWords(thrown)}\n`)
    return false
  }
}

function isOfTheDisk(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown
}

interface Target {
  /** The path with its links followed, so that a link stays one. */
  readonly target: string
  readonly mode: number | undefined
  readonly isPlace: boolean
}

async function placeOf(path: string): Promise<Target> {
  try {
    const target = await realpath(path)
    const found = await stat(target)
    return { target, mode: found.mode, isPlace: found.isFile() || found.isDirectory() }
  } catch {
    // Not there yet; if something else is amiss, writing will say what.
    return { target: path, mode: undefined, isPlace: true }
  }
}
