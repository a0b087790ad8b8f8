import type { FastifyInstance } from 'fastify'
import { answerProblem } from '../problem-answer.ts'
import { requestRate } from '../request-rate.ts'

const TRIES_PER_MINUTE = 10

/** Who has somebody's key or open window is not let guess the password that goes with it. */
export function addPasswordTries(app: FastifyInstance): void {
  const tries = requestRate(TRIES_PER_MINUTE, () => performance.now())
  app.addHook<{ Params: { readonly user?: string } }>('onRequest', async (request, reply) => {
    const personId = request.identity?.known?.person.personId
    const isOwn =
      request.routeOptions.config.operation === 'setPassword' &&
      personId !== undefined &&
      request.params.user?.toLowerCase() === personId
    const wait = isOwn ? tries.count(personId) : undefined
    if (wait === undefined) return undefined
    return answerProblem(reply, 'rate', { detail: `Try again in ${wait} s.`, retryAfterSeconds: wait })
  })
}
