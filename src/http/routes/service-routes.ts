import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openapiDocument } from '../../contract/api/openapi.ts'
import { ROUTES } from '../../contract/api/routes.ts'
import { docsPage } from '../docs-page.ts'
import { answerProblem } from '../problem-answer.ts'
import type { Served } from '../server-parts.ts'

/** Registers the routes that say something of the service itself. */
export function addServiceRoutes(app: FastifyInstance, { computing, office, metrics }: Served): void {
  const document = openapiDocument()
  const openapi = fixed(`${JSON.stringify(app.swagger(), null, 2)}\n`, ROUTES.openapi.media)
  const docs = fixed(docsPage(document), `${ROUTES.docs.media}; charset=utf-8`)
  app.get(ROUTES.health.path, { config: { operation: 'health' } }, async () => ({ status: 'ok' }))
  app.get(ROUTES.ready.path, { config: { operation: 'ready' } }, async (_request, reply) => {
    if (!computing.isReady)
      return answerProblem(reply, 'busy', { detail: 'It cannot compute yet.', retryAfterSeconds: 1 })
    // Without what is kept nobody is known, and nothing can be done for them.
    if (office !== undefined && !(await office.isReady()))
      return answerProblem(reply, 'unavailable', { detail: 'It waits for it.', retryAfterSeconds: 1 })
    return { status: 'ready' }
  })
  app.get(ROUTES.metrics.path, { config: { operation: 'metrics' } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
  app.get(ROUTES.openapi.path, { config: { operation: 'openapi' } }, async (...both) => openapi(...both))
  app.get(ROUTES.docs.path, { config: { operation: 'docs' } }, async (...both) => docs(...both))
}

/** A text that only another version of the service changes; who has it already is told so. */
function fixed(text: string, type: string): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const etag = `W/"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
  return (request, reply) => {
    reply.headers({ etag, 'cache-control': 'no-cache' })
    const held = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim())
    return held.includes(etag) ? reply.code(304).send() : reply.type(type).send(text)
  }
}
