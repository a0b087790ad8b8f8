import type { Computing } from '../app/service/posted-job.ts'
import type { Known, PostedBytes, Refusal } from '../app/service/stored-request.ts'
import type { Form } from '../contract/api/route.ts'
import type { FieldsOf, GivenBy, PathOf, SearchOf } from '../contract/api/route-types.ts'
import type { StoredId } from '../contract/api/routes.ts'
import type { PartQueue } from '../store/queue/part-queue.ts'
import type { Identity, Trx } from '../store/with-district.ts'

/** One request on what a district keeps, in a transaction that sees what its sender may see. */
export interface Work<Id extends StoredId> {
  readonly trx: Trx
  readonly who: Identity & { readonly personId: string }
  readonly known: Known
  readonly params: PathOf<Id>
  readonly query: SearchOf<Id>
  readonly fields: FieldsOf<Id>
  /** A document or table, where the route takes one. */
  readonly posted: PostedBytes | undefined
  /** The revision that a change starts from; 0 where the route needs none. */
  readonly ifMatch: number
  readonly form: Form
  readonly tools: Tools
}

export interface Tools {
  readonly computing: Computing
  readonly signal: AbortSignal
  /** Schools that one request may bring. */
  readonly rowLimit: number
  /** How long what a job has printed is kept once it has ended. */
  readonly documentDays: number
  readonly queue: PartQueue
  readonly beside: Beside
}

/** Transactions beside the one of the request. They stay done whatever becomes of it. */
export interface Beside {
  /** How many can be begun at once without waiting for a connection. */
  readonly spare: () => number
  readonly run: <Result>(who: Identity, work: (own: Trx) => Promise<Result>) => Promise<Result>
}

/** What an operation came to. A refusal takes back whatever was done before it. */
export type Handled<Result> = Done<Result> | Refusal

export interface Done<Result> {
  readonly kind: 'done'
  readonly result: Result
  readonly revision?: number
  /** Where what was made is found. */
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The answer, where it is not the result as JSON. */
  readonly text?: string
  /** The answer, where it is no text. */
  readonly bytes?: Uint8Array
  /** What is kept for a request that comes again, where the answer holds a secret that is shown once. */
  readonly kept?: Result
}

/** Signing in and out is no work on what a district keeps. */
export type HandledId = Exclude<StoredId, 'signIn' | 'signOut'>

/** Does the work of one operation. All of it is done, or nothing. */
export type Handler<Id extends StoredId> = (work: Work<Id>) => Promise<Handled<GivenBy<Id>>>

export type Handlers<Id extends StoredId> = { readonly [Each in Id]: Handler<Each> }

/** A handler, whichever it is. */
export type AnyHandler = (work: unknown) => Promise<Handled<unknown>>
