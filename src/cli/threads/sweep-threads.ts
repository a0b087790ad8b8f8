import type { RestOfSweep, RunVariants, TakeVariants } from '../../app/sweep-scenario.ts'
import type { KeptFiles } from '../kept-files.ts'
import { type SharedRanges, sharedRanges, takeRange } from './shared-ranges.ts'
import { type StartedThread, startThread, textsOnce } from './started-thread.ts'
import { thisMachine, threadsThatPay } from './thread-count.ts'

/** Before this much time has been spent on variants, in milliseconds, nothing can be said about the others. */
const TRIAL = 250

/**
 * Runs variants in this thread and in others beside it, `asked` in all; where nobody has asked, in as many as pay.
 * Each thread loads the scenario once, from the files as this one has read them.
 */
export function sweepThreads(asked: number | undefined, files: KeptFiles): RunVariants {
  return async (rest, take) => {
    const crew = createCrew(rest, { take, files })
    const begun = performance.now()
    try {
      if (asked !== undefined) await crew.growTo(Math.min(asked, rest.to - rest.from))
      for (let range = takeRange(crew.ranges); range !== undefined; range = takeRange(crew.ranges)) {
        for (let variant = range.from; variant < range.to; variant += 1) {
          if (crew.isOver()) return await crew.allEnded()
          await crew.take(variant, [rest.run(variant)])
          if (asked !== undefined || crew.size() > 1) continue
          const spent = performance.now() - begun
          const pace = { started: begun, spent, done: variant + 1 - rest.from, left: rest.to - variant - 1 }
          if (spent >= TRIAL) await crew.growTo(threadsThatPay(pace, thisMachine))
        }
      }
      await crew.allEnded()
    } finally {
      await crew.stop()
    }
  }
}

/** The threads of one sweep, this one counted. */
interface Crew {
  readonly ranges: SharedRanges
  readonly take: TakeVariants
  size(): number
  growTo(size: number): Promise<void>
  /** Whether no more is wanted, or a thread has died. */
  isOver(): boolean
  /** Waits until no more is wanted or all others have ended; throws what a thread has died of. */
  allEnded(): Promise<void>
  stop(): Promise<void>
}

function createCrew(
  rest: RestOfSweep,
  { take, files }: { readonly take: TakeVariants; readonly files: KeptFiles },
): Crew {
  const ranges = sharedRanges(rest)
  const others: StartedThread[] = []
  const keptText = textsOnce()
  const over = Promise.withResolvers<void>()
  let isOver = false
  const end = (): void => {
    isOver = true
  }
  over.promise.then(end, end)
  const takeWhileWanted: TakeVariants = async (from, outcomes) => {
    const isWanted = await take(from, outcomes)
    if (!isWanted) over.resolve()
    return isWanted
  }
  return {
    ranges,
    take: takeWhileWanted,
    size: () => 1 + others.length,
    async growTo(size) {
      if (size <= 1 + others.length) return
      const task = { share: rest.share, readings: await files.readings(), ranges }
      while (others.length + 1 < size) {
        const thread = startThread(task, takeWhileWanted, keptText)
        thread.ended.catch(over.reject)
        others.push(thread)
      }
    },
    isOver: () => isOver,
    async allEnded() {
      Promise.all(others.map(({ ended }) => ended)).then(() => over.resolve(), over.reject)
      await over.promise
    },
    stop: async () => void (await Promise.all(others.map(async (thread) => thread.stop()))),
  }
}
