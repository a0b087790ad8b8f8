import type { Computed, ComputingFault, PostedAnswer } from './posted-job.ts'
import type { Refusal } from './stored-request.ts'

type NotDone = Extract<PostedAnswer, { kind: 'refused' }> | ComputingFault

const REFUSED = {
  request: ['request', 'The body is not one that this route takes. Mend every error, and send it again.'],
  input: ['input', 'Mend every error, and send it again.'],
  'too-large': ['too-large', 'Send fewer schools at a time.'],
} as const

/** Why something that was to be computed came to no result; nothing where the fault is ours. */
export function computedRefusal(
  computed: Exclude<Computed, { kind: 'done' }> | NotDone,
): Refusal | undefined {
  if (computed.kind === 'refused') {
    const { why, problems, more } = computed
    const [type, detail] = REFUSED[why]
    return { kind: 'refused', type, detail, problems, more }
  }
  const tooHeavy = (detail: string): Refusal => ({ kind: 'refused', type: 'too-heavy', detail })
  const { why } = computed
  switch (why) {
    case 'time':
      return tooHeavy(
        'It had not come to a result in the time that one request may take. Send less at a time.',
      )
    case 'memory':
      return tooHeavy('It takes more memory than one request may. Send less at a time.')
    case 'busy':
      return {
        kind: 'refused',
        type: 'busy',
        detail: 'No thread was free. Send it again.',
        retryAfterSeconds: 1,
      }
    case 'broken':
      return undefined
    default:
      return why satisfies never
  }
}
