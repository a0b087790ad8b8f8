import { createHash } from 'node:crypto'
import { answerPosted } from '../app/service/answer-posted.ts'
import { traceOf } from '../app/service/error-trace.ts'
import type { Computed, PostedJob } from '../app/service/posted-job.ts'

/** Computes a request in this thread, whatever it takes. */
export async function computedBytes(job: PostedJob): Promise<Computed> {
  try {
    const answer = await answerPosted(job)
    if (answer.kind === 'refused') return answer
    const { content } = answer
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const digest = createHash('sha256').update(bytes).digest('hex')
    return { kind: 'done', bytes, digest, inputs: answer.inputs }
  } catch (thrown) {
    return { kind: 'fault', why: 'broken', trace: traceOf(thrown) }
  }
}
