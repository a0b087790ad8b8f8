import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { traceOf } from '../app/service/error-trace.ts'
import { keptProblem } from '../office/job-answers.ts'
import { systemOf } from '../store/districts.ts'
import { failJob } from '../store/job-parts.ts'
import type { TakenPart } from '../store/queue/part-queue.ts'
import { StoreFault } from '../store/store-fault.ts'
import { withDistrict } from '../store/with-district.ts'
import { doPart } from './do-part.ts'
import type { WorkTools } from './work.ts'

/** One line of the log. */
export type WorkerLog = (entry: Readonly<Record<string, string | number | boolean>>) => void

export interface WorkerPlan extends WorkTools {
  /** Parts that are done at a time. */
  readonly places: number
  readonly log: WorkerLog
}

export interface Worker {
  /**
   * Takes nothing more, and ends when what was begun is done; what is not done after so many milliseconds is given back.
   * Tells how much.
   */
  stop(milliseconds: number): Promise<{ readonly givenBack: number }>
}

const LOOK_EVERY_MILLISECONDS = 250
/** Several times within what the queue takes for death. */
const ALIVE_EVERY_MILLISECONDS = 3_000
const AFTER_FAULT_MILLISECONDS = 1_000
const LAST_TAKE_MILLISECONDS = 2_000

/** Does parts of jobs, so many at a time, until it is stopped. */
export function startWorker(plan: WorkerPlan): Worker {
  const stopping = new AbortController()
  const cut = new AbortController()
  const busy = new Set<Promise<void>>()
  const taken = new Set<TakenPart>()
  const state = { stopping: stopping.signal, cut: cut.signal, busy, taken }
  const ended = Promise.all([takeParts(plan, state), settleGivenUp(plan, state)])
  return {
    async stop(milliseconds) {
      stopping.abort()
      const timeIsUp = pause(milliseconds, 'up' as const, { ref: false })
      await Promise.race([ended.then(async () => Promise.all(busy)), timeIsUp])
      cut.abort()
      // A part may be on its way here in this moment.
      await Promise.race([ended, pause(LAST_TAKE_MILLISECONDS, undefined, { ref: false })])
      const left = [...taken]
      await Promise.all(left.map(async (each) => each.giveBack().catch(() => undefined)))
      return { givenBack: left.length }
    },
  }
}

interface WorkerState {
  readonly stopping: AbortSignal
  /** What is still being done is done in vain. */
  readonly cut: AbortSignal
  readonly busy: Set<Promise<void>>
  readonly taken: Set<TakenPart>
}

async function takeParts(plan: WorkerPlan, state: WorkerState): Promise<void> {
  const { stopping, cut, busy } = state
  const isCut = once(cut, 'abort')
  while (!stopping.aborted) {
    if (busy.size >= plan.places) {
      await Promise.race([...busy, isCut])
      continue
    }
    const taken = await orFault(plan, async () => plan.queue.take())
    if (taken.kind === 'fault') await idle(AFTER_FAULT_MILLISECONDS, stopping)
    else if (taken.value === undefined) await idle(LOOK_EVERY_MILLISECONDS, stopping)
    else if (cut.aborted) state.taken.add(taken.value)
    else {
      const doing: Promise<void> = doTaken(plan, taken.value, state).finally(() => busy.delete(doing))
      busy.add(doing)
    }
  }
}

async function doTaken(plan: WorkerPlan, taken: TakenPart, state: WorkerState): Promise<void> {
  const { log } = plan
  const { job, chunk } = taken.part
  const begun = performance.now()
  state.taken.add(taken)
  const alive = setInterval(() => void taken.alive().catch(() => undefined), ALIVE_EVERY_MILLISECONDS)
  const outcome = await orFault(plan, async () => doPart(plan, taken, state.cut))
  clearInterval(alive)
  // What was given back is somebody else's.
  if (state.cut.aborted) return
  state.taken.delete(taken)
  const milliseconds = Math.round(performance.now() - begun)
  const came = outcome.kind === 'fault' ? 'given back' : outcome.value
  log({ event: 'part', job, chunk, tries: taken.tries + 1, outcome: came, milliseconds })
  await orFault(plan, async () => (outcome.kind === 'fault' ? taken.giveBack() : taken.done()))
}

/** Parts that ended several processes, or that no database would take, end their job: it would wait for ever. */
async function settleGivenUp(plan: WorkerPlan, { stopping }: WorkerState): Promise<void> {
  while (!stopping.aborted) {
    const settled = await orFault(plan, async () => {
      const taken = await plan.queue.takeGivenUp()
      if (taken === undefined) return false
      const { part } = taken
      await withDistrict(plan.pool, systemOf(part.district), async (trx) => failJob(trx, part, GIVEN_UP))
      await taken.done()
      plan.log({ event: 'given up', job: part.job, chunk: part.chunk })
      return true
    })
    const isMore = settled.kind === 'done' && settled.value
    if (!isMore) await idle(AFTER_FAULT_MILLISECONDS, stopping)
  }
}

const GIVEN_UP = keptProblem({
  kind: 'refused',
  type: 'ours',
  detail:
    'One of its parts was tried several times and came to no end. Resume it; if it fails again, report it.',
})

type OrFault<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'fault' }

/** Whatever goes wrong is noted, without a value that somebody wrote, and the worker goes on. */
async function orFault<Value>({ log }: WorkerPlan, work: () => Promise<Value>): Promise<OrFault<Value>> {
  try {
    return { kind: 'done', value: await work() }
  } catch (thrown) {
    const why = thrown instanceof StoreFault ? thrown.kind : traceOf(thrown)
    log({ event: 'fault', trace: why })
    return { kind: 'fault' }
  }
}

async function idle(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined)
}
