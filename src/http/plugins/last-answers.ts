import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** That a client has for reading an answer while it still sends. */
const MILLISECONDS = 2_000

/**
 * Lets an answer that ends a connection reach a client that still sends its body. A connection that is closed before all
 * of it was read is reset, which takes the answer with it; so what comes is read on, and passed over, for a while.
 */
export function addLastAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async ({ raw }, reply) => {
    const { socket } = raw
    if (raw.complete || reply.getHeader('connection') !== 'close' || !(socket instanceof Socket)) return
    // Node calls it when the answer is out.
    socket.destroySoon = () => {
      socket.end()
      const late = setTimeout(() => socket.destroy(), MILLISECONDS).unref()
      socket.once('close', () => clearTimeout(late))
    }
  })
}
