import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { KEY, service } from '../support/service.ts'

const BODY_BYTES = 1024 * 1024
const HEAD = `POST /v1/compute HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n`

/** Sends all that is there before it reads a word, as a slow client does; gives what it reads, or the fault. */
async function sentFirst(address: string, pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.pause()
  let fault = ''
  socket.on('error', ({ message }) => {
    fault = message
  })
  for (const piece of pieces) {
    socket.write(piece)
    await pause(100)
  }
  const read: string[] = []
  socket.on('data', (piece) => void read.push(piece.toString()))
  socket.resume()
  const closed = new Promise((resolve) => void socket.once('close', resolve))
  await Promise.race([closed, pause(1_000, undefined, { ref: false })])
  socket.destroy()
  return fault || read.join('')
}

t.test('whoever still sends what is too large is told so, and the connection then ends', async (t) => {
  const { listen } = await service(t, { config: { bodyBytes: BODY_BYTES } })
  const address = await listen()
  const some = ' '.repeat(200_000)
  const stated = [`${HEAD}Content-Length: ${2 * BODY_BYTES}\r\n\r\n`, some, some, some, some]
  t.match(await sentFirst(address, stated), /^HTTP\/1\.1 413 .*too-large/s)
  const chunk = `${(300_000).toString(16)}\r\n${' '.repeat(300_000)}\r\n`
  const chunked = [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, chunk, chunk, chunk, chunk, chunk, chunk]
  t.match(await sentFirst(address, chunked), /^HTTP\/1\.1 413 .*too-large/s)
})

t.test('whoever sends without an end is cut off soon after the answer', async (t) => {
  const { listen, app } = await service(t, { config: { bodyBytes: BODY_BYTES } })
  const address = await listen()
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  socket.on('error', () => undefined)
  socket.on('data', () => undefined)
  socket.write(`${HEAD}Content-Length: ${1e12}\r\n\r\n`)
  const start = performance.now()
  const sending = setInterval(() => socket.write(' '.repeat(1000)), 20)
  await new Promise((resolve) => void socket.once('close', resolve))
  clearInterval(sending)
  const after = performance.now() - start
  t.ok(after > 1_000 && after < 5_000, `after ${Math.round(after)} ms`)
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
})
