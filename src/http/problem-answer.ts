import type { FastifyReply } from 'fastify'
import { PROBLEM_MEDIA, PROBLEM_TYPES, type ProblemType } from '../contract/api/problem-types.ts'
import { asTold, type ProblemDocument, type WireProblem } from '../contract/api/wire-problem.ts'

export interface ProblemSaid {
  /** What happened this time, and what to do. */
  readonly detail: string
  readonly problems?: readonly WireProblem[]
  readonly more?: number
  readonly retryAfterSeconds?: number
}

/** Answers with a problem (RFC 9457) in place of a result. */
export function answerProblem(reply: FastifyReply, type: ProblemType, said: ProblemSaid): FastifyReply {
  const { retryAfterSeconds } = said
  if (retryAfterSeconds !== undefined) reply.header('retry-after', `${retryAfterSeconds}`)
  return reply
    .code(PROBLEM_TYPES[type].status)
    .type(PROBLEM_MEDIA)
    .send(`${JSON.stringify(problemDocument(type, reply.request.id, said))}\n`)
}

/** Of what is not there: it tells nothing, so that it is the same for what somebody may not see, to the byte. */
const NO_INSTANCE = 'urn:leeway:nothing-here'

/** `instance` is the id of the request, which the logs have too; the header Leeway-Request-Id always has it. */
export function problemDocument(
  type: ProblemType,
  requestId: string,
  { detail, problems, more = 0 }: ProblemSaid,
): ProblemDocument {
  const told = problems && asTold(problems)
  const { title, status } = PROBLEM_TYPES[type]
  return {
    type: `/docs#problem-${type}`,
    title,
    status,
    detail,
    instance: type === 'not-found' ? NO_INSTANCE : `urn:uuid:${requestId}`,
    ...(told && { errors: told.problems, more: more + told.more }),
  }
}
