import { randomUUID } from 'node:crypto'
import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

t.test('finance sees all people of the district, and everybody else themselves', async (t) => {
  const { as } = await open(t)
  for (const role of ROLES) {
    const { items } = (await as(role).get('/v1/users')).json()
    const emails = (items as readonly { readonly email: string }[]).map(({ email }) => email)
    const all = ROLES.map((each) => `${each}@lake.org`).sort(compareCodePoints)
    t.strictSame(emails, role === 'finance' ? all : [`${role}@lake.org`], role)
  }
  const emailsAt = async (query: string): Promise<unknown> => {
    const { items } = (await as('finance').get(`/v1/users?${query}`)).json()
    return (items as readonly { readonly email: string }[]).map(({ email }) => email)
  }
  t.strictSame(await emailsAt('role=viewer'), ['viewer@lake.org'])
  t.strictSame(await emailsAt('school=s1'), [
    'budget-partner@lake.org',
    'principal@lake.org',
    'supervisor@lake.org',
  ])
  t.strictSame(await emailsAt('school=s2'), [])
  t.match((await as('finance').get('/v1/users?role=chief')).json(), {
    status: 400,
    errors: [{ code: 'FIELD_VALUE', parameter: 'role', found: 'chief' }],
  })
})

t.test('a person is added with what the role has, and found where the answer says', async (t) => {
  const { as, a } = await open(t)
  const body = { email: ' Kim@Lake.org', name: 'Kim', role: 'principal', schools: ['s2', 's1', 's2'] }
  const added = await as('finance').post('/v1/users', body)
  const id = String(added.json()['id'])
  t.match(added, { status: 201, headers: { location: `/v1/users/${id}`, etag: '"1"' } })
  const { created: _, ...kim } = added.json()
  t.strictSame(kim, {
    id,
    email: 'kim@lake.org',
    name: 'Kim',
    role: 'principal',
    schools: ['s1', 's2'],
    portfolio: null,
    disabled: false,
    revision: 1,
  })
  const found = await as('finance').get(String(added.headers['location']))
  t.strictSame([found.text, found.headers['etag']], [added.text, '"1"'])
  const lee = { email: 'lee@lake.org', name: 'Lee', role: 'supervisor', portfolio: a.portfolioId }
  t.match((await as('finance').post('/v1/users', lee)).json(), { portfolio: a.portfolioId, schools: [] })
})

t.test('what is wrong with a person is told at its field, and nobody is added', async (t) => {
  const { as, a, b } = await open(t)
  const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer' }
  const before = (await as('finance').get('/v1/users')).text
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, number, string, string])[] = [
    [{ email: 'Viewer@lake.org' }, 409, 'NAME_TAKEN', '/email'],
    [{ email: 'kim' }, 422, 'NOT_TOGETHER', '/email'],
    [{ email: 'kim\u0000@lake.org' }, 400, 'FIELD_VALUE', '/email'],
    [{ name: ' Kim' }, 400, 'FIELD_VALUE', '/name'],
    [{ role: 'system' }, 400, 'FIELD_VALUE', '/role'],
    [{ role: 'principal' }, 422, 'NOT_TOGETHER', '/role'],
    [{ schools: ['s1'] }, 422, 'NOT_TOGETHER', '/role'],
    [{ role: 'principal', schools: ['s9'] }, 422, 'NOT_THERE', '/schools'],
    [{ role: 'supervisor' }, 422, 'NOT_TOGETHER', '/role'],
    [{ role: 'supervisor', portfolio: randomUUID() }, 422, 'NOT_THERE', '/portfolio'],
    [{ role: 'supervisor', portfolio: b.portfolioId }, 422, 'NOT_THERE', '/portfolio'],
    [{ role: 'viewer', portfolio: a.portfolioId }, 422, 'NOT_TOGETHER', '/role'],
    [{ password: 'too short' }, 422, 'NOT_TOGETHER', '/password'],
  ]
  for (const [twist, status, code, pointer] of cases) {
    const answer = await as('finance').post('/v1/users', { ...kim, ...twist })
    t.match(answer.json(), { status, errors: [{ code, pointer }] }, JSON.stringify(twist))
  }
  t.equal((await as('finance').get('/v1/users')).text, before)
})

