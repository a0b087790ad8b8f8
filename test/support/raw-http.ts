import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What came back on a connection, and how long it took until it was closed. */
export interface RawAnswer {
  readonly text: string
  /** Of the first answer; none, if the connection was closed without one. */
  readonly status: number | undefined
  readonly isClosed: boolean
  readonly milliseconds: number
}

/** Sends bytes as they are, and a piece more every now and then if there is one. Waits for the end, or so long. */
export async function sendRaw(
  address: string,
  text: string,
  { drip, every = 200, most = 3_000 }: { drip?: string; every?: number; most?: number } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port) })
  const start = performance.now()
  const pieces: Buffer[] = []
  let end: number | undefined
  socket.on('data', (piece) => void pieces.push(piece))
  socket.on('error', () => undefined)
  socket.on('close', () => {
    end = performance.now()
  })
  socket.write(text)
  const dripping =
    drip === undefined ? undefined : setInterval(() => socket.writable && socket.write(drip), every)
  while (end === undefined && performance.now() - start < most) await setTimeout(10)
  clearInterval(dripping)
  socket.destroy()
  const answer = Buffer.concat(pieces).toString()
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? []
  return {
    text: answer,
    status: status === undefined ? undefined : Number(status),
    isClosed: end !== undefined,
    milliseconds: (end ?? performance.now()) - start,
  }
}
