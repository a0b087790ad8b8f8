import t from 'tap'
import type { Role } from '../../src/contract/api/roles.ts'
import { addKey } from '../../src/store/api-keys.ts'
import { changePerson, type PersonChange } from '../../src/store/change-person.ts'
import { setPassword } from '../../src/store/passwords.ts'
import { addPerson, findPerson, findPersonByEmail, listPeople } from '../../src/store/people.ts'
import { addPortfolio } from '../../src/store/portfolios.ts'
import { identify, signIn } from '../../src/store/sign-in.ts'
import { withDistrict } from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { inPages } from '../support/in-pages.ts'
import { type Lake as District, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

interface Lake extends District {
  readonly ann: string
  readonly kim: string
  readonly north: string
  readonly change: (
    personId: string,
    revision: number,
    change: PersonChange,
  ) => ReturnType<typeof changePerson>
}

/** Ann of finance, Kim, who is principal of 0101, and a portfolio North. */
async function lake(): Promise<Lake> {
  const district = await lakeDistrict(await clone())
  const ann = await district.add({ name: 'Ann', role: 'finance' })
  const kim = await district.add({ name: 'Kim', role: 'principal', schools: ['0101'] })
  const north = await district.inside(async (trx, identity) =>
    addPortfolio(trx, identity, { name: 'North', schools: ['0102', '0103'] }),
  )
  const change: Lake['change'] = async (personId, revision, change) =>
    district.as({ role: 'finance', personId: ann }, async (trx, identity) =>
      changePerson(trx, identity, personId, revision, change),
    )
  return { ...district, ann, kim, north, change }
}

t.test('what is not stated stays, and the revision goes up by one', async (t) => {
  const { kim, change, inside } = await lake()
  const before = await inside(async (trx) => findPerson(trx, kim))
  t.match(before, { email: 'kim@lake.org', schools: ['0101'], isDisabled: false, revision: 1 })
  t.strictSame(await change(kim, 1, { email: ' KIM@Ash.org ' }), {
    kind: 'changed',
    row: { ...before, email: 'kim@ash.org', revision: 2 },
  })
  t.strictSame(await change(kim, 2, { name: 'Kim Lee', schools: ['0103', '0101', '0103'] }), {
    kind: 'changed',
    row: { ...before, email: 'kim@ash.org', name: 'Kim Lee', schools: ['0101', '0103'], revision: 3 },
  })
  t.match(await inside(async (trx) => findPersonByEmail(trx, 'kim@ASH.org')), { name: 'Kim Lee' })
  t.strictSame(await change(kim, 2, { name: 'Kim' }), { kind: 'stale', revision: 3 })
  t.strictSame(await change('01a202f7-dc29-7fa2-88c2-29e48c675176', 1, { name: 'Kim' }), { kind: 'absent' })
})

t.test('schools and portfolio go with the role that has them', async (t) => {
  const { kim, north, change } = await lake()
  const now = (revision: number, change: object) => ({ kind: 'changed', row: { revision, ...change } })
  const all: readonly [PersonChange, object][] = [
    [{ role: 'budget-partner' }, { schools: ['0101'], portfolioId: undefined }],
    [
      { role: 'supervisor', portfolioId: north },
      { schools: [], portfolioId: north },
    ],
    [{ role: 'analyst' }, { schools: [], portfolioId: undefined }],
    [
      { role: 'principal', schools: ['0102'] },
      { schools: ['0102'], portfolioId: undefined },
    ],
  ]
  for (const [i, [change_, after]] of all.entries())
    t.match(await change(kim, i + 1, change_), now(i + 2, after), JSON.stringify(change_))
})

t.test('a role without what it has to have, or with what it cannot have, is refused', async (t) => {
  const { kim, north, change, inside } = await lake()
  const refused: readonly [PersonChange, RegExp][] = [
    [{ schools: [] }, /^a principal has one school at least$/],
    [{ role: 'viewer', schools: ['0101'] }, /^a viewer has no schools of their own$/],
    [{ role: 'supervisor' }, /^a supervisor has a portfolio$/],
    [{ portfolioId: north }, /^a principal has no portfolio$/],
  ]
  const rule = { kind: 'against-rule', constraint: 'people_fit_their_role' }
  for (const [each, message] of refused) await t.rejects(change(kim, 1, each), { ...rule, message })
  const add = async (role: Role, more: object) =>
    inside(async (trx, identity) =>
      addPerson(trx, identity, { email: 'x@lake.org', name: 'x', role, ...more }),
    )
  await t.rejects(add('budget-partner', {}), { ...rule, message: /one school at least/ })
  await t.rejects(add('supervisor', {}), { ...rule, message: /has a portfolio/ })
  await t.rejects(add('finance', { schools: ['0101'] }), { ...rule, message: /no schools/ })
  await t.rejects(change(kim, 1, { schools: ['9'] }), { kind: 'reference', message: /is not there/ })
  await t.rejects(change(kim, 1, { email: 'ann@lake.org' }), { kind: 'taken', message: /of that name/ })
  t.match(await inside(async (trx) => findPerson(trx, kim)), { role: 'principal', revision: 1 })
})

t.test('who is disabled can do nothing until enabled, and has to sign in again then', async (t) => {
  const { kim, change, inside, pool } = await lake()
  const password = 'canary in the coal mine'
  const key = await inside(async (trx, identity) => {
    await setPassword(trx, identity, kim, password)
    return addKey(trx, identity, { personId: kim, name: 'nightly', scopes: ['read'], days: 1 })
  })
  const enter = async () => signIn(pool, { district: 'lake', email: 'kim@lake.org', password })
  const session = await enter()
  t.match(await change(kim, 1, { isDisabled: true }), { row: { isDisabled: true } })
  t.match(await change(kim, 2, { isDisabled: true }), { kind: 'changed' }, 'twice does no harm')
  t.equal(await enter(), undefined)
  t.equal(await identify(pool, 'key', key.text), undefined)
  t.match(await change(kim, 3, { isDisabled: false }), { row: { isDisabled: false } })
  t.equal(await identify(pool, 'session', session ?? ''), undefined, 'the session is over')
  t.match(await identify(pool, 'key', key.text), { person: { personId: kim } })
  t.match(await enter(), /^leeway_session_/)
})

t.test('the last one of finance who is not disabled stays', async (t) => {
  const { ann, change, add } = await lake()
  for (const each of [{ isDisabled: true }, { role: 'analyst' }] as const)
    t.strictSame(await change(ann, 1, each), { kind: 'last-of-finance' })
  const bob = await add({ name: 'Bob', role: 'finance' })
  t.match(await change(bob, 1, { isDisabled: true }), { kind: 'changed' })
  t.strictSame(await change(ann, 1, { role: 'viewer' }), { kind: 'last-of-finance' }, 'the other is disabled')
  t.match(await change(ann, 1, { name: 'Anna' }), { kind: 'changed' }, 'what matters stays')
  t.match(await change(bob, 2, { isDisabled: false }), { kind: 'changed' })
  t.match(await change(ann, 2, { role: 'viewer' }), { kind: 'changed' })
})

t.test('two of finance who disable each other at the same moment do not both go', async (t) => {
  const { ann, add, pool, identity } = await lake()
  const bob = await add({ name: 'Bob', role: 'finance' })
  const disable = async (personId: string, by: string, until: Promise<void> | undefined, done: () => void) =>
    withDistrict(pool, { ...identity, role: 'finance', personId: by }, async (trx) => {
      const { kind } = await changePerson(trx, identity, personId, 1, { isDisabled: true })
      done()
      await until
      return kind
    })
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const kinds = [disable(ann, bob, second.promise, first.resolve)]
  await first.promise
  kinds.push(disable(bob, ann, undefined, () => undefined))
  // The second waits for the first, which is still open: without that it would see Ann as she was.
  setTimeout(second.resolve, 100)
  t.strictSame(await Promise.all(kinds), ['changed', 'last-of-finance'])
})

t.test('people are listed by e-mail, by role, and by school, a portfolio’s included', async (t) => {
  const { as, ann, add, north } = await lake()
  await add({ name: 'Sam', role: 'supervisor', portfolioId: north })
  await add({ name: 'Lee', role: 'budget-partner', schools: ['0102', '0101'] })
  const listed = async (wish: object) =>
    as({ role: 'finance', personId: ann }, async (trx) => {
      const { rows } = await listPeople(trx, { after: undefined, limit: 9, ...wish })
      return rows.map(({ name }) => name)
    })
  t.strictSame(await listed({}), ['Ann', 'Kim', 'Lee', 'Sam'])
  t.strictSame(await listed({ role: 'principal' }), ['Kim'])
  t.strictSame(await listed({ school: '0102' }), ['Lee', 'Sam'])
  t.strictSame(await listed({ school: '0102', role: 'supervisor' }), ['Sam'])
  t.strictSame(await listed({ school: '9' }), [])
})

t.test('but for finance everybody sees themselves alone, and changes nobody', async (t) => {
  const { as, ann, kim } = await lake()
  for (const role of ['analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const) {
    const who = { role, personId: kim, schools: ['0101'] }
    const { rows } = await as(who, async (trx) => listPeople(trx, { after: undefined, limit: 9 }))
    t.match(rows, [{ name: 'Kim', schools: ['0101'] }], role)
    t.equal(rows.length, 1, role)
    t.equal(await as(who, async (trx) => findPerson(trx, ann)), undefined, role)
    for (const personId of [kim, ann])
      t.strictSame(
        await as(who, async (trx, identity) => changePerson(trx, identity, personId, 1, { name: 'x' })),
        { kind: 'absent' },
        role,
      )
  }
})

t.test('pages hold everybody once, in order, while others are added', async (t) => {
  const { inside, add } = await lake()
  for (const name of ['m', 'é', 'z', 'b-b', 'b.b']) await add({ name, role: 'viewer' })
  const listed = await inPages(
    (wish) => inside(async (trx) => listPeople(trx, wish)),
    2,
    async (page) => add({ name: ['aa', 'l', 'n', 'ö'][page - 1] ?? '', role: 'viewer' }),
  )
  t.strictSame(
    listed.map(({ email }) => email.replace('@lake.org', '')),
    ['ann', 'b-b', 'b.b', 'kim', 'l', 'm', 'n', 'z', 'é', 'ö'],
    'aa came after its place had gone by',
  )
})
