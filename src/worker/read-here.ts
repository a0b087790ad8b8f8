import { answerReading } from '../app/service/answer-reading.ts'
import { traceOf } from '../app/service/error-trace.ts'
import type { Reading, ReadingJob } from '../app/service/reading-job.ts'

/** Reads what was posted for keeping in this thread, whatever it takes. */
export async function readHere<Job extends ReadingJob>(job: Job): Promise<Reading<Job>> {
  try {
    // A job is answered by what its task reads.
    return (await answerReading(job)) as Reading<Job>
  } catch (thrown) {
    return { kind: 'fault', why: 'broken', trace: traceOf(thrown) }
  }
}
