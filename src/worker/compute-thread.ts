import { parentPort } from 'node:worker_threads'
import { forgetSweep } from '../app/service/answer-sweep.ts'
import type { PostedJob } from '../app/service/posted-job.ts'
import type { ReadingJob } from '../app/service/reading-job.ts'
import type { ReportJob } from '../app/service/report-job.ts'
import type { SweepJob } from '../app/service/sweep-job.ts'
import { computedBytes } from './computed-bytes.ts'
import { readHere } from './read-here.ts'
import { forgetReport, reportHere } from './report-here.ts'
import { sentReading } from './sent-reading.ts'
import { sweepHere } from './sweep-here.ts'

// The whole of a thread: one job after another, each answered with its result or with what broke.
const port = parentPort
if (port === null) throw new Error('this file is the start of a thread')

type Job = PostedJob | ReadingJob | SweepJob | ReportJob

port.on('message', (job: Job) => void answered(job))
port.postMessage('ready')

async function answered(job: Job): Promise<void> {
  if (!('report' in job)) forgetReport()
  if (!('sweep' in job)) forgetSweep()
  if ('sweep' in job) return port?.postMessage(await sweepHere(job))
  if ('report' in job) return report(job)
  return 'task' in job ? read(job) : answer(job)
}

async function report(job: ReportJob): Promise<void> {
  const reported = await reportHere(job)
  const documents = reported.kind === 'reported' ? reported.documents : []
  port?.postMessage(
    reported,
    documents.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
  )
}

async function answer(job: PostedJob): Promise<void> {
  const computed = await computedBytes(job)
  const { buffer } = computed.kind === 'done' ? computed.bytes : new Uint8Array(0)
  port?.postMessage(computed, buffer instanceof ArrayBuffer ? [buffer] : [])
}

async function read(job: ReadingJob): Promise<void> {
  const sent = sentReading(await readHere(job))
  port?.postMessage(sent, [...sent.ports, ...sent.memory])
}
