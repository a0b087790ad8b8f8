import { randomUUID } from 'node:crypto'
import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

t.test('everybody reads the portfolios, by name, and finance writes them', async (t) => {
  const { as, a } = await open(t)
  const added = await as('finance').post('/v1/portfolios', { name: 'East', schools: ['s3', 's2', 's3'] })
  const id = String(added.json()['id'])
  t.match(added, { status: 201, headers: { location: `/v1/portfolios/${id}`, etag: '"1"' } })
  const east = { id, name: 'East', schools: ['s2', 's3'], revision: 1 }
  t.strictSame(added.json(), east)
  const north = { id: a.portfolioId, name: 'North', schools: ['s1'], revision: 1 }
  for (const role of ROLES) {
    t.strictSame((await as(role).get('/v1/portfolios')).json(), { items: [east, north], next: null }, role)
    t.strictSame((await as(role).get(`/v1/portfolios/${id}`)).json(), east, role)
    if (role === 'finance') continue
    const path = `/v1/portfolios/${id}`
    const tries = [
      await as(role).post('/v1/portfolios', { name: 'Mine', schools: [] }),
      await as(role).put(path, { name: 'Mine', schools: [] }, from(1)),
      await as(role).delete(path, from(1)),
    ]
    t.strictSame(
      tries.map(({ status }) => status),
      [403, 403, 403],
      role,
    )
  }
})

t.test('a list comes in stretches that leave out nothing', async (t) => {
  const { as } = await open(t)
  for (const name of ['East', 'West', 'Süd'])
    await as('finance').post('/v1/portfolios', { name, schools: [] })
  const names: unknown[] = []
  let path = '/v1/portfolios?limit=1'
  for (let pages = 1; pages <= 4; pages += 1) {
    const { items, next } = (await as('viewer').get(path)).json()
    names.push(...(items as readonly { readonly name: string }[]).map(({ name }) => name))
    t.equal(next === null, pages === 4)
    path = `/v1/portfolios?limit=1&after=${String(next)}`
  }
  t.strictSame(names, ['East', 'North', 'Süd', 'West'])
  t.match((await as('viewer').get('/v1/portfolios?limit=501')).json(), {
    status: 400,
    errors: [{ parameter: 'limit' }],
  })
})

t.test('what a supervisor sees is what the portfolio has, from the change on', async (t) => {
  const { as, a } = await open(t)
  const path = `/v1/portfolios/${a.portfolioId}`
  const changed = await as('finance').put(path, { name: 'North', schools: ['s2', 's3'] }, from(1))
  t.match(changed, { status: 200, headers: { etag: '"2"' } })
  t.match((await as('supervisor').get('/v1/session')).json(), { user: { schools: ['s2', 's3'] } })
  t.equal((await as('finance').put(path, { name: 'N', schools: [] })).status, 428)
  t.equal((await as('finance').put(path, { name: 'N', schools: [] }, from(1))).status, 412)
  t.match((await as('finance').put(path, { name: 'N' }, from(2))).json(), {
    status: 400,
    errors: [{ code: 'FIELD_MISSING', message: 'schools is missing' }],
  })
  t.match((await as('finance').get(path)).json(), { name: 'North', schools: ['s2', 's3'], revision: 2 })
})

t.test('a name is taken once, and a school that is not there is no part of a portfolio', async (t) => {
  const { as } = await open(t)
  for (const body of [
    { name: 'North', schools: [] },
    { name: 'North', schools: ['s1'] },
  ])
    t.match((await as('finance').post('/v1/portfolios', body)).json(), {
      status: 409,
      errors: [{ code: 'NAME_TAKEN', pointer: '/name' }],
    })
  t.match((await as('finance').post('/v1/portfolios', { name: 'East', schools: ['s1', 's9'] })).json(), {
    status: 422,
    errors: [{ code: 'NOT_THERE', pointer: '/schools' }],
  })
  t.match((await as('finance').get('/v1/portfolios')).json(), { items: [{ name: 'North', revision: 1 }] })
})

t.test('a portfolio is removed once nobody has it, and from the revision that was read', async (t) => {
  const { as, a } = await open(t)
  const path = `/v1/portfolios/${a.portfolioId}`
  t.equal((await as('finance').delete(path)).status, 428)
  t.equal((await as('finance').delete(path, from(2))).status, 412)
  t.match((await as('finance').delete(path, from(1))).json(), { status: 409 })
  const supervisor = `/v1/users/${as('supervisor').personId}`
  await as('finance').patch(supervisor, { role: 'viewer' }, from(1))
  t.match(await as('finance').delete(path, from(1)), { status: 204, text: '' })
  t.equal((await as('finance').get(path)).status, 404)
})

t.test('a portfolio of another district is not there, like one that is nowhere, to the byte', async (t) => {
  const { as, b } = await open(t)
  const texts = new Set<string>()
  for (const id of [b.portfolioId, randomUUID(), 'north']) {
    const path = `/v1/portfolios/${id}`
    const answers = [
      await as('finance').get(path),
      await as('finance').put(path, { name: 'Mine', schools: [] }, from(1)),
      await as('finance').delete(path, from(1)),
      await as('viewer').get(path),
    ]
    t.strictSame(
      answers.map(({ status }) => status),
      Array(4).fill(404),
      id,
    )
    for (const { text } of answers) texts.add(text)
  }
  t.equal(texts.size, 1)
  t.match((await b.as('viewer').get(`/v1/portfolios/${b.portfolioId}`)).json(), {
    name: 'North',
    revision: 1,
  })
})
