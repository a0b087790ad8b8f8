import { Worker } from 'node:worker_threads'
import type { VariantOutcome } from '../../app/run-variant.ts'
import type { SweepShare, TakeVariants } from '../../app/sweep-scenario.ts'
import type { Readings } from '../kept-files.ts'
import { isAllTaken, type SharedRanges } from './shared-ranges.ts'

/** What a thread is started with. */
export interface ThreadTask {
  readonly share: SweepShare
  readonly readings: Readings
  readonly ranges: SharedRanges
}

/** What a thread tells: the outcomes of variants that follow each other as JSON, which is read faster than a clone. */
export interface ThreadTold {
  readonly from: number
  readonly outcomes: string
}

export interface StartedThread {
  /** Settled when the thread has ended and all it told was taken; rejected if it died. */
  readonly ended: Promise<void>
  /** Ends the thread whatever it is at. */
  stop(): Promise<void>
}

/** Starts a thread that takes ranges of variants until there are none left, and hands on what it tells. */
export function startThread(task: ThreadTask, take: TakeVariants, keptText: KeepText): StartedThread {
  const worker = new Worker(new URL('./sweep-thread.ts', import.meta.url), { workerData: task })
  const ended = new Promise<void>((resolve, reject) => {
    let taken: Promise<unknown> = Promise.resolve()
    worker.on('message', ({ from, outcomes }: ThreadTold) => {
      taken = taken.then(async () => take(from, readOutcomes(outcomes, keptText)))
      taken.catch(reject)
    })
    worker.on('error', (cause) => reject(died(cause instanceof Error ? cause.message : String(cause), cause)))
    worker.on('exit', (code) => {
      if (code === 0 && isAllTaken(task.ranges)) taken.then(() => resolve(), reject)
      else reject(died(`it ended with code ${code}`))
    })
  })
  return { ended, stop: async () => void (await worker.terminate()) }
}

/** Gives a text that is equal to one seen before as that one, so that it is not held twice. */
export type KeepText = (text: string) => string

export function textsOnce(): KeepText {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before === undefined) known.set(text, text)
    return before ?? text
  }
}

function readOutcomes(json: string, keptText: KeepText): VariantOutcome[] {
  const outcomes: VariantOutcome[] = JSON.parse(json)
  for (const { result } of outcomes) {
    for (const school of result?.schools ?? []) {
      school.id = keptText(school.id)
      school.name = keptText(school.name)
    }
  }
  return outcomes
}

function died(words: string, cause?: unknown): Error {
  return new Error(`a thread of the sweep died: ${words}; with --threads 1 there is none to die`, { cause })
}
