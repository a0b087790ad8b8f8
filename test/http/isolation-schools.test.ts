import t from 'tap'
import type { Office } from '../../src/app/service/stored-request.ts'
import { ROLES, type Role } from '../../src/contract/api/roles.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { type Matrix, tried } from '../support/foreign-ids.ts'
import { idPositions, type Kind } from '../support/id-positions.ts'
import { plantedContent } from '../support/planted-content.ts'
import { from, senderWith } from '../support/sender.ts'
import { computingHere, service } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { aroundOf } from '../support/two-contents.ts'

const open = await storedServices(t)
const stored = await open(t)
const { as, a, database } = stored
const mine = await plantedContent(stored, a, { mark: 'lakemark', students: [1000, 2047, 3089] })
const { released, draft, other, otherIds, ownRun, draftYear, draftName, portfolio } = mine

/** Who sees what, in the order of ROLES: finance, analyst, viewer, budget partner, principal, supervisor. */
const SEEN = {
  everybody: [200, 200, 200, 200, 200, 200],
  drafts: [200, 200, 404, 200, 404, 404],
  'all schools of drafts': [200, 200, 404, 404, 404, 404],
  'all schools': [200, 200, 200, 404, 404, 404],
  people: [200, 404, 404, 404, 404, 404],
  'the principal and drafts': [200, 200, 404, 200, 200, 404],
} as const satisfies Readonly<Record<string, readonly number[]>>

/** The last three have s1; a draft is finance's, a what-if the principal's of s2. */
const THINGS: readonly (readonly [string, keyof typeof SEEN])[] = [
  [`/v1/datasets/${draft.dataset}`, 'drafts'],
  [`/v1/datasets/${draft.dataset}/versions`, 'drafts'],
  [`/v1/datasets/${draft.dataset}/versions/1`, 'drafts'],
  [`/v1/datasets/${draft.dataset}/versions/1/rows`, 'drafts'],
  [`/v1/datasets/${released.dataset}/versions/1/rows`, 'everybody'],
  [`/v1/datasets/${released.dataset}/versions/2`, 'drafts'],
  [`/v1/datasets/${released.dataset}/versions/2/rows`, 'drafts'],
  [`/v1/formulas/${draft.formula}`, 'drafts'],
  [`/v1/formulas/${released.formula}/versions/2`, 'drafts'],
  [`/v1/formulas/${draft.formula}/versions/1`, 'drafts'],
  [`/v1/formulas/${released.formula}/versions/1`, 'everybody'],
  [`/v1/scenarios/${released.scenario}/versions/2`, 'drafts'],
  [`/v1/scenarios/${released.scenario}/diff?from=1&to=2`, 'drafts'],
  [`/v1/scenarios/${draft.scenario}`, 'drafts'],
  [`/v1/scenarios/${draft.scenario}/versions/1`, 'drafts'],
  [`/v1/scenarios/${released.scenario}/diff?from=1&other=${draft.scenario}`, 'drafts'],
  [`/v1/scenarios/${otherIds.scenario}`, 'drafts'],
  [`/v1/scenarios/${otherIds.scenario}/versions/1`, 'drafts'],
  [`/v1/scenarios/${released.scenario}/versions/1`, 'everybody'],
  [`/v1/runs/${draft.run}`, 'drafts'],
  [`/v1/runs/${draft.run}/result`, 'all schools of drafts'],
  [`/v1/runs/${draft.run}/schools`, 'drafts'],
  [`/v1/runs/${draft.run}/schools/s1`, 'drafts'],
  [`/v1/runs/${draft.run}/schools/s2`, 'all schools of drafts'],
  [`/v1/runs/${draft.run}/schools/s1/explanation`, 'drafts'],
  [`/v1/runs/${draft.run}/schools/s2/explanation`, 'all schools of drafts'],
  [`/v1/runs/${otherIds.run}`, 'drafts'],
  [`/v1/runs/${otherIds.run}/schools/s2`, 'all schools of drafts'],
  [`/v1/runs/${ownRun}`, 'the principal and drafts'],
  [`/v1/runs/${ownRun}/schools/s1`, 'the principal and drafts'],
  [`/v1/runs/${ownRun}/schools/s2`, 'all schools of drafts'],
  [`/v1/runs/${ownRun}/result`, 'all schools of drafts'],
  [`/v1/runs/${ownRun}/schools/s1/explanation`, 'the principal and drafts'],
  [`/v1/runs/${ownRun}/schools/s2/explanation`, 'all schools of drafts'],
  [`/v1/runs/${released.run}/result`, 'everybody'],
  [`/v1/runs/${released.run}/schools/s2`, 'everybody'],
  [`/v1/runs/${released.run}/schools/s1/explanation`, 'everybody'],
  [`/v1/runs/${released.run}/schools/s2/explanation`, 'all schools'],
  [`/v1/runs/${draft.run}/board`, 'drafts'],
  [`/v1/runs/${draft.run}/board?school=s1`, 'drafts'],
  [`/v1/runs/${draft.run}/board?school=s2`, 'all schools of drafts'],
  [`/v1/runs/${ownRun}/board`, 'the principal and drafts'],
  [`/v1/runs/${ownRun}/board?school=s2`, 'all schools of drafts'],
  [`/v1/runs/${released.run}/board`, 'everybody'],
  [`/v1/runs/${released.run}/board?school=s2`, 'all schools'],
  [`/v1/runs/${released.run}/board?against=${draft.run}`, 'drafts'],
  [`/v1/adoptions/${encodeURIComponent(draftYear)}`, 'drafts'],
  [`/v1/users/${other.user}`, 'people'],
  [`/v1/users/${other.user}/sessions`, 'people'],
  [`/v1/keys/${other.key}`, 'people'],
  [`/v1/portfolios/${portfolio}`, 'everybody'],
  ['/v1/schools/s2', 'everybody'],
  [`/v1/jobs/${mine.job}`, 'drafts'],
  [`/v1/jobs/${mine.job}/parts`, 'drafts'],
  [`/v1/jobs/${mine.job}/documents`, 'drafts'],
  [`/v1/jobs/${mine.job}/events`, 'drafts'],
]

