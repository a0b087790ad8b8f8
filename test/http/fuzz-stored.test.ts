import fc from 'fast-check'
import t from 'tap'
import { SESSION_COOKIE } from '../../src/http/identity.ts'
import { signIn } from '../../src/store/sign-in.ts'
import { type Described, OPERATIONS, undescribed } from '../support/described-answers.ts'
import { type FuzzedRequest, fuzzedRequests } from '../support/fuzzed-requests.ts'
import { fails, holds } from '../support/property.ts'
import { from, type Sender, senderWith } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { PASSWORD, type Places, plantedPlaces, STORED_IDS } from '../support/sound-requests.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

// As in fuzz.test.ts, on a service that keeps things: about those that are there, and others.
const open = await storedServices(t)
const IS_LONG = process.env['LEEWAY_LONG'] === '1'
/** Signing out comes last: no page of a browser is left after it. */
const STORED = OPERATIONS.filter(({ id }) => STORED_IDS.some((each) => each === id)).toSorted(
  (a, b) => Number(a.id === 'signOut') - Number(b.id === 'signOut'),
)
const MOST_MILLISECONDS = 5_000

t.test('whatever is sent about what is kept is answered as it is described (S22)', async (t) => {
  const fuzzing = await opened()
  t.equal(STORED.length, STORED_IDS.length)
  t.setTimeout(IS_LONG ? 7_200_000 : 180_000)
  for (const described of STORED) {
    const seen = new Set<number>()
    const property = fc.asyncProperty(fuzzedRequests(described, fuzzing.places), async (request) => {
      return isDescribed(fuzzing, { described, request, seen })
    })
    await holds(t, property, { runs: runsOf(described), milliseconds: IS_LONG ? 600_000 : 60_000 })
    // Who is nobody too often is told to wait.
    if (seen.has(429)) seen.add(401)
    const missed = wantedOf(described).filter((status) => !seen.has(status))
    t.strictSame(missed, [], `${described.id} has met all kinds of answers`)
  }
  const { status } = await fuzzing.as('key').get('/v1/session')
  t.equal(status, 200, 'and the service works')

  async function opened(): Promise<Fuzzing> {
    const service = await open(t)
    const places = [await plantedPlaces(service), await plantedPlaces(service, 'Two others')]
    const pages = await Promise.all(Array.from({ length: 12 }, async () => signedIn(service)))
    const nobody = senderWith(service.app, {})
    let turn = 0
    const page = (): Sender => {
      turn += 1
      return pages[turn % pages.length] ?? nobody
    }
    const senders = { nobody: () => nobody, key: () => service.as('finance'), page }
    return {
      places,
      as: (who) => (who === 'session' ? (pages[0]?.tokenless ?? nobody) : senders[who]()),
    }
  }
})

interface Fuzzing {
  readonly places: readonly Places[]
  as(who: FuzzedRequest['as']): Sender
}

/** A browser of finance: one that sends the token of its page, and one that does not. */
async function signedIn(service: StoredService): Promise<Sender & { readonly tokenless: Sender }> {
  const { app, database } = service
  const credentials = { district: 'lake', email: 'finance@lake.org', password: PASSWORD }
  const session = `${SESSION_COOKIE}=${await signIn(database.pool, credentials)}`
  const tokenless = senderWith(app, { cookie: session })
  const { headers, json } = await tokenless.get('/v1/session')
  const [csrf = ''] = String(headers['set-cookie']).split(';')
  const cookie = `${session}; ${csrf}`
  return { ...senderWith(app, { cookie, 'csrf-token': String(json()['csrf']) }), tokenless }
}

interface Case {
  readonly described: Described
  readonly request: FuzzedRequest
  readonly seen: Set<number>
}

async function isDescribed(fuzzing: Fuzzing, { described, request, seen }: Case): Promise<boolean> {
  const { path, headers, payload } = request
  const sender = fuzzing.as(request.as)
  const tag = await tagOf(fuzzing.as('key'), described, request)
  const start = performance.now()
  const answer = await sender.send(described.method, path, payload, { ...tag, ...headers })
  seen.add(answer.status)
  const fault = undescribed(described, answer)
  if (fault !== undefined) t.comment(`${described.method} ${path} ${fault}`)
  return fault === undefined && performance.now() - start < MOST_MILLISECONDS
}

async function tagOf(
  { get }: Sender,
  { path }: Described,
  request: FuzzedRequest,
): Promise<Readonly<Record<string, string>>> {
  if (request.tag === 'none') return {}
  if (request.tag !== 'current') return { 'if-match': request.tag.text }
  const steps = path.slice(0, path.indexOf('}') + 1 || path.length).split('/').length
  const { status, json } = await get(request.path.split('?')[0]?.split('/').slice(0, steps).join('/') ?? '')
  return from(status === 200 ? Number(json()['revision']) : 1)
}

/** What an operation has to have answered with, or the cases that were tried say little. */
function wantedOf({
  id,
  path,
  method,
  operation: { parameters = [], requestBody, responses },
}: Described): number[] {
  const fine = Object.keys(responses)
    .map(Number)
    .filter((status) => status < 300)
  const hasIds = path.includes('{') && id !== 'adopt'
  const isNamed = parameters.some(({ name, required }) => name === 'If-Match' && required)
  return [
    ...fine,
    ...(['session', 'signOut'].includes(id) ? [] : [400]),
    ...(hasIds ? [404] : []),
    ...(id === 'signIn' ? [] : [401]),
    ...(method === 'GET' || id === 'signIn' ? [] : [403]),
    ...(isNamed ? [412, 428] : []),
    ...(requestBody === undefined ? [] : [415]),
  ]
}

/** Those that only read are asked less often: there is little that can be sent to them. */
function runsOf({ method }: Described): number {
  return IS_LONG ? 5_000 : method === 'GET' ? 100 : 300
}

t.test('the control: an answer that is not described is found (S22)', async (t) => {
  const described = STORED.find(({ id }) => id === 'school')
  if (described === undefined) return void t.fail('there is such a route')
  const service = await open(t)
  const places = [await plantedPlaces(service)]
  const { get } = service.as('finance')
  const planted = async (path: string): Promise<Answer> => {
    const answer = await get(path)
    return answer.status === 404 ? { ...answer, status: 410 } : answer
  }
  const property = fc.asyncProperty(fuzzedRequests(described, places), async ({ path }) => {
    return undescribed(described, await planted(path)) === undefined
  })
  await fails(t, property, { runs: 300 })
})
