import type { Computing } from '../app/service/posted-job.ts'
import {
  type Office,
  type Refusal,
  type StoredAnswer,
  type StoredDone,
  type StoredRequest,
  Unavailable,
} from '../app/service/stored-request.ts'
import { FORMS, type Form, type StoredRoute } from '../contract/api/route.ts'
import { STORED_ROUTES } from '../contract/api/routes.ts'
import { takesSecret } from '../contract/api/secret-fields.ts'
import { noteRefusal } from '../store/audit-log.ts'
import { onceOnly } from '../store/once-only.ts'
import type { Store } from '../store/open-store.ts'
import { partQueue } from '../store/queue/part-queue.ts'
import { slowHash } from '../store/secrets.ts'
import { endSession } from '../store/sessions.ts'
import { identify, signIn } from '../store/sign-in.ts'
import { StoreFault } from '../store/store-fault.ts'
import {
  besideDistrict,
  type Identity,
  spareConnections,
  type Trx,
  withDistrict,
} from '../store/with-district.ts'
import { NOT_FOUND } from './answers.ts'
import { faultAnswer } from './fault-answer.ts'
import { forgetting } from './forgetting.ts'
import type { AnyHandler, Done, HandledId, Tools } from './handler.ts'
import { HANDLERS } from './handlers.ts'
import { namedRefusal } from './named-problems.ts'

type Pool = Store['pool']

export interface OfficeParts {
  readonly pool: Pool
  readonly computing: Computing
  /** Schools that one request may bring. */
  readonly rowLimit: number
  /** How long what a job has printed is kept once it has ended. */
  readonly documentDays: number
}

/** Opens the office on a database: whatever is asked is done in one transaction, whole or not at all. */
export function openOffice({ pool, computing, rowLimit, documentDays }: OfficeParts): Office {
  const queue = partQueue(pool, { supervises: false })
  const forget = forgetting(pool, () => performance.now())
  const beside: Tools['beside'] = {
    spare: () => spareConnections(pool),
    run: async (who, work) => besideDistrict(pool, who, work),
  }
  return {
    async identify(kind, text) {
      return available(() => identify(pool, kind, text))
    },
    async signIn(credentials) {
      return available(() => signIn(pool, credentials))
    },
    async signOut({ person, secretId }) {
      await available(() => withDistrict(pool, person, async (trx) => endSession(trx, secretId)))
    },
    async answer(request) {
      const tools = { computing, rowLimit, documentDays, queue, beside, signal: request.signal }
      const answer = await answered(pool, request, tools)
      const key = inVain(request, answer)
      if (key !== undefined) await noted(pool, request, key)
      await forget(request.known.person.districtId)
      return answer
    },
    async absent(request) {
      await noted(pool, request, request.params)
      return NOT_FOUND
    },
    async isReady() {
      try {
        await pool.query('select 1')
        return true
      } catch {
        return false
      }
    },
  }
}

/** Takes a transaction back, and carries the answer out of it. */
class TakenBack extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super('refused')
    this.refusal = refusal
  }
}

async function answered(pool: Pool, asked: StoredRequest, tools: Tools): Promise<StoredAnswer> {
  try {
    const request = await keepable(asked)
    // Within the transaction it would need a second connection.
    if (QUEUEING.includes(request.operation)) await tools.queue.ready()
    return await withDistrict(pool, request.known.person, async (trx) => {
      const answer = await inTransaction(trx, request, tools)
      if (answer.kind === 'refused') throw new TakenBack(answer)
      return answer
    })
  } catch (thrown) {
    if (thrown instanceof TakenBack) return thrown.refusal
    if (thrown instanceof StoreFault) return faultAnswer(thrown)
    throw thrown
  }
}

/** What adds work to the queue. */
const QUEUEING: readonly string[] = ['createJob', 'resumeJob', 'importDataset']

/** Of a request with a password in it a hash is kept from which nobody can guess the password. */
async function keepable(request: StoredRequest): Promise<StoredRequest> {
  const { operation, once, known } = request
  const { takes }: StoredRoute = STORED_ROUTES[operation]
  if (once === undefined || takes?.kind !== 'fields' || !takesSecret(takes.schema)) return request
  const salt = JSON.stringify([known.person.personId, operation, once.key])
  return { ...request, once: { ...once, requestHash: await slowHash(once.requestHash, salt) } }
}

