import type { Test } from 'tap'
import type { Ending } from './spawned-leeway.ts'
import { inProcess } from './split-terminal.ts'

/**
 * Runs a command line in a folder of these files. A word that names one of them is its path, and so is one that starts
 * with `out.`, for what is written there.
 */
export async function inFolder(
  t: Test,
  files: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<Ending> {
  const folder = t.testdir({ ...files })
  return inProcess(
    words.map((word) => (Object.hasOwn(files, word) || word.startsWith('out.') ? `${folder}/${word}` : word)),
  )
}
