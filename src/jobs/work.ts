import type { Computing } from '../app/service/posted-job.ts'
import type { Job } from '../store/jobs.ts'
import type { Store } from '../store/open-store.ts'
import type { PartQueue, QueuedPart } from '../store/queue/part-queue.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Identity } from '../store/with-district.ts'
import type { KeptBodies } from './kept-bodies.ts'

/** What a worker does its work with. */
export interface WorkTools {
  readonly pool: Store['pool']
  readonly queue: PartQueue
  readonly computing: Computing
  /** Schools that one part may bring. */
  readonly rowLimit: number
  readonly bodies: KeptBodies
}

/** A part that was begun. */
export interface BegunPart {
  readonly part: QueuedPart
  readonly job: Job
  /** The program, for whoever has made the job. */
  readonly program: Identity & { readonly role: 'system' }
  readonly signal: AbortSignal
}

/** The same of a job that computes scenarios. */
export interface ScenarioPart extends BegunPart {
  readonly scenario: VersionRef
}

/** What came of a part that was taken. */
export type PartOutcome =
  | 'written'
  /** The scenario of a batch that cannot be computed, and why, is written. */
  | 'refused'
  /** Somebody else has written it, or its job was stopped, while it was done here. */
  | 'late'
  /** The same, and it was not even begun. */
  | 'void'
  /** What it is of is at fault, and its job has failed. */
  | 'failed'
