import t from 'tap'
import { browserOf, givePassword, PASSWORD } from '../support/browser.ts'
import { asAdministrator } from '../support/database.ts'
import { from } from '../support/sender.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const NEXT = 'another one of some length'

t.test('who changes their own password knows the current one, and is signed out everywhere', async (t) => {
  const service = await open(t)
  const { a, as } = service
  const principal = as('principal')
  const path = `/v1/users/${principal.personId}/password`
  await givePassword(a, principal)
  const browser = await browserOf(service, a, principal)
  const other = await browserOf(service, a, principal)
  t.match((await browser.put(path, { password: NEXT })).json(), {
    status: 422,
    errors: [{ code: 'NOT_TOGETHER', expected: 'current: …' }],
  })
  t.match((await browser.put(path, { password: NEXT, current: `${PASSWORD}!` })).json(), {
    status: 422,
    errors: [{ code: 'PASSWORD_WRONG', pointer: '/current' }],
  })
  t.match((await browser.put(path, { password: 'short', current: PASSWORD })).json(), {
    status: 422,
    errors: [{ code: 'NOT_TOGETHER', pointer: '/password', message: 'a password has 12 to 200 characters' }],
  })
  t.equal((await browser.get('/v1/session')).status, 200, 'until then nothing has changed')
  t.match(await browser.put(path, { password: NEXT, current: PASSWORD }), { status: 204, text: '' })
  for (const each of [browser, other]) t.equal((await each.get('/v1/session')).status, 401)
  await t.rejects(browserOf(service, a, principal), /401/)
  await browserOf(service, a, principal, NEXT)
})

t.test('finance gives others a password without knowing theirs, and nobody else does', async (t) => {
  const service = await open(t)
  const { a, as } = service
  const path = `/v1/users/${as('viewer').personId}/password`
  for (const role of ['analyst', 'principal'] as const)
    t.equal((await as(role).put(path, { password: NEXT })).status, 404, role)
  await t.rejects(browserOf(service, a, as('viewer'), NEXT), /401/)
  t.equal((await as('finance').put(path, { password: NEXT })).status, 204)
  await browserOf(service, a, as('viewer'), NEXT)
  const own = `/v1/users/${as('finance').personId}/password`
  t.equal((await as('finance').put(own, { password: NEXT })).status, 422, 'their own they have to know')
  const { items } = (await as('finance').get(`/v1/audit?user=${as('finance').personId}`)).json()
  t.match(items, [{ subject: 'passwords', action: 'insert', role: 'system', email: 'finance@lake.org' }])
})

t.test('a person who is added with a password signs in with it', async (t) => {
  const service = await open(t)
  const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer' }
  await service.as('finance').post('/v1/users', { ...kim, password: PASSWORD })
  const browser = await browserOf(service, service.a, kim)
  t.match((await browser.get('/v1/session')).json(), { user: { name: 'Kim' } })
})

t.test('who has a key does not get to guess the password', async (t) => {
  const { a, as } = await open(t)
  await givePassword(a, as('viewer'))
  const path = `/v1/users/${as('viewer').personId}/password`
  const statuses: number[] = []
  for (let i = 0; i < 12; i += 1)
    statuses.push((await as('viewer').put(path, { password: NEXT, current: `guess ${i}` })).status)
  t.strictSame(statuses, [...Array<number>(10).fill(422), 429, 429])
})

t.test('somebody’s sessions are listed and ended by themselves and by finance', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('principal'))
  const [one, two] = [
    await browserOf(service, a, as('principal')),
    await browserOf(service, a, as('principal')),
  ]
  const path = `/v1/users/${as('principal').personId}/sessions`
  const listed = await as('finance').get(path)
  t.equal((listed.json()['items'] as readonly unknown[]).length, 2)
  t.notMatch(listed.text, one.secret)
  t.equal((await one.get(path)).text, listed.text)
  t.equal((await as('budget-partner').get(path)).status, 404)
  t.equal((await as('budget-partner').delete(path)).status, 404)
  t.equal((await two.get('/v1/session')).status, 200)
  t.equal((await as('finance').delete(path)).status, 204)
  for (const each of [one, two]) t.equal((await each.get('/v1/session')).status, 401)
  t.match((await as('principal').get(path)).json(), { items: [], next: null })
})

t.test('somebody who is disabled is out at once, with key and session, and back with the key', async (t) => {
  const service = await open(t)
  const { a, as } = service
  await givePassword(a, as('viewer'))
  const browser = await browserOf(service, a, as('viewer'))
  const path = `/v1/users/${as('viewer').personId}`
  t.match((await as('finance').patch(path, { disabled: true }, from(1))).json(), { disabled: true })
  t.equal((await as('viewer').get('/v1/session')).status, 401)
  t.equal((await browser.get('/v1/session')).status, 401)
  await t.rejects(browserOf(service, a, as('viewer')), /401/)
  t.match((await as('finance').patch(path, { disabled: false }, from(2))).json(), { disabled: false })
  t.equal((await as('viewer').get('/v1/session')).status, 200)
  t.equal((await browser.get('/v1/session')).status, 401)
})

t.test('no secret is in the log, in an answer, or in the database', async (t) => {
  const service = await open(t)
  const { a, as, log } = service
  const own = `/v1/users/${as('finance').personId}/password`
  const answers: string[] = []
  const secrets = [
    'canary-1 in the body',
    'canary-2 in the body',
    'canary-3 in the body',
    'canary-4 in the body',
  ]
  const [first = '', second = '', third = '', fourth = ''] = secrets
  await givePassword(a, as('finance'), first)
  const told = async (answer: Promise<{ readonly text: string }>): Promise<void> => {
    answers.push((await answer).text)
  }
  const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer', password: second }
  for (let i = 0; i < 2; i += 1)
    await told(as('finance').post('/v1/users', kim, { 'idempotency-key': 'kim' }))
  await told(as('finance').post('/v1/users', { ...kim, more: 1 }))
  await told(as('finance').post('/v1/users', { ...kim, password: [third] }))
  await told(as('finance').post('/v1/users', `{"password": ${third}}`))
  await told(as('finance').post('/v1/users', `{"password": "${third}" "name": 1}`))
  await told(as('finance').put(own, { password: third.repeat(60), current: first }))
  await told(as('finance').put(own, { password: third, current: fourth }))
  await told(as('finance').put(own, { password: third, current: first }))
  await told(
    service.withKey('none').post('/v1/session', { district: 'lake', email: 'x', password: fourth, more: 1 }),
  )
  await told(as('finance').get('/v1/audit?limit=500'))
  t.match(
    answers.join(),
    /kim@lake\.org.*FIELD_UNKNOWN.*FIELD_VALUE.*JSON_SYNTAX.*PASSWORD_WRONG.*passwords/s,
  )
  const kept = await everything(service)
  t.match(kept, /idempotency.*kim@lake\.org/s)
  const all = [...answers, JSON.stringify(log), kept].join('\n')
  for (const secret of secrets)
    for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
      t.notOk(all.includes(form.slice(0, 16)), secret)
})

/** Every value of every table as PostgreSQL writes it, each with the name of its table. */
async function everything({ database }: StoredService): Promise<string> {
  return asAdministrator(database.administrator, async (client) => {
    const { rows } = await client.query<{ readonly name: string }>(
      `select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind = 'r' order by 1`,
    )
    const texts: string[] = []
    for (const { name } of rows) {
      const { rows: all } = await client.query<{ readonly line: string }>(
        `select t::text as line from leeway.${name} t`,
      )
      texts.push(...all.map(({ line }) => `${name} ${line}`))
    }
    return texts.join('\n')
  })
}
