import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { sendRaw } from '../support/raw-http.ts'
import { KEY, service } from '../support/service.ts'

const QUICK = { headerMilliseconds: 700, requestMilliseconds: 1_000 }
const HEAD = `POST /v1/check HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n`

t.test('a request that arrives too slowly is ended within three seconds (S15)', async (t) => {
  const { listen, app } = await service(t, { config: QUICK })
  const address = await listen()
  const answers = await Promise.all([
    sendRaw(address, 'GET /healthz HTTP/1.1\r\nHost: a\r\n', { drip: 'X-A: b\r\n' }),
    sendRaw(address, 'GET /heal', {}),
    sendRaw(address, `${HEAD}Content-Length: 1000\r\n\r\n{`, { drip: ' ' }),
    sendRaw(address, `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, { drip: '1\r\n \r\n' }),
    ...Array.from({ length: 50 }, async () =>
      sendRaw(address, 'GET / HTTP/1.1\r\nHost: a\r\n', { drip: 'X: y\r\n' }),
    ),
  ])
  for (const { status, isClosed, text } of answers) {
    t.strictSame([status, isClosed], [408, true])
    t.match(text, /application\/problem\+json[\s\S]*"type":"\/docs#problem-timeout"/)
  }
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
})

t.test('the control: a server as Node makes it keeps a slow request', async (t) => {
  const server = createServer({ headersTimeout: 700 }, (_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const slow = 'GET / HTTP/1.1\r\nHost: a\r\n'
  const { isClosed } = await sendRaw(`http://127.0.0.1:${port}`, slow, { drip: 'X-A: b\r\n', most: 2_500 })
  t.notOk(isClosed)
  server.closeAllConnections()
  server.close()
})

t.test('what is no request, or could be two, is refused and the connection closed (S15)', async (t) => {
  const { listen, app } = await service(t, { config: QUICK })
  const address = await listen()
  const refused: Readonly<Record<string, readonly [text: string, status: number]>> = {
    'no HTTP': ['hello\r\n\r\n', 400],
    'a method that does not exist': ['MAKE / HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    'no host': ['GET /healthz HTTP/1.1\r\n\r\n', 400],
    'both lengths': [`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    'two lengths': [`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    'a negative length': [`${HEAD}Content-Length: -1\r\n\r\n`, 400],
    'a length in hex': [`${HEAD}Content-Length: 0x2\r\n\r\n{}`, 400],
    'chunks of no length': [`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, 400],
    'an unknown transfer encoding': [`${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    'a space before a colon': [`${HEAD}Content-Length : 2\r\n\r\n{}`, 400],
    'a line folded': [`${HEAD}X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}`, 400],
    'a NUL in a header': [`${HEAD}X-A: \0\r\nContent-Length: 2\r\n\r\n{}`, 400],
    'headers of 20 KB': [`GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    'an address of 100 KB': [`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    'a body that is too large, by its length': [`${HEAD}Content-Length: 99999999999\r\n\r\n`, 413],
  }
  const entries = Object.entries(refused)
  const answers = await Promise.all(entries.map(async ([, [text]]) => sendRaw(address, text)))
  for (const [i, [name, [, status]]] of entries.entries()) {
    const answer = answers[i]
    t.strictSame([answer?.status, answer?.isClosed], [status, true], name)
    t.match(answer?.text, /problem\+json/, name)
    t.equal(answer?.text.split('HTTP/1.1 ').length, 2, `${name}: one answer`)
  }
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
})

t.test('a client that goes away in the middle gives its place back', async (t) => {
  const { listen, served, app } = await service(t, { config: { inFlight: 1 } })
  const address = await listen()
  await sendRaw(address, `${HEAD}Content-Length: 1000\r\n\r\n{`, { most: 100 })
  for (let i = 0; i < 100 && served.inFlight.count > 0; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
  t.equal(served.inFlight.count, 0)
  t.equal((await app.inject({ url: '/healthz' })).statusCode, 200)
})
