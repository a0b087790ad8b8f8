import t from 'tap'
import { addKey, findKey, listKeys, revokeKey } from '../../src/store/api-keys.ts'
import { setPassword } from '../../src/store/passwords.ts'
import { endSession, endSessions, findSession, listSessions } from '../../src/store/sessions.ts'
import { identify, signIn } from '../../src/store/sign-in.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { inPages } from '../support/in-pages.ts'
import { type Lake as District, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)
const ALL = { after: undefined, limit: 100 }
const PASSWORD = 'canary in the coal mine'

interface Lake extends District {
  readonly kim: string
  readonly lee: string
  readonly key: (personId: string, name: string) => Promise<{ readonly keyId: string; readonly text: string }>
  readonly session: (name: string) => Promise<{ readonly text: string; readonly sessionId: string }>
}

/** Kim and Lee, principals, who can sign in. */
async function lake(): Promise<Lake> {
  const district = await lakeDistrict(await clone())
  const { inside, add, pool } = district
  const kim = await add({ name: 'Kim', role: 'principal', schools: ['0101'] })
  const lee = await add({ name: 'Lee', role: 'principal', schools: ['0102'] })
  await inside(async (trx, identity) => {
    for (const id of [kim, lee]) await setPassword(trx, identity, id, PASSWORD)
  })
  return {
    ...district,
    kim,
    lee,
    key: async (personId, name) =>
      inside(async (trx, identity) => addKey(trx, identity, { personId, name, scopes: ['read'], days: 9 })),
    session: async (name) => {
      const credentials = { district: 'lake', email: `${name}@lake.org`, password: PASSWORD }
      const text = (await signIn(pool, credentials)) ?? ''
      return { text, sessionId: (await identify(pool, 'session', text))?.secretId ?? '' }
    },
  }
}

t.test('a key is changed for another of the same name without a moment when neither opens', async (t) => {
  const { kim, key, inside, pool } = await lake()
  const first = await key(kim, 'nightly')
  const second = await key(kim, 'nightly')
  for (const { text } of [first, second])
    t.match(await identify(pool, 'key', text), { person: { personId: kim } })
  t.equal(await inside(async (trx) => revokeKey(trx, first.keyId)), true)
  t.equal(await identify(pool, 'key', first.text), undefined)
  t.match(await identify(pool, 'key', second.text), { secretId: second.keyId })
  t.match(await inside(async (trx) => findKey(trx, first.keyId)), { name: 'nightly', state: 'revoked' })
})

t.test('everybody sees, makes and revokes keys of their own, and finance those of all', async (t) => {
  const { kim, lee, key, as, add } = await lake()
  const ann = await add({ name: 'Ann', role: 'finance' })
  const [ofKim, ofLee] = [await key(kim, 'a'), await key(lee, 'b')]
  const seen = async (role: 'finance' | 'principal', personId: string, wish: object = {}) =>
    as({ role, personId }, async (trx) =>
      (await listKeys(trx, { ...ALL, ...wish })).rows.map(({ email, name }) => `${email} ${name}`),
    )
  t.strictSame(await seen('principal', kim), ['kim@lake.org a'])
  t.strictSame(await seen('principal', kim, { personId: lee }), [])
  t.strictSame(await seen('finance', ann), ['kim@lake.org a', 'lee@lake.org b'])
  t.strictSame(await seen('finance', ann, { personId: lee }), ['lee@lake.org b'])
  const asKim = { role: 'principal', personId: kim } as const
  t.equal(await as(asKim, async (trx) => findKey(trx, ofLee.keyId)), undefined)
  t.equal(await as(asKim, async (trx) => revokeKey(trx, ofLee.keyId)), false)
  t.equal(await as(asKim, async (trx) => revokeKey(trx, ofKim.keyId)), true)
  t.equal(await as({ role: 'finance', personId: ann }, async (trx) => revokeKey(trx, ofLee.keyId)), true)
  await t.rejects(
    as(asKim, async (trx, identity) =>
      addKey(trx, identity, { personId: lee, name: 'c', scopes: ['read'], days: 1 }),
    ),
    { kind: 'forbidden', message: /may not/ },
  )
})

t.test('pages hold every key once, oldest first, while others are made', async (t) => {
  const { kim, key, inside } = await lake()
  const made: string[] = []
  const make = async () => made.push((await key(kim, 'nightly')).keyId)
  for (let i = 0; i < 5; i += 1) await make()
  const listed = await inPages(
    (wish) => inside(async (trx) => listKeys(trx, wish)),
    2,
    async (page) => (page < 4 ? make() : undefined),
  )
  t.equal(made.length, 8)
  t.strictSame(
    listed.map(({ keyId }) => keyId),
    made,
  )
})

t.test('somebody sees the open sessions of their own, and ends one or all of them', async (t) => {
  const { kim, lee, session, as, pool, administrator } = await lake()
  const asKim = { role: 'principal', personId: kim } as const
  const [first, second, third] = [await session('kim'), await session('kim'), await session('kim')]
  const ofLee = await session('lee')
  await asAdministrator(administrator, async (client) => {
    await client.query('update leeway.sessions set expires_at = now() where session_id = $1', [
      third.sessionId,
    ])
  })
  const open = async (personId: string) =>
    as(asKim, async (trx) =>
      (await listSessions(trx, { ...ALL, personId })).rows.map(({ sessionId }) => sessionId),
    )
  t.strictSame(await open(kim), [first.sessionId, second.sessionId], 'what has expired is not open')
  t.strictSame(await open(lee), [])
  t.equal(await as(asKim, async (trx) => findSession(trx, ofLee.sessionId)), undefined)
  t.equal(await as(asKim, async (trx) => endSession(trx, ofLee.sessionId)), false)
  t.equal(await as(asKim, async (trx) => endSessions(trx, lee)), 0)
  t.match(await identify(pool, 'session', ofLee.text), { person: { personId: lee } })
  t.match(await as(asKim, async (trx) => findSession(trx, first.sessionId)), { personId: kim })
  t.equal(await as(asKim, async (trx) => endSession(trx, first.sessionId)), true)
  t.equal(await as(asKim, async (trx) => endSession(trx, first.sessionId)), false)
  t.equal(await identify(pool, 'session', first.text), undefined)
  t.equal(await as(asKim, async (trx) => endSessions(trx, kim)), 2)
  t.strictSame(await open(kim), [])
})

t.test('finance ends the sessions of anybody', async (t) => {
  const { kim, session, as, add, pool } = await lake()
  const ann = await add({ name: 'Ann', role: 'finance' })
  const { text } = await session('kim')
  t.equal(await as({ role: 'finance', personId: ann }, async (trx) => endSessions(trx, kim)), 1)
  t.equal(await identify(pool, 'session', text), undefined)
})

t.test('pages hold every open session once', async (t) => {
  const { kim, session, inside } = await lake()
  const made = [await session('kim'), await session('kim'), await session('kim')]
  const listed = await inPages(
    (wish) => inside(async (trx) => listSessions(trx, { ...wish, personId: kim })),
    1,
  )
  t.strictSame(
    listed.map(({ sessionId }) => sessionId),
    made.map(({ sessionId }) => sessionId),
  )
})
