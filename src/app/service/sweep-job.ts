import type { Fault, Refused } from './no-result.ts'

/** Work on a sweep whose scenario was put together, to be done in another thread. */
export type SweepJob = SweepPlanJob | SweepPartJob | SweepWholeJob

interface PutTogether {
  /** The scenario with all it names, as `POST /v1/compute` takes it. */
  readonly bytes: Uint8Array
  /** The same for equal bytes: a thread that has begun a sweep goes on with it. */
  readonly key: string
  readonly withRows: boolean
  /** As many rows of schools as one sweep may give. */
  readonly rowLimit: number
}

/** Finds out what there is to do. */
export interface SweepPlanJob extends PutTogether {
  readonly sweep: 'plan'
}

/** Runs some of the variants. */
export interface SweepPartJob extends PutTogether {
  readonly sweep: 'part'
  /** Counted from 0; `to` exclusive. */
  readonly from: number
  readonly to: number
}

/** Makes one result of all parts. */
export interface SweepWholeJob extends PutTogether {
  readonly sweep: 'whole'
  /** What the parts came to, in the order of the variants. */
  readonly parts: readonly string[]
}

interface SweepValues {
  readonly plan: {
    readonly variants: number
    /** Schools times lines: what one variant takes goes by it. */
    readonly cells: number
  }
  /** The outcomes of its variants as JSON. */
  readonly part: { readonly outcomes: string }
  readonly whole: { readonly json: string; readonly csv: string }
}

export interface SweptDone<Value> {
  readonly kind: 'swept'
  readonly value: Value
}

/** What work on a sweep comes to in whichever thread does it. */
export type Swept<Job extends SweepJob = SweepJob> = SweptDone<SweepValues[Job['sweep']]> | Refused | Fault
