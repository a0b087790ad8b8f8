import t from 'tap'
import type { Office } from '../../src/app/service/stored-request.ts'
import { ROLES } from '../../src/contract/api/roles.ts'
import type { Route } from '../../src/contract/api/route.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { type Matrix, tried } from '../support/foreign-ids.ts'
import { idPositions, type Kind } from '../support/id-positions.ts'
import { liveRoutes } from '../support/live-routes.ts'
import { senderWith } from '../support/sender.ts'
import { computingHere, service } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { twoContents } from '../support/two-contents.ts'

const open = await storedServices(t)
const { as, a, b, theirs, around, hashes, theirIds, app, database } = await twoContents(await open(t))
const routes: Readonly<Record<string, Route>> = ROUTES
const SECRET = /hillmark|8800(?:11|22|16)/i

/** Places where a name, a school or a year is made in one's own district: another district's is as good as any. */
const MADE: readonly string[] = [
  'changeDistrict: body name',
  'addSchools: body schools',
  'changeSchool: body name',
  'addUser: body name',
  'changeUser: body name',
  'addPortfolio: body name',
  'changePortfolio: body name',
  'addKey: body name',
  'uploadDataset: query name',
  'importDataset: query name',
  'changeDataset: body name',
  'keepMapping: body name',
  'saveFormula: query name',
  'changeFormula: body name',
  'createScenario: query name',
  'createScenario: query year',
  'renameScenario: body name',
  'renameScenario: body year',
  'copyScenario: body name',
  'copyScenario: body year',
  'adopt: path year',
]

const { positions, unknown } = idPositions(routes, around)
const { released, other, portfolio, school, year, name, mapping, accounts, job } = theirs
const ids = {
  ...released,
  key: other.key,
  user: other.user,
  portfolio,
  school,
  year,
  name,
  mapping,
  accounts,
  job,
}
const matrix: Matrix = {
  positions: positions.filter((each) => !MADE.includes(each.name)),
  roles: ROLES,
  as,
  foreign: (kind: Kind) => ids[kind],
  secret: SECRET,
}

t.test('every live route is in the matrix, and every parameter and field of it has a meaning', async (t) => {
  const listed = Object.values(routes).map(({ method, path }) => `${method} ${path}`)
  t.strictSame(liveRoutes(app).sort(byText), listed.sort(byText))
  t.strictSame(unknown, [])
  const names = positions.map((each) => each.name)
  t.strictSame(
    MADE.filter((each) => !names.includes(each)),
    [],
    'no place is listed in vain',
  )
  const planted: Record<string, Route> = { planted: { ...ROUTES.run, path: '/v1/plans/{plan}' } }
  t.strictSame(idPositions(planted, around).unknown, ['planted: path plan'], 'the control')
})

t.test('no list, page or table of one district tells anything of another', async (t) => {
  const lists = Object.entries(routes).filter(
    ([, { method, path }]) => method === 'GET' && !path.includes('{'),
  )
  t.ok(lists.length > 12)
  const secrets = await theirIds()
  t.ok(secrets.length > 60, `${secrets.length} ids`)
  const telling: string[] = []
  const told = (text: string): boolean => SECRET.test(text) || secrets.some((id) => text.includes(id))
  for (const [operation, { path }] of lists) {
    for (const role of ROLES)
      for (const accept of ['application/json', 'text/csv', '*/*'])
        if (told((await as(role).get(path, { accept })).text)) telling.push(`${operation} ${role} ${accept}`)
    if (path.startsWith('/v1/'))
      t.ok(told((await b.as('finance').get(path)).text), `${operation}: they see it`)
  }
  t.strictSame(telling, [])
})

t.test('an id of another district is nowhere, for every role, route and place (S1, S2, S5)', async (t) => {
  const before = await hashes()
  const noted = await refusals()
  const { requests, leaks, inVain } = await tried(matrix)
  t.strictSame(leaks, [])
  t.ok(requests > 900, `${requests} requests`)
  const after = await hashes()
  t.strictSame(after.b, before.b, 'no row of theirs has changed')
  t.strictSame({ ...after.a, audit: '' }, { ...before.a, audit: '' }, 'and none of ours but in the audit')
  t.strictSame(await refusals(noted), counted(inVain), 'whoever asked in vain is noted each time')
})

/** How often which operation was refused to which role, by the audit as finance reads it; without those before. */
async function refusals(before: Record<string, number> = {}): Promise<Record<string, number>> {
  const found: string[] = []
  let after: unknown = ''
  while (typeof after === 'string') {
    const more = after === '' ? '' : `&after=${after}`
    const { items, next } = (await as('finance').get(`/v1/audit?limit=500${more}`)).json()
    for (const { action, subject, role } of items as readonly Record<string, string>[])
      if (action === 'refused') found.push(`${subject} ${role}`)
    after = next
  }
  const counts = Object.entries(counted(found)).map(([each, count]) => [each, count - (before[each] ?? 0)])
  return Object.fromEntries(counts.filter(([, count]) => count !== 0))
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of texts.toSorted(byText)) counts[text] = (counts[text] ?? 0) + 1
  return counts
}

t.test('the control: a route that looks at no district, or at no person, is found', async (t) => {
  const office = openOffice({
    pool: database.pool,
    computing: computingHere(),
    rowLimit: 100,
    documentDays: 30,
  })
  const careless: Office = {
    ...office,
    async answer(request) {
      const known = { ...request.known, person: b.as('finance').identity as typeof request.known.person }
      return office.answer(request.operation === 'scenario' ? { ...request, known } : request)
    },
  }
  const built = await service(t, { office: careless, identify: knownTo(office) })
  const found = await tried({
    ...matrix,
    as: (role) => senderWith(built.app, { authorization: `Bearer ${a.as(role).key}` }),
    positions: positions.filter(({ operation }) => operation.startsWith('scenario')),
  })
  const places = new Set(found.leaks.map((leak) => leak.split(' as ', 1)[0]))
  t.strictSame([...places], ['scenario: path scenario'])
  t.match(found.leaks.join('\n'), /as principal: 200 and not 404/)
  t.match(found.leaks.join('\n'), /as viewer: 200 tells hillmark/)
})

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
