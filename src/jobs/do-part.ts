import type { Refusal } from '../app/service/stored-request.ts'
import { NOT_FOUND } from '../office/answers.ts'
import { keptProblem } from '../office/job-answers.ts'
import { systemOf } from '../store/districts.ts'
import { beginPart, failJob } from '../store/job-parts.ts'
import { scenarioOfPart } from '../store/jobs.ts'
import type { QueuedPart } from '../store/queue/part-queue.ts'
import { withDistrict } from '../store/with-district.ts'
import { doBatchPart, writeRefusal } from './batch-part.ts'
import { doBoardPart } from './board-part.ts'
import { doImportPart, publishImport } from './import-part.ts'
import { doSweepPart, putSweepTogether } from './sweep-part.ts'
import type { BegunPart, PartOutcome, WorkTools } from './work.ts'

/**
 * Does one part of a job and writes what it comes to. Whatever is no fault of the job itself is thrown: the part is
 * then tried again, here or elsewhere.
 */
export async function doPart(
  tools: WorkTools,
  { part, tries }: { readonly part: QueuedPart; readonly tries: number },
  signal: AbortSignal,
): Promise<PartOutcome> {
  const begun = await begin(tools, part)
  if (begun === undefined) return 'void'
  const outcome = await work(tools, { ...begun, part, signal })
  if (typeof outcome === 'string') return outcome
  // A machine that slept meanwhile, or a process that was held, has not taken too long: that is seen by who tries again.
  if (outcome.type === 'too-heavy' && tries === 0) throw new Error('it took too long, or too much, for once')
  if (begun.job.kind === 'batch') return writeRefusal(tools, { ...begun, part, signal }, outcome)
  const isNoted = await withDistrict(tools.pool, begun.program, async (trx) =>
    failJob(trx, part, keptProblem(outcome)),
  )
  return isNoted ? 'failed' : 'late'
}

async function work(tools: WorkTools, begun: BegunPart): Promise<PartOutcome | Refusal> {
  const { job, part, program } = begun
  const isWhole = part.chunk === job.chunks
  if (job.kind === 'import') return isWhole ? publishImport(tools, begun) : doImportPart(tools, begun)
  if (job.kind === 'boards') return doBoardPart(tools, begun)
  const scenario = await withDistrict(tools.pool, program, async (trx) =>
    scenarioOfPart(trx, job, part.chunk),
  )
  if (scenario === undefined) return NOT_FOUND
  const ofScenario = { ...begun, scenario }
  if (job.kind === 'batch') return doBatchPart(tools, ofScenario)
  return isWhole ? putSweepTogether(tools, ofScenario) : doSweepPart(tools, ofScenario)
}

async function begin(
  { pool }: WorkTools,
  part: QueuedPart,
): Promise<Pick<BegunPart, 'job' | 'program'> | undefined> {
  const anybody = systemOf(part.district)
  const job = await withDistrict(pool, anybody, async (trx) => beginPart(trx, part))
  return job && { job, program: { ...anybody, role: 'system', personId: job.createdBy } }
}
