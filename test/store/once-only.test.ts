import { createHash } from 'node:crypto'
import t from 'tap'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { forgetExpired, type KeyedRequest, type Outcome, onceOnly } from '../../src/store/once-only.ts'
import { addPerson } from '../../src/store/people.ts'
import { createScenario } from '../../src/store/scenarios.ts'
import { type Identity, withDistrict } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'

const clone = await databaseServer(t)

type Person = Identity & { readonly personId: string }

interface Lake extends TestDatabase {
  readonly kim: Person
  readonly lee: Person
}

async function lake(): Promise<Lake> {
  const database = await clone()
  const system = systemOf(await createDistrict(database.pool, { code: 'lake', name: 'Lake' }))
  const [kim, lee] = await withDistrict(database.pool, system, async (trx) => {
    const add = (name: string) => addPerson(trx, system, { email: `${name}@lake.org`, name, role: 'finance' })
    return [await add('kim'), await add('lee')]
  })
  const person = (personId = ''): Person => ({ ...system, personId, role: 'finance' })
  return { ...database, kim: person(kim), lee: person(lee) }
}

const request = (key: string, body = 'a'): KeyedRequest => ({
  operation: 'createScenario',
  key,
  requestHash: createHash('sha256').update(body).digest(),
})

/** Makes a scenario, and answers with its id. */
async function made({ pool }: Lake, person: Person, keyed: KeyedRequest, name: string): Promise<Outcome> {
  return withDistrict(pool, person, async (trx) =>
    onceOnly(trx, person, keyed, async () => {
      const id = await createScenario(trx, person, { name, year: '2026-27' })
      return { status: 201, headers: '{"etag":"1"}', body: id }
    }),
  )
}

async function scenarios({ pool, kim }: Lake): Promise<number> {
  const all = await withDistrict(pool, kim, async (trx) =>
    trx.selectFrom('scenarios').select('name').execute(),
  )
  return all.length
}

t.test('a hundred of the same request have one effect and one answer', async (t) => {
  const here = await lake()
  const all = await Promise.all(
    Array.from({ length: 100 }, (_, i) => made(here, here.kim, request('k'), `scenario ${i}`)),
  )
  t.equal(await scenarios(here), 1)
  t.equal(all.filter(({ kind }) => kind === 'done').length, 1)
  t.equal(all.filter(({ kind }) => kind === 'replayed').length, 99)
  t.equal(new Set(all.map((each) => ('answer' in each ? each.answer.body : ''))).size, 1)
  await Promise.all(
    Array.from({ length: 10 }, (_, i) => made(here, here.kim, request(`k${i}`), `another ${i}`)),
  )
  t.equal(await scenarios(here), 11, 'with a key for each there would be as many')
})

t.test('the same key for another request is found out, and for another person is another key', async (t) => {
  const here = await lake()
  t.match(await made(here, here.kim, request('k'), 'one'), { kind: 'done' })
  t.strictSame(await made(here, here.kim, request('k', 'b'), 'two'), { kind: 'other-request' })
  t.match(await made(here, here.lee, request('k', 'b'), 'three'), { kind: 'done' })
  t.equal(await scenarios(here), 2)
})

t.test('work that fails keeps no key, and a key that is over serves again', async (t) => {
  const here = await lake()
  await made(here, here.kim, request('first'), 'one')
  await t.rejects(made(here, here.kim, request('k'), 'one'), { kind: 'taken', message: /one of that name/ })
  t.match(await made(here, here.kim, request('k'), 'two'), { kind: 'done' })
  await asAdministrator(here.administrator, async (client) => {
    await client.query('update leeway.idempotency_keys set expires_at = now()')
  })
  t.match(await made(here, here.kim, request('k'), 'three'), { kind: 'done' })
})

t.test('work that the program does for somebody is kept for them, and for nobody else', async (t) => {
  const here = await lake()
  const asProgram = { ...here.kim, role: 'system' } as const
  t.match(await made(here, asProgram, request('k'), 'one'), { kind: 'done' })
  t.match(await made(here, asProgram, request('k'), 'two'), { kind: 'replayed' })
  t.match(await made(here, here.kim, request('k'), 'three'), { kind: 'replayed' }, 'it is their key')
  t.match(await made(here, { ...here.lee, role: 'system' }, request('k'), 'four'), { kind: 'done' })
  t.equal(await scenarios(here), 2)
})

t.test('an answer of some megabytes comes again to the byte', async (t) => {
  const here = await lake()
  const body = JSON.stringify({ text: 'é学校\t"'.repeat(500_000) })
  const headers = JSON.stringify({ note: 'x'.repeat(1_000_000), location: '/v1/runs/1' })
  const large = async () =>
    withDistrict(here.pool, here.kim, async (trx) =>
      onceOnly(trx, here.kim, request('k'), async () => ({ status: 201, headers, body })),
    )
  t.match(await large(), { kind: 'done' })
  const again = await large()
  t.equal(again.kind, 'replayed')
  if (again.kind === 'other-request') return
  t.ok(again.answer.body === body && again.answer.headers === headers, `${body.length} letters`)
})

t.test('keys that are over are forgotten, and no others', async (t) => {
  const here = await lake()
  for (const key of ['old', 'older', 'kept']) await made(here, here.kim, request(key), key)
  await asAdministrator(here.administrator, async (client) => {
    await client.query(`update leeway.idempotency_keys set expires_at = now() where key <> 'kept'`)
  })
  const forget = async (as: Identity): Promise<number> => withDistrict(here.pool, as, forgetExpired)
  t.equal(await forget(here.lee), 0, 'a person forgets no keys of another')
  const hill = systemOf(await createDistrict(here.pool, { code: 'hill', name: 'Hill' }))
  t.equal(await forget(hill), 0, 'nor a district those of another')
  t.equal(await forget(systemOf(here.kim.districtId)), 2)
  t.equal(await forget(systemOf(here.kim.districtId)), 0)
  t.match(await made(here, here.kim, request('kept'), 'again'), { kind: 'replayed' })
})
