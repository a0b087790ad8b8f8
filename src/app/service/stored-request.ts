import type { ProblemType } from '../../contract/api/problem-types.ts'
import type { Role, Scope } from '../../contract/api/roles.ts'
import type { BodyForm, Form, TableForm } from '../../contract/api/route.ts'
import type { StoredId } from '../../contract/api/routes.ts'
import type { WireProblem } from '../../contract/api/wire-problem.ts'

/** Somebody of a district, and what they may see of it. */
export interface Person {
  readonly districtId: string
  readonly personId: string
  readonly role: Role
  /** Of a principal, budget partner or supervisor; empty for those who see all. */
  readonly schools: readonly string[]
}

/** Who a key or session stands for. */
export interface Known {
  readonly person: Person
  /** A session is a browser's, which sends it whoever asks it to. */
  readonly by: 'key' | 'session'
  /** Id of the key or session. */
  readonly secretId: string
  readonly scopes: readonly Scope[]
  /** When it ends (RFC 3339). */
  readonly expires: string
}

/** A body that the computing threads read. */
export interface PostedBytes {
  readonly bytes: Uint8Array
  readonly form: BodyForm | TableForm
}

/** A request on what a district keeps: held against its route, and allowed to whoever sends it. */
export interface StoredRequest {
  readonly operation: StoredId
  readonly known: Known
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  /** As the schema of the route gives it; nothing where no fields are taken. */
  readonly fields: unknown
  readonly posted: PostedBytes | undefined
  /** The revision that a change starts from. */
  readonly ifMatch: number | undefined
  /** Under which key the work is done once only, and the hash of all that was asked. */
  readonly once: { readonly key: string; readonly requestHash: Uint8Array } | undefined
  readonly form: Form
  /** Says that nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** Why a request comes to nothing. */
export interface Refusal {
  readonly kind: 'refused'
  readonly type: ProblemType
  /** What happened this time, and what to do. */
  readonly detail: string
  readonly problems?: readonly WireProblem[]
  readonly more?: number
  readonly retryAfterSeconds?: number
}

/** An answer as it is sent. */
export interface StoredDone {
  readonly kind: 'done'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** In place of the body, where the answer is no text. */
  readonly bytes?: Uint8Array
}

export type StoredAnswer = StoredDone | Refusal

export interface Credentials {
  readonly district: string
  readonly email: string
  readonly password: string
}

/** Whoever keeps what districts have: knows people, and does what they ask. */
export interface Office {
  /** Throws `Unavailable` where it cannot be found out. */
  identify(kind: 'key' | 'session', text: string): Promise<Known | undefined>
  /** The text of a new session; nothing where something of the three is wrong. */
  signIn(credentials: Credentials): Promise<string | undefined>
  signOut(known: Known): Promise<void>
  answer(request: StoredRequest): Promise<StoredAnswer>
  /** The answer for an id that cannot be one: the same as for one that is not there. */
  absent(request: StoredRequest): Promise<StoredAnswer>
  /** Whether the database answers. */
  isReady(): Promise<boolean>
}

/** The database does not answer, or not in time. */
export class Unavailable extends Error {}
