import { availableParallelism } from 'node:os'
import { type CommandLine, UsageFault } from '../command-line.ts'

/** Nobody has asked for more threads than this, and each holds the scenario and its data. */
const MOST_UNASKED = 8

const MOST_ASKED = 64

/**
 * A thread is started for work that takes this many times as long as starting it does. What a thread begins with, it
 * loads and warms up for itself, which takes as long as this program took to come to the first variants. On the
 * demonstration a second thread costs 1 s of processor time, where the program takes 0.6 s to start: with 2.4 s of
 * work ahead, which is the least for two threads, the wait is a quarter shorter.
 */
const WORK_PER_START = 2

/** How far a sweep in one thread has come, in milliseconds. */
export interface SweepPace {
  /** From the start of the program to the first of the variants that are counted here. */
  readonly started: number
  /** Spent on the variants that are done. */
  readonly spent: number
  readonly done: number
  readonly left: number
}

/** What a machine has. */
export interface Machine {
  readonly cores: number
  /** How many more threads of this size its memory holds. */
  readonly spare: number
}

/** The threads of `--threads`; `undefined` leaves it to the sweep. */
export function threadsAsked(line: CommandLine): number | undefined {
  const text = line.text('threads')
  if (text === undefined) return undefined
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > MOST_ASKED)
    throw new UsageFault(`--threads is a whole number from 1 to ${MOST_ASKED}, not ${text}`)
  return count
}

/** How many threads pay for what is left of a sweep, as far as the machine has them. */
export function threadsThatPay({ started, spent, done, left }: SweepPace, machine: () => Machine): number {
  const ahead = (spent / Math.max(1, done)) * left
  const paid = Math.floor(ahead / (WORK_PER_START * started))
  if (paid < 2) return 1
  const { cores, spare } = machine()
  return Math.max(1, Math.min(paid, cores, 1 + spare, MOST_UNASKED))
}

export function thisMachine(): Machine {
  const spare = Math.floor(process.availableMemory() / process.memoryUsage.rss())
  return { cores: availableParallelism(), spare }
}
