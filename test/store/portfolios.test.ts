import t from 'tap'
import { changePerson } from '../../src/store/change-person.ts'
import {
  addPortfolio,
  changePortfolio,
  findPortfolio,
  findPortfolioByName,
  listPortfolios,
  removePortfolio,
} from '../../src/store/portfolios.ts'
import { newSecret } from '../../src/store/secrets.ts'
import { identify } from '../../src/store/sign-in.ts'
import { withDistrict } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { inPages } from '../support/in-pages.ts'
import { type Lake, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

interface Lakes extends Lake {
  readonly north: string
}

/** The district with a portfolio, North, of its first two schools. */
async function withNorth(): Promise<Lakes> {
  const lake = await lakeDistrict(await clone())
  const north = await lake.inside(async (trx, identity) =>
    addPortfolio(trx, identity, { name: 'North', schools: ['0102', '0101', '0102'] }),
  )
  return { ...lake, north }
}

t.test('a portfolio is found by id and by name, with its schools', async (t) => {
  const { inside, north } = await withNorth()
  const expected = { portfolioId: north, name: 'North', schools: ['0101', '0102'], revision: 1 }
  t.strictSame(await inside(async (trx) => findPortfolio(trx, north)), expected)
  t.strictSame(await inside(async (trx) => findPortfolioByName(trx, 'North')), expected)
  t.equal(await inside(async (trx) => findPortfolioByName(trx, 'South')), undefined)
})

t.test('a portfolio names schools of the district, and has its name alone', async (t) => {
  const { inside } = await withNorth()
  const add = async (name: string, schools: readonly string[]) =>
    inside(async (trx, identity) => addPortfolio(trx, identity, { name, schools }))
  await t.rejects(add('South', ['0103', '9']), { kind: 'reference', message: /is not there/ })
  await t.rejects(add('North', []), { kind: 'taken', message: /one of that name/ })
  t.equal(await inside(async (trx) => findPortfolioByName(trx, 'South')), undefined, 'nothing is left of it')
  t.match(await add('South', []), /^[0-9a-f-]{36}$/, 'it may be without schools')
})

t.test('a change replaces name and schools, and notes only the schools that come or go', async (t) => {
  const { inside, north } = await withNorth()
  const change = async (revision: number, schools: readonly string[]) =>
    inside(async (trx, identity) =>
      changePortfolio(trx, identity, north, revision, { name: 'Northeast', schools }),
    )
  t.strictSame(await change(1, ['0103', '0102']), {
    kind: 'changed',
    row: { portfolioId: north, name: 'Northeast', schools: ['0102', '0103'], revision: 2 },
  })
  t.strictSame(await change(1, []), { kind: 'stale', revision: 2 })
  const noted = await inside(async (trx) =>
    trx
      .selectFrom('audit')
      .select(['action', 'subject_key'])
      .where('subject', '=', 'portfolio_schools')
      .orderBy('entry_id')
      .offset(2)
      .execute(),
  )
  t.strictSame(
    noted.map(({ action, subject_key }) => [action, JSON.parse(subject_key).school_id]),
    [
      ['delete', '0101'],
      ['insert', '0103'],
    ],
  )
})

t.test(
  'a portfolio that somebody has is not removed, and one that nobody has is, with its schools',
  async (t) => {
    const { inside, add, north, administrator } = await withNorth()
    const sam = await add({ name: 'Sam', role: 'supervisor', portfolioId: north })
    const remove = async (revision: number) => inside(async (trx) => removePortfolio(trx, north, revision))
    t.strictSame(await remove(1), { kind: 'in-use' })
    await inside(async (trx, identity) => changePerson(trx, identity, sam, 1, { role: 'viewer' }))
    t.strictSame(await remove(2), { kind: 'stale', revision: 1 })
    t.strictSame(await remove(1), { kind: 'removed' })
    t.strictSame(await remove(1), { kind: 'absent' })
    await asAdministrator(administrator, async (client) => {
      const { rows } = await client.query('select from leeway.portfolio_schools')
      t.equal(rows.length, 0)
    })
  },
)

t.test('a portfolio that is given to somebody at the same moment is not removed', async (t) => {
  const { pool, identity, inside, add, north } = await withNorth()
  const sam = await add({ name: 'Sam', role: 'viewer' })
  const [given, removing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const giving = withDistrict(pool, identity, async (trx) => {
    await changePerson(trx, identity, sam, 1, { role: 'supervisor', portfolioId: north })
    given.resolve()
    await removing.promise
  })
  await given.promise
  const removed = inside(async (trx) => {
    setTimeout(removing.resolve, 100)
    return removePortfolio(trx, north, 1)
  })
  await giving
  t.strictSame(await removed, { kind: 'in-use' })
})

t.test('everybody in the district reads portfolios, and finance alone writes them', async (t) => {
  const { as, north } = await withNorth()
  for (const role of ['analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const) {
    t.match(await as({ role }, async (trx) => findPortfolio(trx, north)), { name: 'North' }, role)
    t.strictSame(await as({ role }, async (trx) => removePortfolio(trx, north, 1)), { kind: 'absent' }, role)
    await t.rejects(
      as({ role }, async (trx, identity) => addPortfolio(trx, identity, { name: role, schools: [] })),
      { kind: 'forbidden', message: /may not/ },
      role,
    )
  }
  const changed = await as({ role: 'finance' }, async (trx, identity) =>
    changePortfolio(trx, identity, north, 1, { name: 'North', schools: [] }),
  )
  t.match(changed, { kind: 'changed' })
})

t.test('what a supervisor may see follows the portfolio at once', async (t) => {
  const { inside, add, north, pool } = await withNorth()
  const sam = await add({ name: 'Sam', role: 'supervisor', portfolioId: north })
  const { text, hash } = newSecret('session')
  await inside(async (trx, { districtId }) =>
    trx
      .insertInto('sessions')
      .values({ district_id: districtId, person_id: sam, hash, expires_at: '2999-01-01T00:00:00Z' })
      .execute(),
  )
  t.match(await identify(pool, 'session', text), {
    person: { role: 'supervisor', schools: ['0101', '0102'] },
    expires: '2999-01-01T00:00:00Z',
  })
  await inside(async (trx, identity) =>
    changePortfolio(trx, identity, north, 1, { name: 'North', schools: ['0103'] }),
  )
  t.strictSame((await identify(pool, 'session', text))?.person.schools, ['0103'])
})

t.test('portfolios come by name, each once, while others are added', async (t) => {
  const { inside } = await withNorth()
  const add = async (name: string) =>
    inside(async (trx, identity) => addPortfolio(trx, identity, { name, schools: ['0101'] }))
  for (const name of ['b', 'Ä', 'a', 'Z']) await add(name)
  const listed = await inPages(
    (wish) => inside(async (trx) => listPortfolios(trx, wish)),
    2,
    async (page) => add(['M', 'c'][page - 1] ?? ''),
  )
  t.strictSame(
    listed.map(({ name }) => name),
    ['North', 'Z', 'a', 'b', 'c', 'Ä'],
    'M came after its place had gone by',
  )
})
