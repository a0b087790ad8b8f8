import { createHash } from 'node:crypto'
import t from 'tap'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { asAdministrator } from '../support/database.ts'
import { sendRaw } from '../support/raw-http.ts'
import { senderWith } from '../support/sender.ts'
import { computingHere, service as serviceOf } from '../support/service.ts'
import { type Member, type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const EAST = { name: 'East', schools: ['s1', 's2'] }
const ONCE = { 'idempotency-key': 'k-1' }

t.test('a request that is sent a hundred times at once is done once, and answered alike (R7)', async (t) => {
  const { as } = await open(t)
  const all = Array.from({ length: 100 }, async () => as('finance').post('/v1/portfolios', EAST, ONCE))
  const answers = await Promise.all(all)
  t.strictSame([...new Set(answers.map(({ status }) => status))], [201])
  t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'byte for byte')
  const tags = answers.map(({ headers: { location, etag } }) => `${String(location)} ${String(etag)}`)
  t.equal(new Set(tags).size, 1)
  const replayed = answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')
  t.equal(replayed.length, 99)
  t.strictSame(await portfolioNames(as('finance')), ['East', 'North'])
  const { items } = (await as('finance').get('/v1/audit?subject=portfolios')).json()
  const own = (items as readonly { readonly user: string | null }[]).filter(({ user }) => user !== null)
  t.equal(own.length, 1, 'noted once')
})

t.test('the same key with another request is refused, and the first answer stays (R7)', async (t) => {
  const { as } = await open(t)
  const first = await as('finance').post('/v1/portfolios', EAST, ONCE)
  for (const [path, body, headers] of [
    ['/v1/portfolios', { ...EAST, name: 'West' }, {}],
    ['/v1/portfolios', `${JSON.stringify(EAST)} `, {}],
    ['/v1/portfolios', EAST, { 'content-type': 'application/json; charset=utf-8' }],
  ] as const) {
    const answer = await as('finance').post(path, body, { ...ONCE, ...headers })
    t.match(answer.json(), { status: 422, type: '/docs#problem-other-request' })
  }
  t.equal((await as('finance').post('/v1/portfolios', EAST, ONCE)).text, first.text)
  t.strictSame(await portfolioNames(as('finance')), ['East', 'North'])
})

t.test('a key is one person’s and one route’s (R7)', async (t) => {
  const { as, b } = await open(t)
  const mine = await as('finance').post('/v1/schools', { schools: [{ id: 's4', name: 'Dogwood' }] }, ONCE)
  const theirs = await as('analyst').post('/v1/schools', { schools: [{ id: 's4', name: 'Dogwood' }] }, ONCE)
  t.strictSame([mine.json(), theirs.json()], [{ added: ['s4'] }, { added: [] }])
  t.equal((await as('finance').post('/v1/portfolios', EAST, ONCE)).status, 201)
  const elsewhere = await b.as('finance').post('/v1/portfolios', EAST, ONCE)
  t.equal(elsewhere.headers['idempotency-replayed'], undefined)
  t.strictSame(await portfolioNames(b.as('finance')), ['East', 'North'])
})

t.test('a request that was refused keeps its key free (R7)', async (t) => {
  const { as } = await open(t)
  const refused = [
    { ...EAST, name: ' East' },
    { ...EAST, name: 'North' },
    { ...EAST, schools: ['s9'] },
  ]
  const statuses: number[] = []
  for (const body of refused) statuses.push((await as('finance').post('/v1/portfolios', body, ONCE)).status)
  t.strictSame(statuses, [400, 409, 422])
  t.equal((await as('viewer').post('/v1/portfolios', EAST, ONCE)).status, 403)
  const answer = await as('finance').post('/v1/portfolios', EAST, ONCE)
  t.strictSame([answer.status, answer.headers['idempotency-replayed']], [201, undefined])
})

