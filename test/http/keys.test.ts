import { randomUUID } from 'node:crypto'
import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import { browserOf, givePassword } from '../support/browser.ts'
import { asAdministrator } from '../support/database.ts'
import { madeKey, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const NIGHTLY = { name: 'nightly', scopes: ['read'], days: 30 }

t.test('everybody makes keys for themselves, whose text is told this once', async (t) => {
  const { as, withKey } = await open(t)
  for (const role of ROLES) {
    const made = await as(role).post('/v1/keys', NIGHTLY)
    const { id, text, ...told } = made.json()
    t.match(made, { status: 201, headers: { location: `/v1/keys/${String(id)}` } }, role)
    t.match(told, { user: as(role).personId, email: `${role}@lake.org`, scopes: ['read'], state: 'valid' })
    t.equal(
      Math.round((Date.parse(String(told['expires'])) - Date.parse(String(told['created']))) / 86_400_000),
      30,
    )
    t.match((await withKey(String(text)).get('/v1/session')).json(), { user: { role }, scopes: ['read'] })
    const found = await as(role).get(`/v1/keys/${String(id)}`)
    t.strictSame(found.json(), { id, ...told }, 'the text is not there again')
    t.notMatch((await as(role).get('/v1/keys')).text, String(text))
  }
})

t.test('a revoked key opens nothing from the next request on', async (t) => {
  const { as, withKey } = await open(t)
  const { id, text } = (await as('viewer').post('/v1/keys', NIGHTLY)).json()
  const sender = withKey(String(text))
  t.equal((await sender.get('/v1/session')).status, 200)
  t.match(await as('viewer').delete(`/v1/keys/${String(id)}`), { status: 204, text: '' })
  t.match((await sender.get('/v1/session')).json(), { status: 401, type: '/docs#problem-unauthenticated' })
  t.equal((await as('viewer').delete(`/v1/keys/${String(id)}`)).status, 204, 'once more changes nothing')
  t.match((await as('viewer').get(`/v1/keys/${String(id)}`)).json(), { state: 'revoked' })
})

t.test('a key that has run out opens nothing', async (t) => {
  const { as, database, withKey } = await open(t)
  const { id, text } = (await as('viewer').post('/v1/keys', NIGHTLY)).json()
  await asAdministrator(database.administrator, async (client) => {
    await client.query('update leeway.api_keys set expires_at = clock_timestamp() where key_id = $1', [id])
  })
  t.equal((await withKey(String(text)).get('/v1/session')).status, 401)
  t.match((await as('viewer').get(`/v1/keys/${String(id)}`)).json(), { state: 'expired' })
})

t.test('a key does what it is for and nothing else', async (t) => {
  const { a, as, withKey } = await open(t)
  const { personId } = as('finance')
  for (const scope of ['read', 'write', 'compute'] as const) {
    const { text } = await a.by('finance', async (trx, who) => madeKey(trx, who, personId, [scope]))
    const sender = withKey(text)
    const statuses = {
      read: (await sender.get('/v1/portfolios')).status,
      write: (await sender.post('/v1/portfolios', { name: scope, schools: [] })).status,
      compute: (await sender.post('/v1/check', {})).status,
    }
    // An empty document is no scenario, which is found out after the rights.
    const fine = { read: 200, write: 201, compute: 400 }
    for (const each of ['read', 'write', 'compute'] as const)
      t.equal(statuses[each], each === scope ? fine[each] : 403, `${each} with a key for ${scope}`)
  }
})

t.test('a key makes no key for more than it is for, nor one that ends later', async (t) => {
  const service = await open(t)
  const { a, as, withKey } = service
  const { personId } = as('viewer')
  const { text } = await a.by('viewer', async (trx, who) => madeKey(trx, who, personId, ['read', 'write']))
  const post = async (body: unknown) => withKey(text).post('/v1/keys', body)
  const all = { ...NIGHTLY, scopes: ['compute', 'read'] }
  t.match((await post(all)).json(), { status: 403, detail: /not for "compute"/ })
  t.match((await post({ ...NIGHTLY, days: 91 })).json(), { status: 403, detail: /ends at 20.* Sign in/ })
  t.match((await post({ ...NIGHTLY, days: 90 })).json(), { status: 403 }, 'ninety days from now are later')
  const { items } = (await as('viewer').get('/v1/keys')).json()
  t.equal((items as readonly unknown[]).length, 2, 'what was refused is not there')
  t.equal((await post({ ...NIGHTLY, days: 89 })).status, 201)
  await givePassword(a, as('viewer'))
  const browser = await browserOf(service, a, as('viewer'))
  t.match((await browser.post('/v1/keys', { ...all, days: 366 })).json(), { scopes: ['read', 'compute'] })
  for (const [days, scopes] of [
    [367, ['read']],
    [0, ['read']],
    [1, []],
    [1, ['admin']],
  ])
    t.equal((await browser.post('/v1/keys', { name: 'x', days, scopes })).status, 400)
})

t.test('finance makes, sees and revokes the keys of others; nobody else does', async (t) => {
  const { as, b, withKey } = await open(t)
  const user = as('principal').personId
  const made = (await as('finance').post('/v1/keys', { ...NIGHTLY, user })).json()
  t.match((await withKey(String(made['text'])).get('/v1/session')).json(), { user: { role: 'principal' } })
  for (const other of [b.as('viewer').personId, randomUUID()])
    t.match((await as('finance').post('/v1/keys', { ...NIGHTLY, user: other })).json(), {
      status: 422,
      errors: [{ code: 'NOT_THERE', pointer: '/user' }],
    })
  t.equal((await as('analyst').post('/v1/keys', { ...NIGHTLY, user })).status, 422)
  const names = async (role: 'finance' | 'analyst', query = ''): Promise<unknown> => {
    const { items } = (await as(role).get(`/v1/keys${query}`)).json()
    return (items as readonly { readonly name: string }[]).map(({ name }) => name)
  }
  t.strictSame(await names('finance', `?user=${user}`), ['tests', 'nightly'])
  t.strictSame(await names('finance'), [...Array<string>(6).fill('tests'), 'nightly'])
  t.strictSame(await names('analyst', `?user=${user}`), [])
  t.strictSame(await names('analyst'), ['tests'])
  t.equal((await as('finance').delete(`/v1/keys/${String(made['id'])}`)).status, 204)
  t.equal((await withKey(String(made['text'])).get('/v1/session')).status, 401)
})

t.test('a key that is not one’s own is not there, like one that is nowhere, to the byte', async (t) => {
  const { as, b } = await open(t)
  const texts = new Set<string>()
  for (const id of [b.as('viewer').keyId, as('finance').keyId, randomUUID(), 'nightly']) {
    const answers = [
      await as('viewer').get(`/v1/keys/${String(id)}`),
      await as('viewer').delete(`/v1/keys/${String(id)}`),
    ]
    t.strictSame(
      answers.map(({ status }) => status),
      [404, 404],
      id,
    )
    for (const { text } of answers) texts.add(text)
  }
  texts.add((await as('finance').delete(`/v1/keys/${b.as('viewer').keyId}`)).text)
  t.equal(texts.size, 1)
  for (const member of [b.as('viewer'), as('finance')]) t.equal((await member.get('/v1/session')).status, 200)
})

t.test('a key that is asked for twice is made once, and told once', async (t) => {
  const { as, withKey } = await open(t)
  const twice = { 'idempotency-key': 'nightly' }
  const first = await as('viewer').post('/v1/keys', NIGHTLY, twice)
  const replays = [
    await as('viewer').post('/v1/keys', NIGHTLY, twice),
    await as('viewer').post('/v1/keys', NIGHTLY, twice),
  ]
  const [second] = replays
  t.equal((await withKey(String(first.json()['text'])).get('/v1/session')).status, 200)
  t.strictSame(second?.json(), { ...first.json(), text: null })
  t.match(second?.headers, { 'idempotency-replayed': 'true', location: first.headers['location'] })
  t.equal(new Set(replays.map(({ text }) => text)).size, 1)
})
