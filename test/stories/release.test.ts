import t from 'tap'
import { ofSchools, ROLES, type Role } from '../../src/contract/api/roles.ts'
import { made, idOf as madeId } from '../support/planted-content.ts'
import { storedServices } from '../support/stored-service.ts'
import { BASIS, schoolsCsv, wholeFormula } from '../support/whole-formula.ts'

// A pool of 30,000,000 over shares of a total and a bonus by rank: every school's dollars hang on all schools. Of s3
// more students are of low income than there are, which is a warning that quotes both counts.
const CSV = `${schoolsCsv([1000, 2047, 3089])}s4,School 4,613,977\n`
const OTHERS_CELLS = /\b(?:2,?047|1,?023|3,?089|1,?544|613|977)\b/

const open = await storedServices(t)
const { as, withKey } = await open(t)
const finance = as('finance')
const principal = as('principal')
const OF_S1: readonly Role[] = ['principal', 'supervisor', 'budget-partner']

const upload = finance.post('/v1/datasets?name=counts', CSV, { 'content-type': 'text/csv' })
const dataset = await madeId(upload)
await made(finance.post('/v1/formulas?name=shares', { leeway: '1', formula: wholeFormula('shares') }))
const budget = {
  leeway: '1',
  scenario: { id: 'budget', name: 'Budget' },
  formula: 'formulas/shares',
  data: { file: 'datasets/counts', measures: BASIS },
}
const scenario = await madeId(finance.post('/v1/scenarios?year=2026-27', budget))
const run = await madeId(finance.post('/v1/runs', { scenario }))

const whatIf = (counts: Readonly<Record<string, string>>, more: object = {}) => ({
  leeway: '1',
  scenario: { id: 'more', name: 'More students', budget: 'neutral' },
  base: `scenarios/${scenario}@1`,
  changes: [{ change_counts: 'students', set: counts }],
  ...more,
})

t.test('before the release a principal and a supervisor see nothing of it', async (t) => {
  for (const role of ['principal', 'supervisor', 'viewer'] as const) {
    for (const path of [
      `/v1/runs/${run}`,
      `/v1/runs/${run}/result`,
      `/v1/runs/${run}/schools`,
      `/v1/runs/${run}/schools/s1`,
      `/v1/runs/${run}/schools/s1/explanation`,
      `/v1/scenarios/${scenario}`,
      `/v1/scenarios/${scenario}/versions/1`,
      `/v1/datasets/${dataset}/versions/1/rows`,
    ])
      t.equal((await as(role).get(path)).status, 404, `${role} ${path}`)
    for (const list of ['runs', 'scenarios', 'datasets', 'formulas', 'adoptions'])
      t.strictSame((await as(role).get(`/v1/${list}`)).json(), { items: [], next: null }, `${role} ${list}`)
  }
  const refused = await principal.post('/v1/scenarios?year=2026-27', whatIf({ s1: '1100' }))
  t.match(refused.json(), { status: 422, errors: [{ code: 'ADDRESS_UNKNOWN', pointer: '/base' }] })
  t.equal((await principal.post('/v1/runs', { scenario })).status, 404)
})

t.test('before the release a budget partner sees what their own schools would receive', async (t) => {
  const partner = as('budget-partner')
  const rows = (await partner.get(`/v1/runs/${run}/schools`)).json()['items'] as readonly object[]
  const all = (await finance.get(`/v1/runs/${run}/schools`)).json()['items'] as readonly object[]
  t.equal(all.length, 4)
  t.strictSame(rows, all.slice(0, 1))
  t.equal((await partner.get(`/v1/runs/${run}/result`)).status, 404)
  t.equal((await partner.get(`/v1/runs/${run}/schools/s2`)).status, 404)
  t.notMatch((await partner.get(`/v1/runs/${run}/schools/s1/explanation`)).text, OTHERS_CELLS)
})

