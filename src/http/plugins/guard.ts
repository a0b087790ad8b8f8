import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../contract/api/roles.ts'
import { ROUTES } from '../../contract/api/routes.ts'
import type { Identity } from '../identity.ts'
import { answerProblem } from '../problem-answer.ts'
import { requestRate } from '../request-rate.ts'
import type { Served } from '../server-parts.ts'
import { isFromElsewhere, isMeant } from './cookies.ts'

/** Of one address that names no known key; who has a key is counted by it. */
const UNKNOWN_PER_MINUTE = 60
const BUSY_SECONDS = 1

/**
 * Who may do what, before any of a body is read: identity, rate, role, and a place among those in flight. The order
 * matters: nobody unknown learns how busy the service is, and no place is held by who may not have it.
 */
export function addGuard(app: FastifyInstance, served: Served): void {
  const { config, identify, inFlight, stored, state } = served
  const now = (): number => performance.now()
  const known = requestRate(config.requestsPerMinute, now)
  const unknown = requestRate(UNKNOWN_PER_MINUTE, now)
  app.decorateRequest('identity', undefined)
  app.decorateRequest('gone', undefined)

  app.addHook('onRequest', async (request, reply) => {
    if (state.isStopping) return refuseStopping(reply)
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return refuseHostless(reply)
    const { operation } = request.routeOptions.config
    if (operation === undefined) return undefined
    const route = ROUTES[operation]
    if (route.access === 'public') return undefined
    const identity = await identify(request)
    if (identity === undefined) return refuseUnknown(reply, unknown.count(request.ip))
    request.identity = identity
    const wait = known.count(identity.id)
    if (wait !== undefined) return refuseRate(reply, wait)
    if (!route.access.some((role) => identity.roles.includes(role)))
      return answerProblem(reply, 'forbidden', { detail: whoMay(route.access, identity) })
    const scope = route.kind === 'stored' ? route.scope : route.kind === 'computing' ? 'compute' : 'read'
    if (!identity.scopes.includes(scope))
      return answerProblem(reply, 'forbidden', { detail: `The key is not for "${scope}".` })
    if (route.kind === 'service') return undefined
    if (route.kind === 'stored' && identity.known === undefined)
      return answerProblem(reply, 'forbidden', { detail: 'This service keeps nothing.' })
    if (identity.known?.by === 'session' && request.method !== 'GET') {
      if (isFromElsewhere(request))
        return answerProblem(reply, 'forbidden', { detail: 'A page of another site asked for this.' })
      if (!isMeant(app, request, reply)) return reply
    }
    const leave = (route.kind === 'computing' ? inFlight : stored).enter(bytesOf(request, config.bodyBytes))
    if (leave === undefined) return refuseBusy(reply)
    keepPlace(request, reply, leave)
    return undefined
  })
}

function whoMay(roles: readonly Role[], { known }: Identity): string {
  const whom = known?.by === 'session' ? 'one of them' : 'whoever gave you the key'
  return `It is for these roles: ${roles.join(', ')}. Ask ${whom}.`
}

/** What a body will take; one that does not say its length may be as long as any. */
function bytesOf({ headers, method }: FastifyRequest, most: number): number {
  if (headers['transfer-encoding'] !== undefined) return most
  const length = Number(headers['content-length'] ?? 0)
  return method === 'GET' ? 0 : Math.min(most, Number.isSafeInteger(length) ? length : most)
}

/** Returns the place when the answer is out, or the client is gone. */
function keepPlace(request: FastifyRequest, reply: FastifyReply, leave: () => void): void {
  const gone = new AbortController()
  request.gone = gone
  reply.raw.once('finish', leave)
  reply.raw.once('close', () => {
    leave()
    gone.abort()
  })
}

function refuseHostless(reply: FastifyReply): FastifyReply {
  reply.header('connection', 'close')
  return answerProblem(reply, 'request', { detail: 'The header Host is missing.' })
}

function refuseUnknown(reply: FastifyReply, wait: number | undefined): FastifyReply {
  if (wait !== undefined) return refuseRate(reply, wait)
  reply.header('www-authenticate', 'Bearer realm="leeway"')
  const detail = 'Send the header "Authorization: Bearer KEY" with a key that is valid.'
  return answerProblem(reply, 'unauthenticated', { detail })
}

function refuseRate(reply: FastifyReply, seconds: number): FastifyReply {
  const detail = `Send the next request in ${seconds} s.`
  return answerProblem(reply, 'rate', { detail, retryAfterSeconds: seconds })
}

function refuseBusy(reply: FastifyReply): FastifyReply {
  const detail = 'As many requests as this service takes at a time are here already. Send this one again.'
  // The connection stays: cut while the body still comes, it would take the answer with it. Node passes over the rest.
  return answerProblem(reply, 'busy', { detail, retryAfterSeconds: BUSY_SECONDS })
}

function refuseStopping(reply: FastifyReply): FastifyReply {
  reply.header('connection', 'close')
  const detail = 'This process is about to end. Send the request again, to another one.'
  return answerProblem(reply, 'stopping', { detail, retryAfterSeconds: BUSY_SECONDS })
}
