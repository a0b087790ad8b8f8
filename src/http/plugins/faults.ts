import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { traceOf } from '../../app/service/error-trace.ts'
import { Unavailable } from '../../app/service/stored-request.ts'
import type { ProblemType } from '../../contract/api/problem-types.ts'
import { BODY_MEDIA } from '../../contract/api/route.ts'
import { ROUTES } from '../../contract/api/routes.ts'
import { answerProblem } from '../problem-answer.ts'
import type { Log, Served } from '../server-parts.ts'

/** Answers what no route answers, in the one form of problems; of what we did not expect, nothing gets out. */
export function addFaults(app: FastifyInstance, { config, log }: Served): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]
    const methods = METHODS.flatMap(({ pattern, method }) => (pattern.test(path ?? '') ? [method] : []))
    if (methods.length === 0)
      return answerProblem(reply, 'not-found', { detail: 'See /docs for what there is.' })
    reply.header('allow', methods.join(', '))
    return answerProblem(reply, 'method', { detail: `This route takes ${methods.join(', ')}.` })
  })
  app.setErrorHandler((thrown: FastifyError, _request, reply) =>
    answerFault(thrown, reply, { log, most: config.bodyBytes }),
  )
}

/** Every path of the service, with something in the place of each id. */
const METHODS = Object.values(ROUTES).map(({ path, method }) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  method,
}))

const NOT_MEANT = 'Send the token that GET /v1/session gives as the header csrf-token.'

/** Faults of a request that the framework finds, by its codes; all others are ours. */
const KNOWN: Readonly<Record<string, readonly [ProblemType, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'media-type',
    `Send one of ${Object.keys(BODY_MEDIA).join(', ')}, in UTF-8.`,
  ],
  FST_ERR_CTP_EMPTY_TYPE: ['media-type', `Send one of ${Object.keys(BODY_MEDIA).join(', ')}, in UTF-8.`],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request', 'The body has another length than its header says.'],
  FST_ERR_BAD_URL: ['request', 'The address cannot be read.'],
  FST_CSRF_MISSING_SECRET: ['forbidden', NOT_MEANT],
  FST_CSRF_INVALID_TOKEN: ['forbidden', NOT_MEANT],
  ECONNRESET: ['request', 'The request ended before all of it had come.'],
}

export function answerFault(
  thrown: FastifyError,
  reply: FastifyReply,
  { log, most }: { readonly log: Log; readonly most: number },
): FastifyReply {
  if (thrown instanceof Unavailable)
    return answerProblem(reply, 'unavailable', { detail: 'Send it again in a moment.', retryAfterSeconds: 1 })
  const known = KNOWN[thrown.code]
  if (known !== undefined) return answerProblem(reply, known[0], { detail: known[1] })
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    reply.header('connection', 'close')
    const detail = `At most ${Math.floor(most / 1024 / 1024)} MB are taken.`
    return answerProblem(reply, 'too-large', { detail })
  }
  log({ event: 'fault', request: reply.request.id, trace: traceOf(thrown) })
  return answerProblem(reply, 'ours', { detail: 'Please report it, with the instance.' })
}