t.test('once it is released, everybody sees the allocation of every school, to the same cent', async (t) => {
  await made(finance.post(`/v1/runs/${run}/release`, {}))
  const json = ['', '/result', '/schools'].map((what) => ({ what, accept: 'application/json' }))
  const csv = ['/result', '/schools'].map((what) => ({ what, accept: 'text/csv' }))
  for (const { what, accept } of [...json, ...csv]) {
    const path = `/v1/runs/${run}${what}`
    const { status, text } = await finance.get(path, { accept })
    t.equal(status, 200)
    if (what === '/result' && accept === 'application/json') t.match(text, WARNED_OF)
    for (const role of ROLES) {
      const seen = (await as(role).get(path, { accept })).text
      t.equal(ofSchools(role) ? withoutWarnings(seen) : seen, ofSchools(role) ? withoutWarnings(text) : text)
      if (ofSchools(role)) t.notMatch(seen, WARNED_OF, `${role} ${path}`)
    }
  }
  const { total, schools } = (await principal.get(`/v1/runs/${run}/result`)).json() as unknown as Result
  t.strictSame([total, cents(schools.map((school) => school.total))], ['30000000.00', 3_000_000_000n])
  const own = (await principal.get(`/v1/runs/${run}/schools/s1`)).json()
  t.equal(own['total'], schools.find(({ id }) => id === 's1')?.total)
})

/** The cell of s4 that the warnings of the run name. */
const WARNED_OF = /\b977\b/

/** A result but for its warnings. */
function withoutWarnings(text: string): string {
  return text.replace(/\n {2}"warnings": [\s\S]*$/, '')
}

interface Result {
  readonly total: string
  readonly schools: readonly { readonly id: string; readonly total: string }[]
}

function cents(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n)
}

t.test('of the data everybody sees the rows of their own schools', async (t) => {
  const path = `/v1/datasets/${dataset}/versions/1/rows`
  for (const role of OF_S1) {
    const cells = { id: 's1', name: 'School 1', students: '1000', low_income: '500' }
    t.strictSame((await as(role).get(path)).json()['items'], [{ school: 's1', cells }], role)
    const csv = await as(role).get(path, { accept: 'text/csv' })
    t.equal(csv.text, 'id,name,students,low_income\r\ns1,School 1,1000,500\r\n')
  }
})

t.test('an explanation has the values of one school, and of the others their sum', async (t) => {
  const path = `/v1/runs/${run}/schools/s1/explanation`
  const all = await finance.get(path)
  for (const role of OF_S1) {
    const { text } = await as(role).get(path)
    t.equal(text, all.text, 'the same as finance reads')
    t.notMatch(text, OTHERS_CELLS, role)
    t.match(text, /\b6749\b/, 'all students')
    t.equal((await as(role).get(`/v1/runs/${run}/schools/s2/explanation`)).status, 404, role)
  }
  t.match((await finance.get(`/v1/runs/${run}/schools/s2/explanation`)).text, OTHERS_CELLS, 'the control')
})

t.test('a what-if of one school is computed over the whole district, and shows its own row', async (t) => {
  for (const role of OF_S1) {
    const saved = await as(role).post('/v1/scenarios', whatIf({ s1: '1100' }))
    t.equal(saved.status, 201)
    const mine = await madeId(as(role).post('/v1/runs', { scenario: await madeId(Promise.resolve(saved)) }))
    const same = await madeId(finance.post(`/v1/scenarios?name=As+${role}`, whatIf({ s1: '1100' })))
    const whole = await madeId(finance.post('/v1/runs', { scenario: same }))
    const { total, schools } = (await finance.get(`/v1/runs/${whole}/result`)).json() as unknown as Result
    const told = (await as(role).get(`/v1/runs/${mine}`)).json()
    t.strictSame([told['total'], told['schools']], [total, 4])
    const rows = (await as(role).get(`/v1/runs/${mine}/schools`)).json()['items']
    t.match(rows, [{ school: 's1', total: schools[0]?.total }])
    t.equal((rows as readonly unknown[]).length, 1)
    t.equal((await as(role).get(`/v1/runs/${mine}/result`)).status, 404)
    t.equal((await as(role).get(`/v1/runs/${mine}/schools/s2`)).status, 404)
    t.notMatch((await as(role).get(`/v1/runs/${mine}/schools/s1/explanation`)).text, OTHERS_CELLS)
    // Alone in the run, the school would receive the whole pool.
    t.not(schools[0]?.total, '30000000.00')
  }
})

