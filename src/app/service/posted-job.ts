import type { BodyForm, ComputingRoute, Form } from '../../contract/api/route.ts'
import type { ComputingId } from '../../contract/api/routes.ts'
import type { WireProblem } from '../../contract/api/wire-problem.ts'

/** A request to compute, as far as the computing needs it: it can be sent to another thread. */
export interface PostedJob {
  readonly operation: ComputingId
  readonly bytes: Uint8Array
  readonly form: BodyForm
  /** Checked against the route's schema before. */
  readonly query: Readonly<Record<string, unknown>>
  readonly answerForm: Form
  /** As many schools as one request may bring. */
  readonly rowLimit: number
}

/** The body of a request with what the route says of it. */
export interface PostedBody extends Pick<PostedJob, 'bytes' | 'form' | 'rowLimit'> {
  readonly kind: ComputingRoute['bodyKind']
  readonly schema: ComputingRoute['body']
}

/** A result in the form that was asked for, or why there is none. */
export type PostedAnswer =
  | { readonly kind: 'done'; readonly text: string; readonly inputs: readonly string[] }
  | {
      readonly kind: 'refused'
      /** `request`: the body is not what the contract describes. `input`: it is, and does not come to a result. */
      readonly why: 'request' | 'input' | 'too-large'
      readonly problems: readonly WireProblem[]
      readonly more: number
    }

/** A computed result as it is sent. */
export interface ComputedBytes {
  readonly kind: 'done'
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string
  readonly inputs: readonly string[]
}

/** What ends a computation from outside: its time or memory is up, nobody had time for it, or it broke. */
export interface ComputingFault {
  readonly kind: 'fault'
  readonly why: 'time' | 'memory' | 'busy' | 'broken'
  /** Of what broke: the name of the error and where it was thrown. No message, which may hold what was posted. */
  readonly trace?: string
}

export type Computed = ComputedBytes | Extract<PostedAnswer, { kind: 'refused' }> | ComputingFault

/** Whoever computes: this thread, or others under a limit of time and memory. */
export interface Computing {
  /** `signal` says that nobody waits for the answer any more. */
  answer(job: PostedJob, signal: AbortSignal): Promise<Computed>
  readonly load: { readonly waiting: number; readonly running: number; readonly replaced: number }
  readonly isReady: boolean
}