t.test('what belongs to other schools and other people is seen as one table says', async (t) => {
  t.strictSame(ROLES, ['finance', 'analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'])
  for (const [path, who] of THINGS)
    t.strictSame(
      await Promise.all(ROLES.map(async (role) => (await as(role).get(path)).status)),
      SEEN[who],
      path,
    )
})

/** How many of each there are for whom, in the order of ROLES. */
const COUNTS: readonly (readonly [string, readonly number[]])[] = [
  ['/v1/datasets', [2, 2, 1, 2, 1, 1]],
  ['/v1/formulas', [2, 2, 1, 2, 1, 1]],
  // The released one, the draft, five what-ifs, and that of s2.
  ['/v1/scenarios', [8, 8, 1, 8, 2, 2]],
  // Without the one that counts for a year.
  ['/v1/scenarios?state=draft', [6, 6, 0, 6, 1, 1]],
  [`/v1/scenarios?name=${encodeURIComponent(draftName)}`, [1, 1, 0, 1, 0, 0]],
  [`/v1/scenarios/${released.scenario}/versions`, [2, 2, 1, 2, 1, 1]],
  [`/v1/datasets/${released.dataset}/versions`, [2, 2, 1, 2, 1, 1]],
  [`/v1/formulas/${released.formula}/versions`, [2, 2, 1, 2, 1, 1]],
  ['/v1/runs', [4, 4, 1, 4, 2, 1]],
  ['/v1/runs?state=draft', [3, 3, 0, 3, 1, 0]],
  [`/v1/runs?scenario=${draft.scenario}`, [1, 1, 0, 1, 0, 0]],
  ['/v1/adoptions', [2, 2, 1, 2, 1, 1]],
  ['/v1/users', [7, 1, 1, 1, 1, 1]],
  ['/v1/users?school=s2', [1, 0, 0, 0, 0, 0]],
  ['/v1/keys', [7, 1, 1, 1, 1, 1]],
  [`/v1/keys?user=${other.user}`, [1, 0, 0, 0, 0, 0]],
  [`/v1/audit?user=${other.user}&subject=runs`, [1, 0, 0, 0, 0, 0]],
  ['/v1/jobs', [1, 1, 0, 1, 0, 0]],
  ['/v1/portfolios', [2, 2, 2, 2, 2, 2]],
  ['/v1/schools', [4, 4, 4, 4, 4, 4]],
  [`/v1/datasets/${released.dataset}/versions/1/rows`, [3, 3, 3, 1, 1, 1]],
  [`/v1/runs/${released.run}/schools`, [3, 3, 3, 3, 3, 3]],
]
/** The same, of what not everybody finds. */
const ROWS_OF_DRAFTS: readonly (readonly [string, Partial<Record<Role, number>>])[] = [
  [`/v1/datasets/${draft.dataset}/versions/1/rows`, { finance: 3, analyst: 3, 'budget-partner': 1 }],
  [`/v1/runs/${draft.run}/schools`, { finance: 3, analyst: 3, 'budget-partner': 1 }],
  [`/v1/runs/${ownRun}/schools`, { finance: 3, analyst: 3, 'budget-partner': 1, principal: 1 }],
]