t.test("a what-if's warnings tell nothing of other schools but that there are some", async (t) => {
  const posted = whatIf({ s1: '400' })
  const named = (who: string) => `/v1/scenarios?name=Less+${who}`
  const all = (await finance.post(named('finance'), posted)).json()['warnings']
  t.match(all, [
    { code: 'NEED_ABOVE_PUPILS', where: { school: 's1' }, found: '500' },
    { code: 'NEED_ABOVE_PUPILS', where: { school: 's4' }, found: '977', expected: 'at most 613' },
  ])
  for (const role of OF_S1) {
    const answer = await as(role).post(named(role), posted)
    t.notMatch(answer.text, OTHERS_CELLS, role)
    const warnings = answer.json()['warnings']
    t.match(warnings, [
      { code: 'NEED_ABOVE_PUPILS', where: { school: 's1' }, found: '500', expected: 'at most 400' },
      { code: 'NEED_ABOVE_PUPILS', message: 'A count of some pupils is above the count of all.', where: {} },
    ])
  }
})

t.test('what goes beyond their own schools is refused, with each place of it', async (t) => {
  const cases: readonly (readonly [object, string])[] = [
    [whatIf({ s1: '1100', s2: '1' }), '/changes/0/set/s2'],
    [whatIf({}, { changes: [{ set: 'base', to: '6000' }] }), '/changes/0'],
    [whatIf({}, { changes: [{ drop_schools: ['s2'] }] }), '/changes/0'],
    [whatIf({}, { solve: { parameter: 'base', to: 'base' } }), '/solve'],
    [{ ...budget, scenario: { id: 'mine' } }, '/formula'],
  ]
  for (const role of OF_S1)
    for (const [document, pointer] of cases) {
      const refused = await as(role).post('/v1/scenarios?name=Mine', document)
      t.match(refused.json(), { status: 422, errors: [{ code: 'CHANGE_NOT_YOURS', pointer }] }, role)
    }
  const copy = await madeId(principal.post(`/v1/scenarios/${scenario}/copy`, { name: 'A copy' }))
  const patch = [{ op: 'add', path: '/changes', value: [{ set: 'base', to: '6000' }] }]
  const json = { 'content-type': 'application/json-patch+json', 'if-match': '"1"' }
  t.match((await principal.patch(`/v1/scenarios/${copy}`, patch, json)).json(), { status: 422 })
})

t.test("no school's what-if is seen by another school", async (t) => {
  const two = { email: 'two@lake.org', name: 'Two', role: 'principal', schools: ['s2'] }
  const user = await madeId(finance.post('/v1/users', two))
  const { text } = (
    await made(finance.post('/v1/keys', { name: 'two', scopes: ['read'], days: '9', user }))
  ).json()
  const neighbour = withKey(String(text))
  const drafts = (await principal.get('/v1/scenarios?state=draft')).json()['items']
  t.match(drafts, [{ name: 'More students' }, { name: 'Less principal' }, { name: 'A copy' }])
  for (const { id } of drafts as readonly { readonly id: string }[])
    t.equal((await neighbour.get(`/v1/scenarios/${id}/versions/1`)).status, 404)
  t.match((await neighbour.get('/v1/scenarios')).json(), { items: [{ id: scenario }], next: null })
  t.equal(((await neighbour.get('/v1/runs')).json()['items'] as readonly unknown[]).length, 1)
})
