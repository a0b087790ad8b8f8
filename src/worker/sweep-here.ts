import { answerSweep } from '../app/service/answer-sweep.ts'
import { traceOf } from '../app/service/error-trace.ts'
import type { SweepJob, Swept } from '../app/service/sweep-job.ts'

/** Does a part of the work of a sweep in this thread, whatever it takes. */
export async function sweepHere<Job extends SweepJob>(job: Job): Promise<Swept<Job>> {
  try {
    // A job is answered by what it asks for.
    return (await answerSweep(job)) as Swept<Job>
  } catch (thrown) {
    return { kind: 'fault', why: 'broken', trace: traceOf(thrown) }
  }
}