t.test('lists and tables have as many rows as there are for whoever asks', async (t) => {
  const counts = [
    ...COUNTS.map(([path, of]) => [path, Object.fromEntries(ROLES.map((role, i) => [role, of[i]]))] as const),
    ...ROWS_OF_DRAFTS,
  ]
  for (const [path, of] of counts)
    for (const [role, count] of Object.entries(of) as [Role, number][]) {
      const { items } = (await as(role).get(path)).json()
      t.equal((items as readonly unknown[]).length, count, `${path} ${role}`)
      const csv = await as(role).get(path, { accept: 'text/csv' })
      if (csv.status !== 406)
        t.equal(csv.text.trimEnd().split('\n').length - 1, count, `${path} ${role} as CSV`)
    }
})

const { positions } = idPositions(ROUTES, aroundOf(stored, mine))
const HIDDEN: Readonly<Partial<Record<Kind, string>>> = {
  ...draft,
  key: other.key,
  user: other.user,
  year: draftYear,
  name: draftName,
  job: mine.job,
}
const PRIVATE = { scenario: otherIds.scenario, run: otherIds.run, key: as('finance').keyId } as const
const PEOPLE: readonly Kind[] = ['key', 'user']
const matrix: Omit<Matrix, 'foreign'> = {
  positions: positions.filter(
    ({ name, access }) => access !== 'public' && !/(?:body|query) (?:name|year)$/.test(name),
  ),
  roles: ['principal', 'supervisor', 'viewer', 'budget-partner'],
  as,
  // Who sees drafts sees those of the whole district.
  isOpen: (kind, role) => role === 'budget-partner' && !PEOPLE.includes(kind),
  // An id or a hash may have these digits by chance.
  secret: /lakemark[- ](?:draft|private)|(?<![\da-f]|[\da-f]-)(?:205[24]|3089)(?![\da-f]|-[\da-f])/,
}

t.test(
  "a draft, another one's what-if, key and person are nowhere, at every place of every route (S1)",
  async (t) => {
    for (const ids of [HIDDEN, PRIVATE]) {
      const { leaks, requests } = await tried({
        ...matrix,
        foreign: (kind: Kind) => (Object.hasOwn(ids, kind) ? ids[kind as keyof typeof ids] : undefined),
      })
      t.strictSame(leaks, [])
      t.ok(requests > 150, `${requests}`)
    }
  },
)

t.test('a draft of what is released is neither run, copied nor taken as a base', async (t) => {
  const { scenario } = released
  const document = { leeway: '1', scenario: { id: 'mine' }, base: `scenarios/${scenario}@2` }
  for (const role of ['principal', 'supervisor'] as const) {
    t.match((await as(role).get(`/v1/scenarios/${scenario}`)).json(), { version: 1, released: 1 })
    t.equal((await as(role).post('/v1/runs', { scenario, version: '2' })).status, 404, role)
    t.equal(
      (await as(role).post(`/v1/scenarios/${scenario}/copy`, { name: 'Mine', version: '2' })).status,
      404,
    )
    const refused = await as(role).post('/v1/scenarios?name=Mine', document)
    t.match(refused.json(), { status: 422, errors: [{ code: 'ADDRESS_UNKNOWN', pointer: '/base' }] })
  }
  t.match((await as('finance').get(`/v1/scenarios/${scenario}`)).json(), { version: 2, released: 1 })
})

t.test('the control: a route that asks as finance is found', async (t) => {
  const office = openOffice({
    pool: database.pool,
    computing: computingHere(),
    rowLimit: 100,
    documentDays: 30,
  })
  const careless: Office = {
    ...office,
    async answer(request) {
      const { person } = request.known
      const known = { ...request.known, person: { ...person, role: 'finance', schools: [] } as typeof person }
      return office.answer(request.operation === 'diffScenario' ? { ...request, known } : request)
    },
  }
  const built = await service(t, { office: careless, identify: knownTo(office) })
  const { leaks } = await tried({
    ...matrix,
    foreign: (kind) => HIDDEN[kind],
    as: (role) => senderWith(built.app, { authorization: `Bearer ${a.as(role).key}` }),
  })
  const places = new Set(leaks.map((leak) => leak.split(' as ', 1)[0]))
  t.strictSame([...places], ['diffScenario: path scenario', 'diffScenario: query other'])
})

t.test('a supervisor whose portfolio is empty opens no school', async (t) => {
  const path = `/v1/runs/${released.run}/schools/s1/explanation`
  t.equal((await as('supervisor').get(path)).status, 200)
  const { revision } = (await as('finance').get(`/v1/portfolios/${a.portfolioId}`)).json()
  const empty = { name: 'North', schools: [] }
  t.equal(
    (await as('finance').put(`/v1/portfolios/${a.portfolioId}`, empty, from(Number(revision)))).status,
    200,
  )
  t.equal((await as('supervisor').get(path)).status, 404)
  const rows = await as('supervisor').get(`/v1/datasets/${released.dataset}/versions/1/rows`)
  t.strictSame(rows.json()['items'], [])
})
