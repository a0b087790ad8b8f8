import { answerPosted } from '../app/service/answer-posted.ts'
import { traceOf } from '../app/service/error-trace.ts'
import type { Computed, PostedJob } from '../app/service/posted-job.ts'
import { utf8Of } from './utf8-of.ts'

/** Computes a request in this thread, whatever it takes. */
export async function computedBytes(job: PostedJob): Promise<Computed> {
  try {
    const answer = await answerPosted(job)
    if (answer.kind === 'refused') return answer
    const { content } = answer
    const bytes = content instanceof Uint8Array ? content : utf8Of(content)
    return { kind: 'done', bytes, inputs: answer.inputs }
  } catch (thrown) {
    return { kind: 'fault', why: 'broken', trace: traceOf(thrown) }
  }
}