async function inTransaction(trx: Trx, request: StoredRequest, tools: Tools): Promise<StoredAnswer> {
  const { once, operation } = request
  if (once === undefined) return (await handled(trx, request, tools)).answer
  let first: StoredDone | undefined
  const requestHash = Buffer.from(once.requestHash)
  const outcome = await onceOnly(
    trx,
    request.known.person,
    { operation, key: once.key, requestHash },
    async () => {
      const { answer, kept } = await handled(trx, request, tools)
      if (answer.kind === 'refused') throw new TakenBack(answer)
      first = answer
      return { status: kept.status, headers: JSON.stringify(kept.headers), body: kept.body }
    },
  )
  if (outcome.kind === 'other-request') return OTHER_REQUEST
  if (outcome.kind === 'done' && first !== undefined) return first
  const { status, headers, body } = outcome.answer
  // Written by us, a line above.
  const written = JSON.parse(headers) as Record<string, string>
  return { kind: 'done', status, headers: { ...written, 'idempotency-replayed': 'true' }, body }
}

const OTHER_REQUEST: Refusal = {
  kind: 'refused',
  type: 'other-request',
  detail: 'Take a new key for a new request, or send the first one again as it was.',
}

interface BothAnswers {
  readonly answer: StoredAnswer
  /** As it is kept for a request that comes again. */
  readonly kept: StoredDone
}

async function handled(trx: Trx, request: StoredRequest, tools: Tools): Promise<BothAnswers> {
  const { operation, known, params, query, fields, posted, ifMatch = 0, form } = request
  // The request was held against the schemas of this operation: what is typed by one is typed by the other.
  const handler = HANDLERS[operation as HandledId] as unknown as AnyHandler
  const who: Identity & { readonly personId: string } = known.person
  const outcome = await handler({ trx, who, known, params, query, fields, posted, ifMatch, form, tools })
  if (outcome.kind === 'refused') return { answer: await namedRefusal(trx, outcome), kept: NOTHING }
  const answer = asAnswer(request, outcome, outcome.result)
  return { answer, kept: 'kept' in outcome ? asAnswer(request, outcome, outcome.kept) : answer }
}

const NOTHING: StoredDone = { kind: 'done', status: 204, headers: {}, body: '' }

function asAnswer({ operation, form }: StoredRequest, outcome: Done<unknown>, result: unknown): StoredDone {
  const route: StoredRoute = STORED_ROUTES[operation]
  const { revision, location, text, bytes, headers = {} } = outcome
  const marks = {
    ...headers,
    ...(revision !== undefined && { etag: `"${revision}"` }),
    ...(location !== undefined && { location }),
  }
  if (route.result === undefined) return { kind: 'done', status: 204, headers: marks, body: '' }
  const type = typeOf(form, bytes !== undefined)
  const body = text ?? `${JSON.stringify(result, null, 2)}\n`
  const status = route.creates === true ? 201 : 200
  const content = bytes === undefined ? { body } : { body: '', bytes }
  return { kind: 'done', status, headers: { 'content-type': type, ...marks }, ...content }
}

function typeOf(form: Form, isBytes: boolean): string {
  if (form === 'csv' || form === 'html') return `${FORMS[form]}; charset=utf-8`
  return isBytes ? FORMS[form] : FORMS.json
}

type Key = Readonly<Record<string, unknown>>

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const NOT_SEEN: readonly string[] = ['NOT_THERE', 'ADDRESS_UNKNOWN']
const MOST_NOTED = 20

/** What a request named, by id or by address, that is not there for whoever sent it; nothing where all of it is. */
function inVain({ params, query, fields }: StoredRequest, answer: StoredAnswer): Key | undefined {
  if (answer.kind !== 'refused') return undefined
  const unseen = (answer.problems ?? []).filter(({ code }) => NOT_SEEN.includes(code))
  if (answer.type !== 'not-found' && unseen.length === 0) return undefined
  const ids = Object.entries({ ...query, ...Object(fields) }).filter(
    ([, value]) => typeof value === 'string' && ID.test(value),
  )
  const addresses = unseen.flatMap(({ pointer, found }) => (pointer && found ? [[pointer, found]] : []))
  return { ...Object.fromEntries([...ids, ...addresses].slice(0, MOST_NOTED)), ...params }
}

/** Whoever asks for what is not there, or not theirs, is noted: many such requests are a sign. */
async function noted(pool: Pool, { known, operation }: StoredRequest, key: Key): Promise<void> {
  try {
    await withDistrict(pool, known.person, (trx) => noteRefusal(trx, known.person, { operation, key }))
  } catch (thrown) {
    if (!(thrown instanceof StoreFault)) throw thrown
  }
}

async function available<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof StoreFault) throw new Unavailable(thrown.message, { cause: thrown })
    throw thrown
  }
}
