import t from 'tap'
import { ROLES, type Role, SCOPES, type Scope } from '../../src/contract/api/roles.ts'
import type { Route } from '../../src/contract/api/route.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { liveRoutes } from '../support/live-routes.ts'
import type { Sender } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { madeKey, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const { as, a, app, withKey } = await open(t)

const ALL = 'finance analyst viewer budget-partner principal supervisor'
const PLANNERS = 'finance analyst budget-partner principal supervisor'
const STAFF = 'finance analyst'
const FINANCE = 'finance'

/** Which roles have a right to which route, and what a key has to be for. */
const ALLOWED: readonly (readonly [string, string, string])[] = [
  ['POST /v1/check', 'compute', ALL],
  ['POST /v1/compute', 'compute', ALL],
  ['POST /v1/compare', 'compute', ALL],
  ['POST /v1/split', 'compute', ALL],
  ['POST /v1/explain', 'compute', ALL],
  ['POST /v1/session', 'public', ALL],
  ['GET /v1/session', 'read', ALL],
  ['DELETE /v1/session', 'read', ALL],
  ['GET /v1/district', 'read', ALL],
  ['PATCH /v1/district', 'write', FINANCE],
  ['GET /v1/schools', 'read', ALL],
  ['GET /v1/schools/{school}', 'read', ALL],
  ['POST /v1/schools', 'write', STAFF],
  ['PATCH /v1/schools/{school}', 'write', STAFF],
  ['GET /v1/users', 'read', ALL],
  ['POST /v1/users', 'write', FINANCE],
  ['GET /v1/users/{user}', 'read', ALL],
  ['PATCH /v1/users/{user}', 'write', FINANCE],
  ['PUT /v1/users/{user}/password', 'write', ALL],
  ['GET /v1/users/{user}/sessions', 'read', ALL],
  ['DELETE /v1/users/{user}/sessions', 'write', ALL],
  ['GET /v1/portfolios', 'read', ALL],
  ['POST /v1/portfolios', 'write', FINANCE],
  ['GET /v1/portfolios/{portfolio}', 'read', ALL],
  ['PUT /v1/portfolios/{portfolio}', 'write', FINANCE],
  ['DELETE /v1/portfolios/{portfolio}', 'write', FINANCE],
  ['GET /v1/keys', 'read', ALL],
  ['POST /v1/keys', 'write', ALL],
  ['GET /v1/keys/{key}', 'read', ALL],
  ['DELETE /v1/keys/{key}', 'write', ALL],
  ['GET /v1/audit', 'read', ALL],
  ['GET /v1/datasets', 'read', ALL],
  ['POST /v1/datasets/check', 'write', STAFF],
  ['POST /v1/datasets', 'write', STAFF],
  ['POST /v1/datasets/import', 'write', STAFF],
  ['GET /v1/datasets/{dataset}', 'read', ALL],
  ['PATCH /v1/datasets/{dataset}', 'write', STAFF],
  ['GET /v1/datasets/{dataset}/versions', 'read', ALL],
  ['GET /v1/datasets/{dataset}/versions/{version}', 'read', ALL],
  ['GET /v1/datasets/{dataset}/versions/{version}/rows', 'read', ALL],
  ['GET /v1/accounts', 'read', FINANCE],
  ['GET /v1/accounts/{accounts}', 'read', FINANCE],
  ['PUT /v1/accounts/{accounts}', 'write', FINANCE],
  ['DELETE /v1/accounts/{accounts}', 'write', FINANCE],
  ['GET /v1/mappings', 'read', STAFF],
  ['GET /v1/mappings/{mapping}', 'read', STAFF],
  ['PUT /v1/mappings/{mapping}', 'write', STAFF],
  ['DELETE /v1/mappings/{mapping}', 'write', STAFF],
  ['GET /v1/formulas', 'read', ALL],
  ['POST /v1/formulas', 'write', STAFF],
  ['GET /v1/formulas/{formula}', 'read', ALL],
  ['PATCH /v1/formulas/{formula}', 'write', STAFF],
  ['GET /v1/formulas/{formula}/versions', 'read', ALL],
  ['GET /v1/formulas/{formula}/versions/{version}', 'read', ALL],
  ['GET /v1/formulas/{formula}/versions/{version}/template', 'read', ALL],
  ['GET /v1/scenarios', 'read', ALL],
  ['POST /v1/scenarios', 'write', PLANNERS],
  ['GET /v1/scenarios/{scenario}', 'read', ALL],
  ['PATCH /v1/scenarios/{scenario}', 'write', PLANNERS],
  ['PUT /v1/scenarios/{scenario}', 'write', PLANNERS],
  ['POST /v1/scenarios/{scenario}/rename', 'write', PLANNERS],
  ['GET /v1/scenarios/{scenario}/versions', 'read', ALL],
  ['GET /v1/scenarios/{scenario}/versions/{version}', 'read', ALL],
  ['POST /v1/scenarios/{scenario}/copy', 'write', PLANNERS],
  ['GET /v1/scenarios/{scenario}/diff', 'read', ALL],
  ['POST /v1/scenarios/{scenario}/lock', 'write', PLANNERS],
  ['POST /v1/scenarios/{scenario}/unlock', 'write', FINANCE],
  ['POST /v1/scenarios/{scenario}/release', 'write', FINANCE],
  ['GET /v1/adoptions', 'read', ALL],
  ['GET /v1/adoptions/{year}', 'read', ALL],
  ['PUT /v1/adoptions/{year}', 'write', FINANCE],
  ['GET /v1/jobs', 'read', ALL],
  ['POST /v1/jobs', 'write', PLANNERS],
  ['GET /v1/jobs/{job}', 'read', ALL],
  ['POST /v1/jobs/{job}/cancel', 'write', PLANNERS],
  ['POST /v1/jobs/{job}/resume', 'write', PLANNERS],
  ['GET /v1/jobs/{job}/result', 'read', ALL],
  ['GET /v1/jobs/{job}/parts', 'read', ALL],
  ['GET /v1/jobs/{job}/events', 'read', ALL],
  ['GET /v1/jobs/{job}/documents', 'read', ALL],
  ['GET /v1/jobs/{job}/documents/{document}', 'read', ALL],
  ['GET /v1/runs', 'read', ALL],
  ['POST /v1/runs', 'write', PLANNERS],
  ['GET /v1/runs/{run}', 'read', ALL],
  ['GET /v1/runs/{run}/result', 'read', ALL],
  ['GET /v1/runs/{run}/schools', 'read', ALL],
  ['GET /v1/runs/{run}/schools/{school}', 'read', ALL],
  ['GET /v1/runs/{run}/schools/{school}/explanation', 'read', ALL],
  ['POST /v1/runs/{run}/release', 'write', FINANCE],
  ['GET /v1/runs/{run}/board', 'read', ALL],
  ['GET /v1/runs/{run}/journal', 'read', FINANCE],
  ['POST /v1/runs/{run}/journal', 'read', FINANCE],
  ['GET /healthz', 'public', ALL],
  ['GET /readyz', 'public', ALL],
  ['GET /metrics', 'read', STAFF],
  ['GET /openapi.json', 'public', ALL],
  ['GET /docs', 'public', ALL],
]

const NOWHERE = '00000000-0000-7000-8000-000000000000'

/** What the service answers to a request that says nothing but its route: refused for the right it lacks, or not. */
async function asked(sender: Sender, route: string): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const filled = path.replace('{version}', '1').replaceAll(/\{\w+\}/g, NOWHERE)
  return sender.send(method as Route['method'], filled, method === 'GET' ? undefined : '')
}

