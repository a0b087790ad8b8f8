import t from 'tap'
import type { StoredRoute } from '../../src/contract/api/route.ts'
import { AUDIT_ROUTES } from '../../src/contract/api/routes/audit.ts'
import { DISTRICT_ROUTES } from '../../src/contract/api/routes/district.ts'
import { KEY_ROUTES } from '../../src/contract/api/routes/keys.ts'
import { PEOPLE_ROUTES } from '../../src/contract/api/routes/people.ts'
import { PORTFOLIO_ROUTES } from '../../src/contract/api/routes/portfolios.ts'
import { STORED_ROUTES } from '../../src/contract/api/routes.ts'
import { asAdministrator } from '../support/database.ts'
import { districtHashes } from '../support/district-hashes.ts'
import { from } from '../support/sender.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

/** What every route refuses that takes fields is in `unknown-fields.test.ts`; these are names that a file can write alone. */
const EVERYWHERE = ['__proto__']
/** Of routes that take nothing at all. */
const OF_ROWS = ['id', 'district_id', 'version', 'created_by', 'role', 'status', 'revision']

interface Write {
  readonly path: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Names that its rows have, and no field of this route. */
  readonly more: readonly string[]
}

/** A request of each route on people and what belongs to them that would be done. */
function writesOf({ a, as }: StoredService): Readonly<Record<string, Write>> {
  const password = 'canary in the coal mine'
  const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer' }
  const viewer = `/v1/users/${as('viewer').personId}`
  const east = { name: 'East', schools: ['s2'] }
  return {
    addUser: { path: '/v1/users', fields: kim, more: ['disabled', 'person_id'] },
    changeUser: { path: viewer, fields: { name: 'Kim' }, more: ['password', 'person_id'] },
    setPassword: { path: `${viewer}/password`, fields: { password }, more: ['hash', 'user'] },
    endUserSessions: { path: `${viewer}/sessions`, fields: {}, more: [...OF_ROWS, 'user'] },
    addPortfolio: { path: '/v1/portfolios', fields: east, more: ['portfolio_id'] },
    changePortfolio: {
      path: `/v1/portfolios/${a.portfolioId}`,
      fields: { ...east, name: 'West' },
      more: ['portfolio_id'],
    },
    removePortfolio: { path: `/v1/portfolios/${a.portfolioId}`, fields: {}, more: OF_ROWS },
    addKey: {
      path: '/v1/keys',
      fields: { name: 'x', scopes: ['read'], days: 1 },
      more: ['hash', 'expires', 'text'],
    },
    revokeKey: { path: `/v1/keys/${as('viewer').keyId}`, fields: {}, more: [...OF_ROWS, 'state'] },
    changeDistrict: { path: '/v1/district', fields: { name: 'Lake' }, more: ['code'] },
    addSchools: {
      path: '/v1/schools',
      fields: { schools: [{ id: 's9', name: 'Elm' }] },
      more: ['closed'],
    },
    changeSchool: { path: '/v1/schools/s1', fields: { name: 'Elm' }, more: ['closed'] },
  }
}

t.test(
  'a name of rows, secrets or the language is no field of a route on people, and changes nothing (S4)',
  async (t) => {
    const service = await open(t)
    const before = await hashes(service)
    for (const [operation, { path, fields, more }] of Object.entries(writesOf(service))) {
      const { method } = STORED_ROUTES[operation as keyof typeof STORED_ROUTES]
      for (const name of [...EVERYWHERE, ...more]) {
        const body = `${JSON.stringify(fields).slice(0, -1)}${Object.keys(fields).length > 0 ? ',' : ''}"${name}": "x"}`
        const headers = { 'if-match': '"1"', 'content-type': 'application/json' }
        const answer = await service.as('finance').send(method, path, body, headers)
        t.match(
          answer.json(),
          { status: 400, errors: [{ code: /^(?:FIELD_UNKNOWN|RESERVED_KEY)$/ }] },
          `${operation} ${name}`,
        )
      }
    }
    t.strictSame(await hashes(service), before)
  },
)

t.test('every route that writes people and what belongs to them is among these', async (t) => {
  const all: Readonly<Record<string, StoredRoute>> = {
    ...PEOPLE_ROUTES,
    ...PORTFOLIO_ROUTES,
    ...KEY_ROUTES,
    ...AUDIT_ROUTES,
    ...DISTRICT_ROUTES,
  }
  const writing = Object.keys(all).filter((id) => all[id]?.method !== 'GET')
  t.strictSame(new Set(Object.keys(writesOf(await open(t)))), new Set(writing))
})

t.test('without the other fields each of these is done', async (t) => {
  const service = await open(t)
  const { as } = service
  // The portfolio can go once nobody has it.
  await as('finance').patch(`/v1/users/${as('supervisor').personId}`, { role: 'viewer' }, from(1))
  for (const [operation, { path, fields }] of Object.entries(writesOf(service))) {
    const { method } = STORED_ROUTES[operation as keyof typeof STORED_ROUTES]
    const tag = String((await as('finance').get(path)).headers['etag'])
    const answer = await as('finance').send(method, path, fields, { 'if-match': tag })
    t.ok([200, 201, 204].includes(answer.status), `${operation}: ${answer.status} ${answer.text}`)
  }
})

async function hashes({ database, a }: StoredService): Promise<Record<string, string>> {
  return asAdministrator(database.administrator, async (client) => districtHashes(client, a.id))
}
