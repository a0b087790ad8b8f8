import t from 'tap'
import { addKey, listKeys, revokeKey } from '../../src/store/api-keys.ts'
import { changePerson } from '../../src/store/change-person.ts'
import { createDistrict, findDistrict, systemOf } from '../../src/store/districts.ts'
import { checkPassword, setPassword } from '../../src/store/passwords.ts'
import { addPerson } from '../../src/store/people.ts'
import { endSession } from '../../src/store/sessions.ts'
import { identify, signIn } from '../../src/store/sign-in.ts'
import { withDistrict } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'
import { type Lake as District, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)
const ALL = { after: undefined, limit: 100 }
const PASSWORD = 'canary in the coal mine'

interface Lake extends District {
  readonly kim: string
}

/** The district with one principal, Kim, of one of its schools. */
async function lake(): Promise<Lake> {
  const district = await lakeDistrict(await clone())
  const kim = await district.add({
    email: ' Kim@Lake.org',
    name: 'Kim',
    role: 'principal',
    schools: ['0101'],
  })
  await district.inside(async (trx, identity) => setPassword(trx, identity, kim, PASSWORD))
  return { ...district, kim }
}

t.test('a right password opens a session, and whatever is wrong opens none', async (t) => {
  const { pool, identity, kim, inside } = await lake()
  const session = await signIn(pool, { district: 'lake', email: 'KIM@lake.org ', password: PASSWORD })
  t.match(session, /^leeway_session_[\w-]{43}$/)
  const bearer = await identify(pool, 'session', session ?? '')
  t.match(bearer, {
    person: { districtId: identity.districtId, personId: kim, role: 'principal', schools: ['0101'] },
    expires: /^\d{4}-\d\d-\d\dT/,
    scopes: ['read', 'write', 'compute'],
  })
  const wrong = [
    { district: 'lake', email: 'kim@lake.org', password: `${PASSWORD} ` },
    { district: 'lake', email: 'lee@lake.org', password: PASSWORD },
    { district: 'hill', email: 'kim@lake.org', password: PASSWORD },
    { district: '', email: '', password: '' },
  ]
  for (const each of wrong) t.equal(await signIn(pool, each), undefined, JSON.stringify(each))
  t.equal(await identify(pool, 'key', session ?? ''), undefined, 'a session is no key')
  await inside(async (trx) => endSession(trx, bearer?.secretId ?? ''))
  t.equal(await identify(pool, 'session', session ?? ''), undefined, 'nor is it one after signing out')
})

t.test('whether the person or the password is wrong cannot be told from how long it takes', async (t) => {
  const { pool } = await lake()
  const taken = async (email: string): Promise<number> => {
    const started = performance.now()
    await signIn(pool, { district: 'lake', email, password: 'wrong' })
    return performance.now() - started
  }
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let i = 0; i < 9; i += 1) {
    times.known.push(await taken('kim@lake.org'))
    times.unknown.push(await taken('lee@lake.org'))
  }
  const [known, unknown] = [median(times.known), median(times.unknown)]
  // Without the argon2 for nobody one would take a tenth of the other.
  t.ok(unknown > known / 2 && known > unknown / 2, `${known.toFixed(1)} and ${unknown.toFixed(1)} ms`)
})

t.test('a key stands for its person until it is revoked, runs out, or the person is disabled', async (t) => {
  const { pool, identity, kim, inside, administrator } = await lake()
  const made = async (name: string) =>
    inside(async (trx) => addKey(trx, identity, { personId: kim, name, scopes: ['read'], days: 90 }))
  const [nightly, rotated, old] = [await made('nightly'), await made('nightly, next'), await made('old')]
  for (const { text } of [nightly, rotated])
    t.match(await identify(pool, 'key', text), { person: { personId: kim }, scopes: ['read'] })
  t.equal(await inside(async (trx) => revokeKey(trx, nightly.keyId)), true)
  t.equal(await inside(async (trx) => revokeKey(trx, nightly.keyId)), false)
  t.equal(await identify(pool, 'key', nightly.text), undefined)
  await asAdministrator(administrator, async (client) => {
    await client.query(`update leeway.api_keys set expires_at = now() where key_id = $1`, [old.keyId])
  })
  t.equal(await identify(pool, 'key', old.text), undefined)
  t.strictSame(
    (await inside(async (trx) => listKeys(trx, ALL))).rows.map(({ name, state }) => [name, state]),
    [
      ['nightly', 'revoked'],
      ['nightly, next', 'valid'],
      ['old', 'expired'],
    ],
  )
  const change = { isDisabled: true }
  await inside(async (trx) => changePerson(trx, identity, kim, 1, change))
  t.equal(await identify(pool, 'key', rotated.text), undefined)
  t.equal(await signIn(pool, { district: 'lake', email: 'kim@lake.org', password: PASSWORD }), undefined)
})

