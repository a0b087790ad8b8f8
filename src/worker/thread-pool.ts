import { MessagePort, Worker } from 'node:worker_threads'
import type { Computed, Computing, PostedJob } from '../app/service/posted-job.ts'
import type { Reading, ReadingJob } from '../app/service/reading-job.ts'
import type { Reported, ReportJob } from '../app/service/report-job.ts'
import type { SweepJob, Swept } from '../app/service/sweep-job.ts'
import { receivedReading, type SentReading } from './sent-reading.ts'

export interface ThreadLimits {
  readonly threads: number
  /** Of computing or reading one request. */
  readonly milliseconds: number
  /** That a request waits for a thread. */
  readonly waitMilliseconds: number
  readonly heapMb: number
}

export interface ThreadPool extends Computing {
  /** Ends the threads; what they compute comes to nothing. */
  close(): Promise<void>
}

const ENTRY = new URL('./compute-thread.ts', import.meta.url)
/** After a thread that did not come up, so that one which never will does not take the machine. */
const PAUSE_MILLISECONDS = 1000

const LARGE_BYTES = 64 * 1024

/**
 * Of a thread's memory, what is kept for the newest. Left to the engine it is 192 MB, which a thread fills before it looks
 * what it still needs; with less than this it looks so often that it has less time for its work.
 */
const YOUNG_MB = 32

/**
 * Computes in threads, so that the one which answers requests is free, and a document that takes for ever or all
 * memory ends its thread and nothing else. A job's bytes are the pool's from then on.
 */
export function threadPool(limits: ThreadLimits, entry: URL = ENTRY): ThreadPool {
  const waiting: Task[] = []
  const slots: Slot[] = []
  const state = { isClosed: false, replaced: 0 }
  const dispatch = (): void => {
    for (const slot of slots) {
      if (!slot.isReady || slot.isEnding || slot.task !== undefined) continue
      const task = waiting.shift()
      if (task === undefined) return
      give(slot, task, limits.milliseconds)
    }
  }
  const start = (): void => {
    const slot = startThread(entry, limits.heapMb, { dispatch, replace })
    slots.push(slot)
  }
  const replace = (slot: Slot): void => {
    slots.splice(slots.indexOf(slot), 1)
    if (state.isClosed) return
    state.replaced += 1
    if (slot.isReady) start()
    else setTimeout(() => state.isClosed || start(), PAUSE_MILLISECONDS).unref()
  }
  for (let i = 0; i < limits.threads; i += 1) start()
  const ask = async (job: Job, signal: AbortSignal): Promise<Answer> =>
    queued(job, { signal, waiting, dispatch, milliseconds: limits.waitMilliseconds })
  return {
    answer: async (job, signal) => computedIn(await ask(job, signal)),
    read: async <Asked extends ReadingJob>(job: Asked, signal: AbortSignal) =>
      // A thread reads what the job asks for.
      (await readIn(await ask(job, signal))) as Reading<Asked>,
    sweep: async <Asked extends SweepJob>(job: Asked, signal: AbortSignal) =>
      // A thread does the part that the job asks for.
      sweptIn(await ask(job, signal)) as Swept<Asked>,
    report: async (job, signal) => reportedIn(await ask(job, signal)),
    get load() {
      const running = slots.filter(({ task }) => task !== undefined).length
      return { waiting: waiting.length, running, replaced: state.replaced }
    },
    get isReady() {
      return !state.isClosed && slots.some((slot) => slot.isReady && !slot.isEnding)
    },
    async close() {
      state.isClosed = true
      for (const task of waiting.splice(0)) task.finish({ kind: 'fault', why: 'busy' })
      await Promise.all(slots.map(async ({ worker }) => worker.terminate()))
    },
  }
}

type Job = PostedJob | ReadingJob | SweepJob | ReportJob
type Answer = Computed | SentReading | Swept | Reported

function computedIn(answer: Answer): Computed {
  if ('reading' in answer || answer.kind === 'swept' || answer.kind === 'reported')
    throw new Error(OTHER_WORK)
  return answer
}

