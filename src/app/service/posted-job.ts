import type { BodyForm, ComputingRoute, Form } from '../../contract/api/route.ts'
import type { ComputingId } from '../../contract/api/routes.ts'
import type { Fault, Refused } from './no-result.ts'
import type { Reading, ReadingJob } from './reading-job.ts'
import type { Reported, ReportJob } from './report-job.ts'
import type { SweepJob, Swept } from './sweep-job.ts'

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
  /** What a workbook is of: one school alone, and how it is asked for again. */
  readonly workbook?: { readonly school?: string | undefined; readonly command: string }
}

/** The body of a request with what the route says of it. */
export interface PostedBody extends Pick<PostedJob, 'bytes' | 'form' | 'rowLimit'> {
  readonly kind: ComputingRoute['bodyKind']
  readonly schema: ComputingRoute['body']
}

/** A result in the form that was asked for, a text as its pieces, or why there is none. */
export type PostedAnswer =
  | {
      readonly kind: 'done'
      readonly content: readonly string[] | Uint8Array
      readonly inputs: readonly string[]
    }
  | Refused

/** A computed result as it is sent. */
export interface ComputedBytes {
  readonly kind: 'done'
  readonly bytes: Uint8Array
  readonly inputs: readonly string[]
}

export type ComputingFault = Fault

export type Computed = ComputedBytes | Refused | Fault

/** Whoever computes: this thread, or others under a limit of time and memory. */
export interface Computing {
  /** `signal` says that nobody waits for the answer any more. */
  answer(job: PostedJob, signal: AbortSignal): Promise<Computed>
  /** Reads what was posted for keeping. */
  read<Job extends ReadingJob>(job: Job, signal: AbortSignal): Promise<Reading<Job>>
  /** Does a part of the work of a sweep. */
  sweep<Job extends SweepJob>(job: Job, signal: AbortSignal): Promise<Swept<Job>>
  /** Makes something of a run. */
  report(job: ReportJob, signal: AbortSignal): Promise<Reported>
  readonly load: { readonly waiting: number; readonly running: number; readonly replaced: number }
  readonly isReady: boolean
}
