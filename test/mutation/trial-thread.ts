import { parentPort, workerData } from 'node:worker_threads'
import { readLibrary } from './file-sets.ts'
import { type TrialTask, tryMutants } from './trial.ts'

// In a thread of its own a mutant may run for ever, eat all memory or spoil every object: whoever waits notices.
const task: TrialTask = workerData
parentPort?.postMessage(await tryMutants(task, await readLibrary()))
