import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { BuiltServer } from './build-server.ts'

const LOOK_EVERY_MILLISECONDS = 50
/** A connection that has said nothing yet may be about to: what it asks in this time is answered. */
const SILENT_MILLISECONDS = 300

export interface Stopping {
  /**
   * Lets what is being answered end, refuses what is new, and closes connections as soon as nothing moves on them; after
   * the time of the configuration the others are cut. Tells how many.
   */
  stop(): Promise<{ readonly cut: number }>
}

/** Watches the connections of a server from before it listens. Node's own close waits for those that never say anything. */
export function gracefulStop({ app, served }: BuiltServer): Stopping {
  const silent = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }: { readonly socket: Socket }) => silent.delete(socket))
  return {
    async stop() {
      served.state.isStopping = true
      const start = performance.now()
      const deadline = start + served.config.stopMilliseconds
      const closed = app.close().then(() => 'closed' as const)
      let cut = 0
      while (cut === 0) {
        app.server.closeIdleConnections()
        if (performance.now() - start >= SILENT_MILLISECONDS) for (const socket of silent) socket.destroy()
        const looked = setTimeout(LOOK_EVERY_MILLISECONDS, 'open' as const, { ref: false })
        if ((await Promise.race([closed, looked])) === 'closed') break
        if (performance.now() < deadline) continue
        cut = Math.max(1, await connectionsOf(app.server))
        app.server.closeAllConnections()
      }
      await closed
      return { cut }
    },
  }
}

async function connectionsOf(server: BuiltServer['app']['server']): Promise<number> {
  return new Promise((resolve) => server.getConnections((_thrown, count) => resolve(count ?? 0)))
}
