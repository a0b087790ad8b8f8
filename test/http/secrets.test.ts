import { Socket } from 'node:net'
import t from 'tap'
import { asAdministrator } from '../support/database.ts'
import { from, senderWith } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { smallCsv, smallDistrict } from '../support/small-district.ts'
import { plantedPlaces, STORED_IDS, sentSoundly, soundRequest } from '../support/sound-requests.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const PASSWORD = 'canary-yellow-feather-4711'
const OTHER = 'canary-wrong-feather-0815'
const NUMBER = '078-05-1120'
const NAME = 'Canary Garcia'

t.test(
  'no secret and nothing that was refused is in a log, in the database, or in another answer (S17)',
  async (t) => {
    const service = await open(t)
    const { as, app, log, withKey } = service
    const finance = as('finance')
    const own = `/v1/users/${finance.personId}`
    const viewer = `/v1/users/${as('viewer').personId}`
    const made = await finance.post(
      '/v1/keys',
      { name: 'nightly', scopes: ['read'], days: '3' },
      { 'idempotency-key': 'once' },
    )
    const key = String(made.json()['text'])
    t.match(key, /^leeway_key_[\w-]{43}$/)
    const kim = { email: 'kim@lake.org', name: 'Kim', role: 'viewer', password: PASSWORD }
    const session = { district: 'lake', email: 'kim@lake.org' }
    const secret: readonly Answer[] = [
      await finance.post('/v1/users', kim, { 'idempotency-key': 'k-1' }),
      await finance.post('/v1/users', { ...kim, name: ' ', role: NAME }),
      await finance.post('/v1/users', `{ "password": "${PASSWORD}", "password": "${OTHER}" }`),
      await finance.post('/v1/users', {
        ...kim,
        email: 'lee@lake.org',
        password: `${PASSWORD.slice(0, 6)}\u0000`,
      }),
      await finance.put(`${viewer}/password`, { password: PASSWORD }),
      await finance.put(`${viewer}/password`, { password: PASSWORD, curent: OTHER }),
      await finance.put(`${own}/password`, { password: PASSWORD, current: OTHER }),
      await senderWith(app, {}).post('/v1/session', { ...session, password: PASSWORD }),
      await senderWith(app, {}).post('/v1/session', { ...session, password: OTHER }),
      await senderWith(app, {}).post('/v1/session', `{ "password": "${PASSWORD}"`),
      await withKey(key).get('/v1/session'),
      await withKey(`${key}x`).get('/v1/session'),
      await finance.post(
        '/v1/keys',
        { name: 'nightly', scopes: ['read'], days: '3' },
        { 'idempotency-key': 'once' },
      ),
      await finance.get('/v1/keys'),
      await finance.get(`/v1/keys/${key}`),
      await finance.delete(`/v1/keys/${key}`),
      await finance.get('/v1/audit'),
      await finance.get('/v1/audit', { accept: 'text/csv' }),
      await finance.get(`/v1/runs?api_key=${encodeURIComponent('x')}`, { 'user-agent': key, referer: key }),
    ]
    const statuses = secret.map(({ status }) => status)
    t.strictSame(
      statuses,
      [201, 400, 400, 422, 204, 400, 422, 201, 401, 400, 200, 401, 201, 200, 404, 404, 200, 200, 400],
    )
    for (const [i, { text, headers }] of secret.entries())
      t.notMatch(
        `${text} ${i === 7 ? '' : JSON.stringify(headers)}`,
        new RegExp([PASSWORD, OTHER, key].join('|')),
        `${i}`,
      )
    const refused: readonly Answer[] = [
      await finance.post(
        '/v1/scenarios',
        smallDistrict({ scenario: `scenario: { id: "${NUMBER}", nmae: "${NAME}" }` }),
        {
          'content-type': 'application/yaml',
        },
      ),
      await finance.post('/v1/formulas', `{ "${NUMBER}": "${NAME}" }`),
      await finance.post(`/v1/datasets?name=x`, smallCsv.replace('20,5', `20,5,"${NAME}",${NUMBER}`), {
        'content-type': 'text/csv',
      }),
      await finance.post(`/v1/datasets?name=x&${encodeURIComponent(NAME)}=${NUMBER}`, smallCsv, {
        'content-type': 'text/csv',
      }),
      await finance.post('/v1/portfolios', { name: NAME, schools: [NUMBER] }),
      await finance.post('/v1/schools', { schools: [{ id: NUMBER, name: `${NAME}\n` }] }),
      await finance.patch('/v1/district', { name: NAME }, from(9)),
      await finance.get(`/v1/users/${encodeURIComponent(`${NAME} ${NUMBER}`)}`),
      await finance.get(`/v1/${NUMBER}?name=${NUMBER}`, { 'user-agent': NUMBER }),
    ]
    t.strictSame(
      refused.map(({ status }) => (status >= 400 && status < 500 ? 'refused' : status)),
      refused.map(() => 'refused'),
    )
    const canaries = new RegExp([PASSWORD, OTHER, key, finance.key, NUMBER, NAME].join('|'))
    t.ok(log.length >= secret.length + refused.length)
    t.notMatch(JSON.stringify(log), canaries, 'the log')
    for (const [table, text] of Object.entries(await dumped(service))) t.notMatch(text, canaries, table)
    await finance.post('/v1/portfolios', { name: NAME, schools: [] })
    t.match((await dumped(service))['portfolios'], NAME, 'the control: what is kept is found')
  },
)