t.test('a key is the same bare and in quotes, and one header at a time (R7)', async (t) => {
  const service = await open(t)
  const { as } = service
  const first = await as('finance').post('/v1/portfolios', EAST, ONCE)
  const quoted = await as('finance').post('/v1/portfolios', EAST, { 'idempotency-key': '"k-1"' })
  t.strictSame([quoted.text, quoted.headers['idempotency-replayed']], [first.text, 'true'])
  for (const wrong of ['', ' ', 'a b', 'a, b', '"a" "b"', '"', 'é', 'x'.repeat(256)])
    t.match((await as('finance').post('/v1/portfolios', EAST, { 'idempotency-key': wrong })).json(), {
      status: 400,
      errors: [{ code: 'HEADER_VALUE' }],
    })
  t.equal(
    (
      await as('finance').put(`/v1/portfolios/${String(first.json()['id'])}`, EAST, {
        ...ONCE,
        'if-match': '"1"',
      })
    ).status,
    400,
  )
  const body = JSON.stringify({ ...EAST, name: 'West' })
  const request = [
    'POST /v1/portfolios HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${as('finance').key}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Idempotency-Key: one',
    'Idempotency-Key: two',
    'Connection: close',
  ]
  const raw = await sendRaw(await service.listen(), `${request.join('\r\n')}\r\n\r\n${body}`)
  t.equal(raw.status, 400)
  t.strictSame(await portfolioNames(as('finance')), ['East', 'North'])
})

t.test('another process gives the first one’s answer; a day later the work is done again (R7)', async (t) => {
  const { as, database } = await open(t)
  const first = await as('finance').post('/v1/portfolios', EAST, ONCE)
  const computing = computingHere()
  const office = openOffice({ pool: database.pool, computing, rowLimit: 100, documentDays: 30 })
  const { app } = await serviceOf(t, { computing, office, identify: knownTo(office) })
  const sender = senderWith(app, { authorization: `Bearer ${as('finance').key}` })
  const second = await sender.post('/v1/portfolios', EAST, ONCE)
  t.strictSame([second.text, second.headers['idempotency-replayed']], [first.text, 'true'])
  await asAdministrator(database.administrator, async (client) => {
    await client.query('update leeway.idempotency_keys set expires_at = clock_timestamp()')
  })
  t.match((await sender.post('/v1/portfolios', EAST, ONCE)).json(), { status: 409 }, 'East is there')
})

t.test('of a request with a password no quick hash is kept, from which it could be guessed', async (t) => {
  const service = await open(t)
  const { as } = service
  const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer', password: 'canary in the coal mine' }
  await as('finance').post('/v1/portfolios', EAST, ONCE)
  await as('finance').post('/v1/users', kim, ONCE)
  const replay = await as('finance').post('/v1/users', kim, ONCE)
  t.match(replay, { status: 201, headers: { 'idempotency-replayed': 'true' } })
  const other = { ...kim, password: 'another one of some length' }
  t.equal((await as('finance').post('/v1/users', other, ONCE)).status, 422)
  t.equal(await keptHash(service, 'addPortfolio'), quickHash('/v1/portfolios', EAST), 'such as this')
  t.not(await keptHash(service, 'addUser'), quickHash('/v1/users', kim))
})

function quickHash(path: string, body: unknown): string {
  const said = JSON.stringify(['POST', path, 'application/json', ''])
  return createHash('sha256')
    .update(`${said}\n${JSON.stringify(body)}`)
    .digest('hex')
}

async function keptHash({ database }: StoredService, operation: string): Promise<string | undefined> {
  return asAdministrator(database.administrator, async (client) => {
    const sql = 'select request_hash from leeway.idempotency_keys where operation = $1'
    const { rows } = await client.query<{ readonly request_hash: Buffer }>(sql, [operation])
    return rows[0]?.request_hash.toString('hex')
  })
}

async function portfolioNames(member: Member): Promise<string[]> {
  const { items } = (await member.get('/v1/portfolios')).json()
  return (items as readonly { readonly name: string }[]).map(({ name }) => name)
}
