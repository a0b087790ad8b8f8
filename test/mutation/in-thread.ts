import { Worker } from 'node:worker_threads'
import type { TrialReport, TrialTask } from './trial.ts'

interface TrialWish extends Omit<TrialTask, 'atWork'> {
  /** How long one mutant is waited for: longer than it may take, because the machine may be busy. */
  readonly patienceSeconds: number
  /** Several times what all good files and their mutants take together, unless stated. */
  readonly megabytes?: number
}

const NONE = -1

const MOST_MEGABYTES = 1024

/** Tries mutants in a thread, and ends it where one of them never comes back or takes the thread with it. */
export async function tryInThread({
  patienceSeconds,
  megabytes = MOST_MEGABYTES,
  ...task
}: TrialWish): Promise<TrialReport> {
  const atWork = new Int32Array(new SharedArrayBuffer(4)).fill(NONE)
  const worker = new Worker(new URL('./trial-thread.ts', import.meta.url), {
    workerData: { ...task, atWork },
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  })
  const given = (what: string): TrialReport => {
    const number = Atomics.load(atWork, 0)
    const tried = number === NONE ? 0 : number - task.from
    return { tried, met: new Map(), faults: [`SEED=${task.seed} MUTANT=${number}: ${what}`] }
  }
  let waiting: NodeJS.Timeout | undefined
  try {
    return await new Promise<TrialReport>((resolve) => {
      let last = NONE
      let since = performance.now()
      waiting = setInterval(() => {
        const number = Atomics.load(atWork, 0)
        if (number !== last || number === NONE) [last, since] = [number, performance.now()]
        else if (performance.now() - since > patienceSeconds * 1000) resolve(given('it never came back'))
      }, 100)
      worker.on('message', resolve)
      worker.on('error', (thrown) =>
        resolve(given(`it ended the thread: ${thrown instanceof Error ? thrown.stack : String(thrown)}`)),
      )
      worker.on('exit', () => resolve(given('the thread ended without a word')))
    })
  } finally {
    clearInterval(waiting)
    await worker.terminate()
  }
}
