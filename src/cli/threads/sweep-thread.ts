// Runs in a thread of its own: takes ranges of variants until there are none left, and tells what they came to.
import { parentPort, workerData } from 'node:worker_threads'
import type { VariantOutcome } from '../../app/run-variant.ts'
import { joinSweep } from '../../app/sweep-scenario.ts'
import { filesReadBefore } from '../kept-files.ts'
import { takeRange } from './shared-ranges.ts'
import type { ThreadTask, ThreadTold } from './started-thread.ts'

const { share, readings, ranges }: ThreadTask = workerData
if (parentPort === null) throw new Error('this is no program of its own')
// The columns of the last variant are kept with the loaded scenario, so it is loaded once for all ranges.
const run = await joinSweep(share, filesReadBefore(readings))
for (let range = takeRange(ranges); range !== undefined; range = takeRange(ranges)) {
  const outcomes: VariantOutcome[] = []
  for (let variant = range.from; variant < range.to; variant += 1) outcomes.push(run(variant))
  const told: ThreadTold = { from: range.from, outcomes: JSON.stringify(outcomes) }
  parentPort.postMessage(told)
}
