import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoredAnswer, StoredRequest } from '../../app/service/stored-request.ts'
import { possibleIds } from '../../contract/api/possible-ids.ts'
import { readQuery } from '../../contract/api/read-query.ts'
import { FORMS, type Form, type StoredRoute } from '../../contract/api/route.ts'
import { STORED_ROUTES, type StoredId } from '../../contract/api/routes.ts'
import { NO_PARAMETERS } from '../../contract/api/stored-fields.ts'
import { acceptedForm } from '../accepted-form.ts'
import { headerProblem } from '../header-problem.ts'
import { answerProblem } from '../problem-answer.ts'
import { idempotencyKey, namedRevision } from '../request-headers.ts'
import type { Served } from '../server-parts.ts'
import { bodyFields, formOf, refuseMedia } from './taken-body.ts'

/** Signing in and out have routes of their own, and so has what streams. */
const APART: readonly string[] = ['signIn', 'session', 'signOut', 'jobEvents']
const STORED_IDS = Object.keys(STORED_ROUTES).filter((id) => !APART.includes(id)) as StoredId[]

/** Of a body of fields; documents and tables may be as large as any body. */
const FIELDS_BYTES = 1024 * 1024

/** Registers what can be done with what a district keeps. */
export function addStoredRoutes(app: FastifyInstance, served: Served): void {
  for (const operation of STORED_IDS) {
    const route: StoredRoute = STORED_ROUTES[operation]
    const isLarge = route.takes?.kind === 'document' || route.takes?.kind === 'table'
    app.route<{ Body: Buffer | undefined; Params: Record<string, string> }>({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { operation },
      bodyLimit: isLarge ? served.config.bodyBytes : FIELDS_BYTES,
      // Before the body is read: what will be refused should not be sent.
      onRequest: async (request, reply) => refuseEarly(route, request, reply),
      handler: async (request, reply) => answerStored({ operation, route, served }, request, reply),
    })
  }
}

/** Answers what cannot be answered as it is asked for. */
export function refuseEarly(
  route: StoredRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  const answered = refuseMedia(route, request, reply)
  if (answered !== undefined) return answered
  const { headers, url } = request
  const forms = formsOf(route)
  if (acceptedForm(headers.accept, forms) === undefined) {
    const given = forms.map((form) => FORMS[form]).join(', ')
    const problems = [headerProblem('Accept', headers.accept ?? '', given)]
    return answerProblem(reply, 'not-acceptable', { detail: `The answer is given as ${given}.`, problems })
  }
  const read = readQuery(route.query, url)
  if (read.kind === 'refused') {
    const detail = 'The address has other parameters.'
    return answerProblem(reply, 'request', { detail, problems: read.problems })
  }
  return refuseHeaders(route, request, reply)
}

/** The headers that make a change safe to send twice, and keep it from undoing another one's. */
function refuseHeaders(
  { method, revision }: StoredRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  const key = idempotencyKey(request)
  if (key.kind === 'wrong' || (key.kind === 'given' && method !== 'POST')) {
    const expected =
      method === 'POST' ? 'one text of 1 to 255 letters, digits and signs' : 'nothing: it is for POST'
    const problems = [headerProblem('Idempotency-Key', String(request.headers['idempotency-key']), expected)]
    return answerProblem(reply, 'request', { detail: 'A header is not one that this route takes.', problems })
  }
  if (revision === undefined || revision === 'told') return undefined
  const named = namedRevision(request)
  if (named.kind === 'none' && revision === 'needed')
    return answerProblem(reply, 'revision-needed', {
      detail: 'Send the header If-Match with the ETag of what you read.',
    })
  if (named.kind === 'wrong')
    return answerProblem(reply, 'stale', {
      detail: 'If-Match has no tag that this service gave, such as "3".',
    })
  return undefined
}

interface Answering {
  readonly operation: StoredId
  readonly route: StoredRoute
  readonly served: Served
}

async function answerStored(
  { operation, route, served }: Answering,
  request: FastifyRequest<{ Body: Buffer | undefined; Params: Record<string, string> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { office } = served
  const known = request.identity?.known
  const form = acceptedForm(request.headers.accept, formsOf(route))
  const query = readQuery(route.query, request.url)
  if (office === undefined || known === undefined || form === undefined || query.kind === 'refused')
    throw new Error('refused before the body was read')
  const taken = route.takes?.kind
  const isBytes = taken === 'document' || taken === 'table'
  const body = request.body ?? new Uint8Array(0)
  const schema =
    route.takes?.kind === 'fields' || route.takes?.kind === 'patch' ? route.takes.schema : NO_PARAMETERS
  const read = isBytes ? undefined : bodyFields(schema, body, reply)
  if (read?.kind === 'answered') return read.reply
  // An id that cannot be one is no other answer than one that is nobody's.
  const params = route.params.safeParse(request.params)
  const key = idempotencyKey(request)
  const named = namedRevision(request)
  const stored: StoredRequest = {
    operation,
    known,
    params: params.data ?? possibleIds(route.params, request.params),
    query: query.query,
    fields: read?.fields,
    posted: isBytes
      ? { bytes: body, form: formOf(request.headers['content-type'], route) ?? 'json' }
      : undefined,
    ifMatch: named.kind === 'given' ? named.revision : undefined,
    once: key.kind === 'given' ? { key: key.key, requestHash: hashOf(request, body) } : undefined,
    form,
    signal: request.gone?.signal ?? new AbortController().signal,
  }
  const answer = params.success ? await office.answer(stored) : await office.absent(stored)
  return sent(answer, request, reply)
}

function sent(answer: StoredAnswer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (answer.kind === 'refused') return answerProblem(reply, answer.type, answer)
  const { status, headers, body, bytes } = answer
  reply.headers(headers)
  const tag = headers['etag']
  const held = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim())
  if (request.method === 'GET' && tag !== undefined && held.includes(tag)) return reply.code(304).send()
  const sent = bytes === undefined ? body : Buffer.from(bytes)
  return reply.code(status).send(status === 204 ? undefined : sent)
}

/** Of all that makes a request what it is. */
function hashOf({ method, url, headers }: FastifyRequest, body: Uint8Array): Buffer {
  const said = JSON.stringify([method, url, headers['content-type'] ?? '', headers.accept ?? ''])
  return createHash('sha256').update(`${said}\n`).update(body).digest()
}

function formsOf({ forms = ['json'] }: StoredRoute): readonly [Form, ...Form[]] {
  return forms
}
