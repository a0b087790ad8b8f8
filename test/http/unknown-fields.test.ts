import t from 'tap'
import { stringify } from 'yaml'
import { z } from 'zod'
import type { Route, StoredRoute } from '../../src/contract/api/route.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { asAdministrator } from '../support/database.ts'
import { districtHashes } from '../support/district-hashes.ts'
import { plainRequest } from '../support/id-positions.ts'
import { plantedContent } from '../support/planted-content.ts'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'
import { aroundOf } from '../support/two-contents.ts'

const open = await storedServices(t)
const stored = await open(t)
const { as, a, database } = stored
const mine = await plantedContent(stored, a, { mark: 'lakemark', students: [1000, 2047, 3089] })
const around = aroundOf(stored, mine)

/** What belongs to the service to say, and never to whoever asks. */
const OURS = {
  district_id: a.id,
  school_id: 's2',
  id: '00000000-0000-7000-8000-000000000000',
  version: '9',
  role: 'finance',
  created_by: '00000000-0000-7000-8000-000000000000',
  status: 'released',
  released_at: '2026-01-01T00:00:00Z',
  revision: '9',
  by: '00000000-0000-7000-8000-000000000000',
  districtId: a.id,
  createdBy: '00000000-0000-7000-8000-000000000000',
  constructor: { prototype: { role: 'finance' } },
} as const

/** Fields of these names that a route really takes. */
const TAKEN: readonly string[] = [
  'addUser role',
  'changeUser role',
  'keepMapping id',
  'copyScenario version',
  'releaseScenario version',
  'adopt version',
  'createRun version',
  'createJob version',
  'addSchools item id',
]

type Fields = Readonly<Record<string, unknown>>

interface Case {
  /** `addUser`, or `addSchools item`. */
  readonly name: string
  readonly operation: string
  readonly route: StoredRoute
  /** A body as the route takes it, with something more in it. */
  readonly more: (field: string, value: unknown) => unknown
}

/** Bodies that no plain request has. */
const APART: Readonly<Record<string, Fields>> = {
  signIn: { district: 'lake', email: 'finance@lake.org', password: 'not the password of anybody' },
  createJob: { kind: 'sweep', scenario: around.own('scenario', 'finance') },
}

/** Every route that takes fields, changes or a document. */
function cases(routes: Readonly<Record<string, Route>>): Case[] {
  return Object.entries(routes).flatMap(([operation, route]): Case[] => {
    if (route.kind !== 'stored' || route.takes === undefined || route.takes.kind === 'table') return []
    const body = APART[operation] ?? plainRequest({ operation, route, around }, 'finance').body
    if (body === undefined) throw new Error(`no body for ${operation}`)
    const the = { name: operation, operation, route }
    if (Array.isArray(body)) return [{ ...the, more: (field, value) => withEach(body, field, value) }]
    const fields: Fields = Object(body)
    return [{ ...the, more: (field, value) => ({ ...fields, [field]: value }) }]
  })
}

function withEach(items: readonly Fields[], field: string, value: unknown): Fields[] {
  return items.map((each) => ({ ...each, [field]: value }))
}

const schools = [{ id: 's7', name: 'Oak' }]
const all: readonly Case[] = [
  ...cases(ROUTES),
  {
    name: 'addSchools item',
    operation: 'addSchools',
    route: ROUTES.addSchools,
    more: (field, value) => ({ schools: withEach(schools, field, value) }),
  },
]

async function hashes(): Promise<Record<string, string>> {
  return asAdministrator(database.administrator, async (client) => districtHashes(client, a.id))
}

t.test('what is not a field of a route is refused, and nothing is changed (S4)', async (t) => {
  const operations = new Set(all.map(({ operation }) => operation))
  t.equal(operations.size, takingRoutes().length)
  t.ok(operations.size >= 20)
  const before = await hashes()
  const taken: string[] = []
  for (const { name: which, operation, route, more } of all)
    for (const [field, value] of Object.entries(OURS)) {
      const name = `${which} ${field}`
      if (TAKEN.includes(name)) {
        taken.push(name)
        continue
      }
      const { path, headers } = plainRequest({ operation, route, around }, 'finance')
      const answer = await as('finance').send(route.method, path, more(field, value), headers)
      const { status, errors = [] } = answer.json()
      t.equal(status, 400, `${name}: ${answer.text}`)
      const unknown = errors.filter(({ code }) => code === 'FIELD_UNKNOWN' || code === 'RESERVED_KEY')
      t.ok(unknown.length > 0, name)
    }
  t.strictSame(taken, TAKEN)
  t.strictSame(await hashes(), before)
})

function takingRoutes(): Route[] {
  return Object.values(ROUTES).filter(
    (route: Route) => route.kind === 'stored' && route.takes !== undefined && route.takes.kind !== 'table',
  )
}

t.test('a document in YAML has no more fields than one in JSON', async (t) => {
  const before = await hashes()
  for (const { operation, route, more } of all.filter(({ route }) => route.takes?.kind === 'document'))
    for (const [field, value] of Object.entries(OURS)) {
      const { path, headers } = plainRequest({ operation, route, around }, 'finance')
      const yaml = { ...headers, 'content-type': 'application/yaml' }
      const answer = await as('finance').send(route.method, path, stringify(more(field, value)), yaml)
      t.match(
        answer.json(),
        { status: 400, errors: [{ code: /^(?:FIELD_UNKNOWN|RESERVED_KEY)$/ }] },
        `${operation} ${field}`,
      )
    }
  t.strictSame(await hashes(), before)
})

t.test('the control: an object that drops what it does not know takes it', async (t) => {
  const loose = z.object({ name: z.string() })
  const strict = ROUTES.changeDistrict.takes.schema
  const body = { name: 'Lake', role: 'finance' }
  t.strictSame([loose.safeParse(body).success, strict.safeParse(body).success], [true, false])
  const changed = await as('finance').patch('/v1/district', { name: 'Lake' }, from(2))
  t.equal(changed.status, 200, 'the same without what is more')
})