t.test('a new password ends the sessions that began with the old one', async (t) => {
  const { pool, identity, kim, inside } = await lake()
  const session = await signIn(pool, { district: 'lake', email: 'kim@lake.org', password: PASSWORD })
  await inside(async (trx) => setPassword(trx, identity, kim, 'another one of some length'))
  t.equal(await identify(pool, 'session', session ?? ''), undefined)
  t.equal(await signIn(pool, { district: 'lake', email: 'kim@lake.org', password: PASSWORD }), undefined)
  await t.rejects(
    inside(async (trx) => setPassword(trx, identity, kim, 'short')),
    { kind: 'against-rule', message: /12 to 200/ },
  )
})

t.test('whoever knows their password can be told so, and nobody can ask about another’s', async (t) => {
  const { kim, inside, as, add } = await lake()
  const ann = await add({ name: 'Ann', role: 'finance' })
  const asked = async (personId: string, password: string) =>
    as({ role: 'principal', personId }, async (trx) => checkPassword(trx, kim, password))
  t.equal(await asked(kim, PASSWORD), true)
  t.equal(await asked(kim, `${PASSWORD} `), false)
  t.equal(
    await as({ role: 'finance', personId: ann }, async (trx) => checkPassword(trx, kim, PASSWORD)),
    false,
  )
  t.equal(await inside(async (trx) => checkPassword(trx, ann, '')), false, 'one who has none')
})

t.test('no secret is anywhere in the database, the audit included', async (t) => {
  const { pool, identity, kim, inside, administrator } = await lake()
  const session = (await signIn(pool, { district: 'lake', email: 'kim@lake.org', password: PASSWORD })) ?? ''
  const { text } = await inside(async (trx) =>
    addKey(trx, identity, { personId: kim, name: 'nightly', scopes: ['read'], days: 1 }),
  )
  const all = await everything(administrator)
  t.match(all, 'kim@lake.org', 'what is looked through has the data')
  for (const secret of [PASSWORD, session, text]) {
    t.not(secret, '')
    for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
      t.notOk(all.includes(form), 'not as it is, in hex, or in base 64')
  }
  t.match(all, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

t.test('a change is noted with who, what and which columns, and never with values', async (t) => {
  const { pool, identity, kim, inside } = await lake()
  const session = await signIn(pool, { district: 'lake', email: 'kim@lake.org', password: PASSWORD })
  const bearer = await identify(pool, 'session', session ?? '')
  if (bearer === undefined) throw new Error('the session is not known')
  await withDistrict(pool, bearer.person, async (trx) =>
    setPassword(trx, identity, kim, 'a password of her own'),
  )
  const entries = await inside(async (trx) =>
    trx.selectFrom('audit').selectAll().where('person_id', '=', kim).orderBy('entry_id').execute(),
  )
  t.match(entries, [
    { role: 'principal', action: 'update', subject: 'passwords', changed: ['hash', 'set_at'] },
    { role: 'principal', action: 'update', subject: 'sessions', changed: ['ended_at'] },
  ])
  t.match(JSON.parse(entries[0]?.subject_key ?? ''), { person_id: kim })
})

t.test('the same e-mail serves in two districts, and in one only once', async (t) => {
  const { pool, identity, inside } = await lake()
  const kimAgain = { email: 'kim@lake.org', name: 'Kim', role: 'analyst' } as const
  await t.rejects(
    inside(async (trx) => addPerson(trx, identity, kimAgain)),
    { kind: 'taken', message: /one of that name already/ },
  )
  const hill = systemOf(await createDistrict(pool, { code: 'hill', name: 'Hill' }))
  await withDistrict(pool, hill, async (trx) => addPerson(trx, hill, kimAgain))
  t.equal(await findDistrict(pool, 'hill'), hill.districtId)
  t.equal(await findDistrict(pool, 'dale'), undefined)
  await t.rejects(createDistrict(pool, { code: 'hill', name: 'Another' }), {
    kind: 'taken',
    message: /one of that name already/,
  })
})

/** Every value of every table as PostgreSQL writes it. */
async function everything(connection: TestDatabase['administrator']): Promise<string> {
  return asAdministrator(connection, async (client) => {
    const { rows } = await client.query<{ readonly name: string }>(
      `select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind = 'r'`,
    )
    const texts: string[] = []
    for (const { name } of rows) {
      const { rows: all } = await client.query<{ readonly line: string }>(
        `select t::text as line from leeway.${name} t`,
      )
      texts.push(...all.map(({ line }) => line))
    }
    return texts.join('\n')
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
