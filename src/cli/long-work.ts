import { refuseOverwrite } from './delivery.ts'
import type { DiskFiles } from './disk-files.ts'
import { interruption } from './interruption.ts'
import { progressBar } from './progress-bar.ts'

/** Told after each step of long work, and answers whether to go on. */
export type Step = (done: number, of: number) => Promise<boolean>

/** Does long work under a progress bar, until it is done or Ctrl-C is pressed; `word` is what its steps are called. */
export async function inSteps<Outcome>(
  word: string,
  { out, files }: { readonly out: string | undefined; readonly files: DiskFiles },
  work: (step: Step) => Promise<Outcome>,
): Promise<Outcome> {
  const bar = progressBar(word)
  const interrupted = interruption()
  try {
    return await work(async (done, of) => {
      // All files have been read by now, and nobody should wait for what cannot be written.
      if (done === 1) await refuseOverwrite(out, files)
      bar.update(done, of)
      return interrupted.mayGoOn()
    })
  } finally {
    bar.clear()
    interrupted.release()
  }
}