async function readIn(answer: Answer): Promise<Reading> {
  if ('reading' in answer) return receivedReading(answer)
  if (answer.kind === 'fault') return answer
  throw new Error(OTHER_WORK)
}

function sweptIn(answer: Answer): Swept {
  if ('reading' in answer || answer.kind === 'done' || answer.kind === 'reported') throw new Error(OTHER_WORK)
  return answer
}

function reportedIn(answer: Answer): Reported {
  if ('reading' in answer || answer.kind === 'done' || answer.kind === 'swept') throw new Error(OTHER_WORK)
  return answer
}

const OTHER_WORK = 'a thread has done something else than what it was to do'

interface Task {
  readonly job: Job
  /** Answers, once. */
  finish(answer: Answer): void
  timer: NodeJS.Timeout | undefined
}

interface Slot {
  readonly worker: Worker
  isReady: boolean
  /** It has failed, and is given nothing more until another takes its place. */
  isEnding: boolean
  task: Task | undefined
}

interface Queue {
  readonly signal: AbortSignal
  readonly waiting: Task[]
  readonly dispatch: () => void
  readonly milliseconds: number
}

/** Waits for a thread, so long and as long as somebody waits for the answer. */
async function queued(job: Job, { signal, waiting, dispatch, milliseconds }: Queue): Promise<Answer> {
  return new Promise((resolve) => {
    const task = asTask(job, resolve)
    const leave = (): void => {
      const index = waiting.indexOf(task)
      if (index < 0) return
      waiting.splice(index, 1)
      task.finish({ kind: 'fault', why: 'busy' })
    }
    task.timer = setTimeout(leave, milliseconds)
    signal.addEventListener('abort', leave, { once: true })
    waiting.push(task)
    dispatch()
  })
}

function asTask(job: Job, resolve: (answer: Answer) => void): Task {
  const task: Task = {
    job,
    timer: undefined,
    finish(answer) {
      clearTimeout(task.timer)
      resolve(answer)
    },
  }
  return task
}

function give(slot: Slot, task: Task, milliseconds: number): void {
  clearTimeout(task.timer)
  slot.task = task
  task.timer = setTimeout(() => {
    task.finish({ kind: 'fault', why: 'time' })
    // Code that runs does not hear of it: the thread goes, and another one comes.
    void slot.worker.terminate()
  }, milliseconds)
  const { bytes } = task.job
  const { buffer } = bytes
  // A large body has memory of its own, which is handed over; a small one may lie among others in Node's pool.
  const isOwn = bytes.byteLength >= LARGE_BYTES && buffer.byteLength === bytes.byteLength
  const ports = 'sendTo' in task.job && task.job.sendTo instanceof MessagePort ? [task.job.sendTo] : []
  slot.worker.postMessage(task.job, isOwn && buffer instanceof ArrayBuffer ? [buffer, ...ports] : ports)
}

function startThread(
  entry: URL,
  heapMb: number,
  { dispatch, replace }: { readonly dispatch: () => void; readonly replace: (slot: Slot) => void },
): Slot {
  const worker = new Worker(entry, {
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    // No secret of the process is anything to a thread, nor is what the process was told to load.
    env: {},
    execArgv: [],
  })
  const slot: Slot = { worker, isReady: false, isEnding: false, task: undefined }
  const finish = (answer: Answer): void => {
    slot.task?.finish(answer)
    slot.task = undefined
  }
  worker.on('message', (message: 'ready' | Answer) => {
    if (message === 'ready') slot.isReady = true
    else finish(message)
    dispatch()
  })
  worker.on('error', (thrown) => {
    slot.isEnding = true
    const isFull = 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
    finish({ kind: 'fault', why: isFull ? 'memory' : 'broken', trace: thrown.name })
  })
  worker.on('exit', () => {
    finish({ kind: 'fault', why: 'broken', trace: 'the thread ended' })
    replace(slot)
  })
  return slot
}
