import { computedRefusal } from '../app/service/computed-refusal.ts'
import type { ComputedBytes, PostedJob } from '../app/service/posted-job.ts'
import type { ReadDone, Reading, ReadingJob } from '../app/service/reading-job.ts'
import type { ReportDone, ReportJob } from '../app/service/report-job.ts'
import type { Refusal } from '../app/service/stored-request.ts'
import { mayRest, type Trx } from '../store/with-district.ts'
import type { Tools } from './handler.ts'

/** Longer than a request waits for a thread and computes in it. */
const REST_MILLISECONDS = 1_260_000

/** Has something computed in another thread while the transaction waits. */
export async function computed(
  trx: Trx,
  { computing, signal, rowLimit }: Tools,
  job: Omit<PostedJob, 'form' | 'rowLimit'>,
): Promise<ComputedBytes | Refusal> {
  await mayRest(trx, REST_MILLISECONDS)
  const outcome = await computing.answer({ ...job, form: 'json', rowLimit }, signal)
  return outcome.kind === 'done' ? outcome : orThrow(computedRefusal(outcome), outcome)
}

/** Has what was posted read in another thread while the transaction waits. */
export async function readPosted<Job extends ReadingJob>(
  trx: Trx,
  { computing, signal }: Tools,
  job: Job,
): Promise<Extract<Reading<Job>, ReadDone<unknown>> | Refusal> {
  await mayRest(trx, REST_MILLISECONDS)
  const outcome: Reading<Job> = await computing.read(job, signal)
  if (outcome.kind === 'read') return outcome as Extract<Reading<Job>, ReadDone<unknown>>
  return orThrow(computedRefusal(outcome), outcome)
}

/** Has something made of a run in another thread while the transaction waits. */
export async function reported(
  trx: Trx,
  { computing, signal }: Tools,
  job: ReportJob,
): Promise<ReportDone | Refusal> {
  await mayRest(trx, REST_MILLISECONDS)
  const outcome = await computing.report(job, signal)
  return outcome.kind === 'reported' ? outcome : orThrow(computedRefusal(outcome), outcome)
}

function orThrow(
  refusal: Refusal | undefined,
  outcome: { readonly kind: string; readonly trace?: string },
): Refusal {
  if (refusal === undefined) throw new Error(`a thread broke: ${outcome.trace ?? 'no trace'}`)
  return refusal
}
