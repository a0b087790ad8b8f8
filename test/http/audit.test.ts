import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import { from } from '../support/sender.ts'
import { type Member, type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

interface Entry {
  readonly id: string
  readonly at: string
  readonly user: string | null
  readonly email: string | null
  readonly action: string
  readonly subject: string
  readonly key: Readonly<Record<string, unknown>>
  readonly changed: readonly string[]
}

async function entriesFor(member: Member, query = ''): Promise<readonly Entry[]> {
  return (await member.get(`/v1/audit?limit=500${query}`)).json()['items'] as readonly Entry[]
}

t.test('finance sees who did what, newest first, and not what it was', async (t) => {
  const { as } = await open(t)
  await as('finance').patch('/v1/schools/s1', { name: 'Canary Street' }, from(1))
  await as('analyst').patch('/v1/schools/s2', { name: 'Canary Road' }, from(1))
  const [second, first, before] = await entriesFor(as('finance'))
  t.match(second, {
    user: as('analyst').personId,
    email: 'analyst@lake.org',
    role: 'analyst',
    action: 'update',
    subject: 'schools',
    key: { school_id: 's2' },
    changed: ['name', 'revision'],
  })
  t.match(
    [first, before],
    [
      { email: 'finance@lake.org', key: { school_id: 's1' } },
      { user: null, role: 'system' },
    ],
  )
  t.notMatch((await as('finance').get('/v1/audit?limit=500')).text, /Canary/)
})

t.test('everybody sees what they did themselves, and nothing of another district', async (t) => {
  const { as, b } = await open(t)
  for (const member of [...ROLES.map((role) => as(role)), b.as('finance')])
    await member.post('/v1/keys', { name: 'nightly', scopes: ['read'], days: 1 })
  for (const role of ROLES.filter((each) => each !== 'finance')) {
    const entries = await entriesFor(as(role))
    t.match(entries, [{ user: as(role).personId, subject: 'api_keys', action: 'insert' }], role)
    t.equal(entries.length, 1)
    t.strictSame(await entriesFor(as(role), `&user=${as('finance').personId}`), [])
  }
  const all = await entriesFor(as('finance'))
  t.equal(all.filter(({ subject, user }) => subject === 'api_keys' && user !== null).length, 6)
  t.strictSame(await entriesFor(as('finance'), `&user=${b.as('finance').personId}`), [])
})

t.test('who asks for what is not theirs is noted', async (t) => {
  const { as, b } = await open(t)
  const foreign = b.as('viewer').keyId
  await as('principal').get(`/v1/keys/${foreign}`)
  t.match(await entriesFor(as('finance'), `&user=${as('principal').personId}`), [
    { action: 'refused', subject: 'key', key: { key: foreign }, email: 'principal@lake.org' },
  ])
  t.strictSame(await entriesFor(b.as('finance'), '&subject=key'), [])
})

t.test('one asks for a person, a subject, and from one moment up to another', async (t) => {
  const service = await open(t)
  const { as } = service
  await renameTwice(service)
  const ofSchools = await entriesFor(as('finance'), `&subject=schools&user=${as('finance').personId}`)
  t.strictSame(
    ofSchools.map(({ key }) => key['school_id']),
    ['s2', 's1'],
  )
  const [second, first] = ofSchools
  const between = `&subject=schools&since=${first?.at}&until=${second?.at}`
  t.strictSame(
    (await entriesFor(as('finance'), between)).map(({ id }) => id),
    [first?.id],
  )
  const wrong = ['yesterday', '2025-02-30T00:00:00Z', '2025-01-01', '', '0000-01-01T00:00:00Z']
  for (const each of [...wrong, '2025-01-01T00:00:00%2B23:59', '2025-01-01T00:00:00.1234567Z'])
    t.match((await as('finance').get(`/v1/audit?since=${each}`)).json(), {
      status: 400,
      errors: [{ code: 'FIELD_VALUE', parameter: 'since' }],
    })
})

t.test('stretch by stretch the whole audit comes, in the order of the whole', async (t) => {
  const service = await open(t)
  const { as } = service
  await renameTwice(service)
  const all = (await entriesFor(as('finance'))).map(({ id }) => id)
  t.ok(all.length > 20)
  const found: string[] = []
  let path: string | undefined = '/v1/audit?limit=7'
  for (let pages = 0; path !== undefined && pages < 100; pages += 1) {
    const answer = await as('finance').get(path)
    found.push(...(answer.json()['items'] as readonly Entry[]).map(({ id }) => id))
    path = /^<(\S+)>; rel="next"$/.exec(String(answer.headers['link']))?.[1]
  }
  t.strictSame(found, all)
})

t.test('a place in a list that the service did not give leads past its end', async (t) => {
  const { as } = await open(t)
  const lists = ['audit', 'keys', 'users', 'portfolios', `users/${as('viewer').personId}/sessions`]
  for (const list of lists)
    for (const after of ['zzzz', '7Q']) {
      const answer = await as('finance').get(`/v1/${list}?after=${after}`)
      t.strictSame([answer.status, answer.json()], [200, { items: [], next: null }], `${list} ${after}`)
    }
})

t.test('for a spreadsheet the audit comes as a table, in which no cell is run', async (t) => {
  const { as, withKey } = await open(t)
  const email = '=cmd|calc!a1@lake.org'
  const kim = (await as('finance').post('/v1/users', { email, name: 'Kim', role: 'finance' })).json()
  const key = (
    await as('finance').post('/v1/keys', { name: 'x', scopes: ['write'], days: 1, user: kim['id'] })
  ).json()
  await withKey(String(key['text'])).patch('/v1/schools/s1', { name: '=1+1' }, from(1))
  const answer = await as('finance').get('/v1/audit?limit=1', { accept: 'text/csv' })
  t.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  t.match(answer.headers['link'], /^<\/v1\/audit\?limit=1&after=[\w-]+>; rel="next"$/)
  const [header, row, ...rest] = answer.text.split('\r\n')
  t.equal(header, 'id,at,user,email,role,action,subject,key,changed')
  const [entry] = await entriesFor(as('finance'))
  const cells = `${entry?.id},${entry?.at},${String(kim['id'])},'${email},finance,update,schools`
  t.equal(row?.slice(0, cells.length), cells)
  t.match(row, /,"\{.*""school_id"": ?""s1"".*\}",name revision$/)
  t.strictSame(rest, [''])
})

/** Two changes of schools by finance. */
async function renameTwice({ as }: StoredService): Promise<void> {
  for (const school of ['s1', 's2'])
    await as('finance').patch(`/v1/schools/${school}`, { name: 'Elm' }, from(1))
}
