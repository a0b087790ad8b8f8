import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Known, Office } from '../../app/service/stored-request.ts'
import { FORMS } from '../../contract/api/route.ts'
import { ROUTES } from '../../contract/api/routes.ts'
import { giveSession, isFromElsewhere, takeSession } from '../plugins/cookies.ts'
import { answerProblem } from '../problem-answer.ts'
import { requestRate } from '../request-rate.ts'
import type { Served } from '../server-parts.ts'
import { bodyFields, refuseMedia } from './taken-body.ts'

/** Of one mailbox, and of one address: who does not know the password is not let guess it. */
const TRIES_PER_MINUTE = { mailbox: 10, address: 60 } as const
const MOST_BYTES = 4_096

/** Registers signing in and out, which is for browsers: the secret goes into a cookie that no script can read. */
export function addSessionRoutes(app: FastifyInstance, served: Served): void {
  const { office, config } = served
  const now = (): number => performance.now()
  const ofMailbox = requestRate(TRIES_PER_MINUTE.mailbox, now)
  const ofAddress = requestRate(TRIES_PER_MINUTE.address, now)
  const { signIn, session, signOut } = ROUTES

  app.route<{ Body: Buffer | undefined }>({
    method: signIn.method,
    url: signIn.path,
    config: { operation: 'signIn' },
    bodyLimit: MOST_BYTES,
    onRequest: async (request, reply) => refuseMedia(signIn, request, reply),
    async handler(request, reply) {
      if (office === undefined) return answerProblem(reply, 'not-found', { detail: KEEPS_NOTHING })
      if (isFromElsewhere(request)) return answerProblem(reply, 'forbidden', { detail: OTHER_SITE })
      const read = bodyFields(signIn.takes.schema, request.body, reply)
      if (read.kind === 'answered') return read.reply
      const { district, email } = signIn.takes.schema.parse(read.fields)
      const mailbox = JSON.stringify([district.toLowerCase(), email.trim().toLowerCase()])
      const wait = ofMailbox.count(mailbox) ?? ofAddress.count(request.ip)
      if (wait !== undefined)
        return answerProblem(reply, 'rate', { detail: `Try again in ${wait} s.`, retryAfterSeconds: wait })
      const text = await office.signIn(signIn.takes.schema.parse(read.fields))
      const known = text === undefined ? undefined : await office.identify('session', text)
      if (text === undefined || known === undefined)
        return answerProblem(reply, 'unauthenticated', { detail: 'District, e-mail or password is wrong.' })
      giveSession(reply, text, config)
      return answerSession(reply, { office, known, status: 201 })
    },
  })

  app.route({
    method: session.method,
    url: session.path,
    config: { operation: 'session' },
    async handler(request, reply) {
      const known = request.identity?.known
      if (office === undefined || known === undefined)
        return answerProblem(reply, 'not-found', { detail: KEEPS_NOTHING })
      return answerSession(reply, { office, known, status: 200 })
    },
  })

  app.route({
    method: signOut.method,
    url: signOut.path,
    config: { operation: 'signOut' },
    async handler(request, reply) {
      const known = request.identity?.known
      if (office === undefined || known === undefined)
        return answerProblem(reply, 'not-found', { detail: KEEPS_NOTHING })
      if (known.by === 'key')
        return answerProblem(reply, 'forbidden', { detail: 'A key is revoked, not signed out.' })
      await office.signOut(known)
      takeSession(reply, config)
      return reply.code(204).send()
    },
  })
}

const KEEPS_NOTHING = 'This service keeps nothing, and knows no people.'
const OTHER_SITE = 'A page of another site asked for this.'

/** Who is signed in, and for a browser the token that proves that its own page asks. */
async function answerSession(
  reply: FastifyReply,
  { office, known, status }: { readonly office: Office; readonly known: Known; readonly status: number },
): Promise<FastifyReply> {
  const answer = await office.answer({
    operation: 'session',
    known,
    params: {},
    query: {},
    fields: undefined,
    posted: undefined,
    ifMatch: undefined,
    once: undefined,
    form: 'json',
    signal: new AbortController().signal,
  })
  if (answer.kind === 'refused') return answerProblem(reply, answer.type, answer)
  const told = { ...JSON.parse(answer.body), csrf: known.by === 'session' ? reply.generateCsrf() : null }
  return reply
    .code(status)
    .type(FORMS.json)
    .send(`${JSON.stringify(told, null, 2)}\n`)
}
