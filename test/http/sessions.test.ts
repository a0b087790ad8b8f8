import t from 'tap'
import { browserOf, givePassword, PASSWORD } from '../support/browser.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

t.test('who signs in is known until they sign out, and then in no window any more', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('supervisor'))
  const browser = await browserOf(service, a, as('supervisor'))
  const { csrf: _, ...told } = (await browser.get('/v1/session')).json()
  t.match(told, {
    district: { code: 'lake', name: 'lake district' },
    user: { id: as('supervisor').personId, role: 'supervisor', schools: ['s1'] },
    scopes: ['read', 'write', 'compute'],
  })
  t.match(await browser.delete('/v1/session'), { status: 204, text: '' })
  t.match((await browser.get('/v1/session')).json(), { status: 401, type: '/docs#problem-unauthenticated' })
  t.equal((await as('supervisor').delete('/v1/session')).status, 403, 'a key is not signed out')
})

t.test('the cookies are for the service’s own pages, and no script reads them', async (t) => {
  for (const [origin, isSecure] of [
    ['http://127.0.0.1:8080', false],
    ['https://leeway.example.org', true],
  ] as const) {
    const service = await open(t, { config: { origin } })
    const { a, as } = service
    await givePassword(a, as('viewer'))
    const body = { district: 'lake', email: 'viewer@lake.org', password: PASSWORD }
    const { headers } = await service.withKey('none').post('/v1/session', body)
    const cookies = [headers['set-cookie'] ?? []].flat().map(String)
    t.equal(cookies.length, 2)
    for (const cookie of cookies) {
      t.match(cookie, /; Path=\/; HttpOnly;.*SameSite=Strict$/)
      t.equal(/; Secure;/.test(cookie), isSecure, origin)
    }
  }
})

t.test('a page of another site has no browser change anything', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('finance'))
  const browser = await browserOf(service, a, as('finance'))
  await givePassword(a, as('analyst'))
  const other = await browserOf(service, a, as('analyst'))
  const portfolio = { name: 'South', schools: ['s2'] }
  const send = async (headers: Readonly<Record<string, string>>) =>
    browser.withoutToken.post('/v1/portfolios', portfolio, headers)
  const forged: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'csrf-token': '' },
    { 'csrf-token': `${browser.token}x` },
    { 'csrf-token': other.token },
    { 'csrf-token': browser.token, 'sec-fetch-site': 'cross-site' },
    { 'csrf-token': browser.token, 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of forged)
    t.match(
      (await send(headers)).json(),
      { status: 403, type: '/docs#problem-forbidden' },
      JSON.stringify(headers),
    )
  const { withoutToken } = browser
  t.equal((await withoutToken.delete(`/v1/portfolios/${a.portfolioId}`, { 'if-match': '"1"' })).status, 403)
  t.equal((await withoutToken.delete('/v1/session')).status, 403)
  t.match((await withoutToken.get('/v1/portfolios')).json(), { items: [{ name: 'North' }], next: null })
  t.equal((await send({ 'csrf-token': browser.token, 'sec-fetch-site': 'same-origin' })).status, 201)
})

t.test('whose role may not is told which may, and to ask one of them', async (t) => {
  const service = await open(t)
  await givePassword(service.a, service.as('principal'))
  const browser = await browserOf(service, service.a, service.as('principal'))
  const detail = 'It is for these roles: finance, analyst. Ask one of them.'
  t.match((await browser.post('/v1/schools', { id: '1', name: 'Ash' })).json(), { status: 403, detail })
})

t.test('no page of another site signs somebody in', async (t) => {
  const service = await open(t)
  await givePassword(service.a, service.as('viewer'))
  const body = { district: 'lake', email: 'viewer@lake.org', password: PASSWORD }
  const sender = service.withKey('none')
  const answer = await sender.post('/v1/session', body, { 'sec-fetch-site': 'cross-site' })
  t.strictSame([answer.status, answer.headers['set-cookie']], [403, undefined])
  t.equal((await sender.post('/v1/session', body)).status, 201)
})

t.test('a session and a key in one request are the key’s', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('finance'))
  const { secret } = await browserOf(service, a, as('finance'))
  const cookie = `leeway-session=${secret}`
  t.match((await as('viewer').get('/v1/session', { cookie })).json(), {
    user: { role: 'viewer' },
    csrf: null,
  })
  t.equal((await service.withKey('guess').get('/v1/session', { cookie })).status, 401)
  t.equal((await service.withKey(secret).get('/v1/session')).status, 401, 'a session is no key')
})

t.test('whatever is wrong in signing in is answered alike, and after ten tries not at all', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('viewer'))
  const right = { district: 'lake', email: 'viewer@lake.org', password: PASSWORD }
  const sender = service.withKey('none')
  const answers = new Set<string>()
  const wrong = [
    { password: 'guess' },
    { email: 'nobody@lake.org' },
    { district: 'hill' },
    { district: 'dale' },
  ]
  for (const twist of wrong) {
    const { instance: _, ...said } = (await sender.post('/v1/session', { ...right, ...twist })).json()
    answers.add(JSON.stringify(said))
  }
  t.equal(answers.size, 1)
  t.match(JSON.parse([...answers][0] ?? ''), {
    status: 401,
    detail: 'District, e-mail or password is wrong.',
  })
  const statuses: number[] = []
  for (let i = 0; i < 10; i += 1)
    statuses.push((await sender.post('/v1/session', { ...right, password: `guess ${i}` })).status)
  t.strictSame(statuses, [...Array<number>(9).fill(401), 429], 'with the one before')
  const late = await sender.post('/v1/session', { ...right, email: ' Viewer@Lake.org' })
  t.equal(late.status, 429, 'the right one too, however it is typed')
  t.match(late.headers['retry-after'], /^(?:[1-9]|[1-5]\d|60)$/)
  await givePassword(a, as('analyst'))
  t.ok(await browserOf(service, a, as('analyst')), 'another mailbox is not kept out')
})

t.test('one address tries no more than sixty mailboxes a minute', async (t) => {
  const service = await open(t)
  const sender = service.withKey('none')
  const statuses: number[] = []
  for (let i = 0; i < 62; i += 1) {
    const body = { district: 'dale', email: `person${i}@lake.org`, password: 'x' }
    statuses.push((await sender.post('/v1/session', body)).status)
  }
  t.strictSame(statuses, [...Array<number>(60).fill(401), 429, 429])
})
