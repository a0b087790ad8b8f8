import type { FastifyInstance } from 'fastify'
import type { Served } from '../server-parts.ts'

/**
 * One line for every request, and its count. The line has the name of the route and not the address, which may hold
 * what nobody wants in a log; of who asked it has the id of the key.
 */
export function addRequestLog(app: FastifyInstance, { log, metrics, state }: Served): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('leeway-request-id', request.id)
  })
  app.addHook('onSend', async (_request, reply) => {
    if (state.isStopping) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config.operation ?? 'none'
    metrics.answered(operation, reply.statusCode, reply.elapsedTime / 1000)
    log({
      event: 'request',
      request: request.id,
      operation,
      method: request.method,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      ...(request.identity && { key: request.identity.id }),
    })
  })
}