// A key is never signed out, and is told so.
const SIGN_OUT = 'DELETE /v1/session'

t.test('every live route is in the list, and as its contract says', async (t) => {
  const listed = ALLOWED.map(([route]) => route)
  t.strictSame(listed.toSorted(byText), liveRoutes(app).sort(byText))
  for (const { method, path, access } of Object.values(ROUTES)) {
    const [, scope, roles] = ALLOWED.find(([route]) => route === `${method} ${path}`) ?? []
    t.strictSame(access === 'public' ? scope : access.join(' '), access === 'public' ? 'public' : roles, path)
  }
})

t.test('a role has a right to the routes of the list, and to no other (S3)', async (t) => {
  for (const [route, , roles] of ALLOWED.filter(([each]) => each !== SIGN_OUT)) {
    const found: Role[] = []
    for (const role of ROLES) if (isAllowed(await asked(as(role), route))) found.push(role)
    t.equal(found.join(' '), roles, route)
  }
})

t.test('a key does what it is for, and nothing else (S3)', async (t) => {
  const keys = await a.by('system', async (trx, identity) => {
    const made = new Map<Scope, string>()
    for (const scope of SCOPES)
      made.set(scope, (await madeKey(trx, identity, a.as('finance').personId, [scope])).text)
    return made
  })
  for (const [route, wanted] of ALLOWED.filter(([each]) => each !== SIGN_OUT)) {
    const found: string[] = []
    for (const scope of SCOPES)
      if (isAllowed(await asked(withKey(keys.get(scope) ?? ''), route))) found.push(scope)
    const expected = wanted === 'public' ? SCOPES.join(' ') : wanted
    t.equal(found.join(' '), expected, route)
  }
})

t.test('a key is not signed out, but revoked', async (t) => {
  for (const role of ROLES)
    t.match((await asked(as(role), SIGN_OUT)).json(), {
      status: 403,
      detail: 'A key is revoked, not signed out.',
    })
})

t.test('nobody is let in without a key, but where all are', async (t) => {
  const nobody: Sender = withKey('')
  // After many of these, whoever they come from has to wait.
  for (const [route, scope] of ALLOWED.filter(([each]) => each !== 'POST /v1/session'))
    t.equal([401, 429].includes((await asked(nobody, route)).status), scope !== 'public', route)
})

function isAllowed({ status }: Answer): boolean {
  // Refused for what it says, or for what is not there: that is no question of the right to ask.
  if (status === 401 || status === 429 || status >= 500)
    throw new Error(`an answer that says nothing: ${status}`)
  return status !== 403
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
