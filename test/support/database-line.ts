import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type pg from 'pg'
import type { Test } from 'tap'

/** What happens to whoever uses the line: all passes; nobody gets through; or nobody is answered. */
export type LineState = 'open' | 'cut' | 'deaf'

/** The line between a service and its database, which can be cut. */
export interface DatabaseLine {
  /** The login of the service, through the line. */
  readonly login: pg.ClientConfig
  be(state: LineState): void
}

export async function databaseLine(t: Test, login: pg.ClientConfig): Promise<DatabaseLine> {
  const { host = '', port = 5432 } = login
  const target = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const sockets = new Set<Socket>()
  let state: LineState = 'open'
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy()
    const far = connect(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => state !== 'deaf' && to.write(bytes))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    return undefined
  })
  await new Promise<void>((listens) => void server.listen(0, '127.0.0.1', listens))
  const cut = (): void => sockets.forEach((socket) => void socket.destroy())
  t.teardown(() => {
    cut()
    server.close()
  })
  // Told by the operating system of a server that listens.
  const address = server.address() as AddressInfo
  return {
    login: { ...login, host: '127.0.0.1', port: address.port },
    be(wanted) {
      // What was said to deaf ears is lost, and the connection with it.
      if (wanted === 'cut' || state === 'deaf') cut()
      state = wanted
    },
  }
}