/** Every table of the schema, as text. */
async function dumped({ database }: StoredService): Promise<Readonly<Record<string, string>>> {
  return asAdministrator(database.administrator, async (client) => {
    const { rows: tables } = await client.query<{ readonly name: string }>(
      `select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind = 'r'`,
    )
    const texts: Record<string, string> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ readonly line: string }>(
        `select t::text as line from leeway.${name} t`,
      )
      texts[name] = rows.map(({ line }) => line).join('\n')
    }
    return texts
  })
}

t.test('the service opens no connection but to its database, whatever is asked (S20)', async (t) => {
  const service = await open(t)
  const places = await plantedPlaces(service)
  const { host = '', port = 0 } = service.database.service
  const known = host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`
  const found = await connectionsDuring(async () => {
    for (const operation of STORED_IDS) await sentSoundly(service, soundRequest(operation, places))
    const outside = [
      'http://127.0.0.1:9/x.csv',
      '//127.0.0.1/x',
      'file:///etc/passwd',
      'https://example.org/x',
    ]
    for (const address of outside)
      for (const path of ['/v1/scenarios', '/v1/compute', '/v1/check'])
        await service
          .as('finance')
          .post(path, smallDistrict({ data: `data: { file: "${address}", measures: {} }` }), {
            'content-type': 'application/yaml',
          })
    // Ended connections are opened again.
    await Promise.all(Array.from({ length: 20 }, async () => service.as('finance').get('/v1/district')))
  })
  t.ok(found.length > 0, 'connections are seen')
  t.strictSame(
    found.filter((each) => each !== known),
    [],
  )
  const planted = await connectionsDuring(async () => fetch('http://127.0.0.1:59999/').catch(() => undefined))
  t.strictSame(planted, ['127.0.0.1:59999'], 'the control: another one is found')
})

/** Where sockets were opened to. */
async function connectionsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const found: string[] = []
  const connect: unknown = Reflect.get(Socket.prototype, 'connect')
  if (typeof connect !== 'function') throw new Error('a socket connects')
  Socket.prototype.connect = function (this: Socket, ...said: unknown[]) {
    found.push(targetOf(said))
    return Reflect.apply(connect, this, said)
  }
  try {
    await work()
  } finally {
    Reflect.set(Socket.prototype, 'connect', connect)
  }
  return found
}

function targetOf([first, second]: readonly unknown[]): string {
  // As `connect` of Node gives its arguments to itself, in a list.
  const [wish, host] = Array.isArray(first) ? [first[0], undefined] : [first, second]
  if (typeof wish === 'number') return `${typeof host === 'string' ? host : 'localhost'}:${wish}`
  if (typeof wish === 'string') return wish
  const { path, host: name, port } = Object(wish)
  return path === undefined || path === null ? `${name}:${port}` : String(path)
}

t.test('who guesses learns nothing from how long it takes, and is stopped (S18)', async (t) => {
  const { a, app, as, withKey } = await open(t)
  const revoked = as('viewer')
  t.equal((await revoked.delete(`/v1/keys/${revoked.keyId}`)).status, 204)
  const guesses = {
    unknown: `leeway_key_${'A'.repeat(43)}`,
    'off by one': `${a.as('finance').key.slice(0, -1)}-`,
    revoked: revoked.key,
  }
  const times = new Map<string, number[]>()
  for (let round = 0; round < 19; round += 1)
    for (const [name, key] of Object.entries(guesses)) {
      const start = performance.now()
      const { status } = await withKey(key).get('/v1/session')
      times.set(name, [...(times.get(name) ?? []), performance.now() - start])
      if (status !== 401) t.fail(`${name}: ${status}`)
    }
  const medians = [...times.values()].map((each) => each.toSorted((x, y) => x - y)[9] ?? 0)
  t.ok(
    Math.max(...medians) - Math.min(...medians) < 3,
    `${medians.map((each) => each.toFixed(2)).join(', ')} ms`,
  )
  const statuses: number[] = []
  for (let i = 0; i < 10; i += 1) statuses.push((await withKey(guesses.unknown).get('/v1/session')).status)
  t.strictSame([statuses.at(0), statuses.at(-1)], [401, 429])
  t.match((await app.inject({ url: '/v1/session' })).headers['retry-after'], /^\d+$/)
  t.equal((await as('finance').get('/v1/session')).status, 200, 'who is known is not stopped by it')
})
