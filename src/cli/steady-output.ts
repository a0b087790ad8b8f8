import { setImmediate } from 'node:timers/promises'
import type { Terminal } from './terminal.ts'

/**
 * Lets work write more than memory holds: each piece waits until there is room for it. Gives the outcome, or `cut` where
 * whoever reads standard output stopped before the end.
 */
export async function inPieces<Outcome>(
  terminal: Terminal,
  work: (write: (piece: string) => Promise<void>) => Promise<Outcome>,
): Promise<Outcome | 'cut'> {
  const { stdout } = process
  const reader = { isGone: false }
  const notice = (): void => {
    reader.isGone = true
  }
  stdout.on('error', notice)
  try {
    const outcome = await work(async (piece) => {
      terminal.out(piece)
      if (stdout.writableNeedDrain) await room()
      if (reader.isGone) throw new ReaderGone()
    })
    // What is still on its way may be refused too.
    await new Promise<void>((resolve) => void stdout.write('', () => resolve()))
    await setImmediate()
    return reader.isGone ? 'cut' : outcome
  } catch (thrown) {
    if (thrown instanceof ReaderGone) return 'cut'
    throw thrown
  } finally {
    stdout.off('error', notice)
  }
}

class ReaderGone extends Error {}

async function room(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const events = ['drain', 'error', 'close'] as const
  const go = (): void => resolve()
  for (const event of events) process.stdout.on(event, go)
  await promise
  for (const event of events) process.stdout.off(event, go)
}