t.test('nobody but finance adds or changes people', async (t) => {
  const { as } = await open(t)
  for (const role of ROLES.filter((each) => each !== 'finance')) {
    const kim = { email: 'kim@lake.org', name: 'Kim', role: 'finance' }
    t.equal((await as(role).post('/v1/users', kim)).status, 403, role)
    const own = `/v1/users/${as(role).personId}`
    t.equal((await as(role).patch(own, { role: 'finance' }, from(1))).status, 403, role)
    t.match((await as(role).get(own)).json(), { role, revision: 1 })
  }
})

t.test('a change starts from the revision that was read, and what is left out stays', async (t) => {
  const { as } = await open(t)
  const path = `/v1/users/${as('principal').personId}`
  const change = async (body: unknown, headers?: Readonly<Record<string, string>>) =>
    as('finance').patch(path, body, headers)
  t.match(await change({ name: 'Kim' }, from(1)), { status: 200, headers: { etag: '"2"' } })
  t.match((await as('principal').get(path)).json(), {
    name: 'Kim',
    role: 'principal',
    schools: ['s1'],
    revision: 2,
  })
  t.match(await change({ name: 'Lee' }), { status: 428 })
  t.match(await change({ name: 'Lee' }, from(1)), { status: 412 })
  t.match(await change({ name: 'Lee' }, { 'if-match': 'W/"2"' }), { status: 412 })
  t.match((await change({ schools: ['s2'] }, from(2))).json(), { name: 'Kim', schools: ['s2'], revision: 3 })
  t.match((await as('principal').get('/v1/session')).json(), { user: { schools: ['s2'] } }, 'from now on')
  t.match((await change({ role: 'analyst' }, from(3))).json(), { role: 'analyst', schools: [], revision: 4 })
  t.match((await change({ email: 'viewer@lake.org' }, from(4))).json(), {
    status: 409,
    errors: [{ code: 'NAME_TAKEN', pointer: '/email' }],
  })
})

t.test('the last one of finance stays so, until there is another', async (t) => {
  const { as } = await open(t)
  const own = `/v1/users/${as('finance').personId}`
  for (const body of [{ role: 'viewer' }, { disabled: true }])
    t.match((await as('finance').patch(own, body, from(1))).json(), {
      status: 409,
      type: '/docs#problem-conflict',
    })
  t.match((await as('finance').get(own)).json(), { role: 'finance', disabled: false, revision: 1 })
  await as('finance').post('/v1/users', { email: 'kim@lake.org', name: 'Kim', role: 'finance' })
  t.match((await as('finance').patch(own, { role: 'viewer' }, from(1))).json(), { role: 'viewer' })
  t.equal((await as('finance').post('/v1/users', {})).status, 403, 'at once')
})

t.test('a person of another district is not there, like one who is nowhere, to the byte', async (t) => {
  const { as, b } = await open(t)
  const foreign = b.as('viewer').personId
  const texts = new Set<string>()
  for (const id of [foreign, randomUUID(), 'kim', '%00', as('viewer').personId.slice(1)]) {
    const path = `/v1/users/${id}`
    const answers = [
      await as('finance').get(path),
      await as('finance').patch(path, { name: 'Kim' }, from(1)),
      await as('finance').put(`${path}/password`, { password: 'a password of some length' }),
      await as('finance').get(`${path}/sessions`),
      await as('finance').delete(`${path}/sessions`),
      await as('principal').get(path),
    ]
    t.strictSame(
      answers.map(({ status }) => status),
      Array(6).fill(404),
      id,
    )
    for (const { text } of answers) texts.add(text)
  }
  texts.add((await as('principal').get(`/v1/users/${as('viewer').personId}`)).text)
  t.equal(texts.size, 1)
  t.match((await b.as('viewer').get(`/v1/users/${foreign}`)).json(), { name: 'viewer', revision: 1 })
})
