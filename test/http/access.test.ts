import t from 'tap'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { oneKey } from '../../src/http/identity.ts'
import { requestRate } from '../../src/http/request-rate.ts'
import { AUTHORIZED, JSON_BODY, KEY, service } from '../support/service.ts'

t.test('every route that is not for anybody wants a key, and says nothing more without one', async (t) => {
  const { app } = await service(t)
  const closed = Object.values(ROUTES).filter(({ access }) => access !== 'public')
  t.ok(closed.length >= 6)
  let asked = 0
  for (const { method, path } of closed) {
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      `Basic ${KEY}`,
      `Bearer ${KEY}x`,
      `Bearer ${KEY.slice(1)}`,
      KEY,
    ]) {
      const headers = {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      }
      asked += 1
      // Each from elsewhere: one address is soon told to wait.
      const remoteAddress = `127.0.${asked >> 8}.${asked & 255}`
      const answer = await app.inject({ method, url: path, headers, payload: '{', remoteAddress })
      t.match([answer.statusCode, answer.json()], [401, { type: '/docs#problem-unauthenticated' }], path)
      t.match(answer.headers['www-authenticate'], /^Bearer/)
    }
  }
  for (const { path, method, access } of Object.values(ROUTES))
    if (access === 'public' && method === 'GET')
      t.equal((await app.inject({ url: path })).statusCode, 200, path)
})

t.test('a key is in its header and nowhere else', async (t) => {
  const { app, log } = await service(t)
  const answer = await app.inject({ method: 'POST', url: `/v1/check?key=${KEY}`, payload: '{}' })
  t.equal(answer.statusCode, 401)
  t.notMatch(JSON.stringify(log), KEY)
})

t.test('somebody without a role has no right to any of it', async (t) => {
  const { app } = await service(t, { identify: oneKey(KEY, { id: 'nobody', roles: [] }) })
  for (const { method, path, access } of Object.values(ROUTES)) {
    if (access === 'public') continue
    const answer = await app.inject({
      method,
      url: path,
      headers: method === 'POST' ? JSON_BODY : AUTHORIZED,
      ...(method === 'POST' && { payload: '{}' }),
    })
    const detail = `It is for these roles: ${access.join(', ')}. Ask whoever gave you the key.`
    t.match([answer.statusCode, answer.json()], [403, { type: '/docs#problem-forbidden', detail }], path)
  }
})

t.test('who guesses keys is told to wait, and who has one is not (S18)', async (t) => {
  const { app, post } = await service(t)
  const statuses = new Set<number>()
  for (let i = 0; i < 70; i += 1) {
    const { statusCode } = await app.inject({
      url: '/metrics',
      headers: { authorization: `Bearer guess-${i}` },
    })
    statuses.add(statusCode)
  }
  t.strictSame([...statuses], [401, 429])
  t.equal((await post('/v1/check', '{}')).status, 400, 'the key is known, the body is not')
})

t.test('a key that is nearly right takes as long to refuse as any other (S18)', async (t) => {
  const identify = oneKey(KEY, { id: 'tests', roles: [] })
  const medianOf = async (key: string): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < 400; i += 1) {
      const start = performance.now()
      await identify({ headers: { authorization: `Bearer ${key}` }, cookies: {} })
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[200] ?? 0
  }
  const [near, far] = [await medianOf(`${KEY.slice(0, -1)}x`), await medianOf('x'.repeat(KEY.length))]
  t.ok(Math.abs(near - far) < 1, `${near} and ${far} ms`)
})

t.test('a key sends so many requests a minute', async (t) => {
  const { post } = await service(t, { config: { requestsPerMinute: 2 } })
  const statuses = [await post('/v1/check', '{}'), await post('/v1/check', '{}')].map(({ status }) => status)
  const refused = await post('/v1/check', '{}')
  t.strictSame([...statuses, refused.status], [400, 400, 429])
  t.match(refused.headers['retry-after'], /^(?:[1-9]|[1-5]\d|60)$/)
})

t.test('after a minute one may send again, and the oldest of very many are forgotten', async (t) => {
  let time = 0
  const rate = requestRate(1, () => time)
  t.strictSame([rate.count('a'), rate.count('a')], [undefined, 60])
  time = 59_001
  t.equal(rate.count('a'), 1)
  time = 60_000
  t.equal(rate.count('a'), undefined)
  for (let i = 0; i < 10_000; i += 1) rate.count(`b${i}`)
  t.equal(rate.count('a'), undefined, 'forgotten')
  t.equal(rate.count('b9999'), 60, 'remembered')
})
