import fc from 'fast-check'
import type { Test } from 'tap'
import { type Described, OPERATIONS, undescribed } from './described-answers.ts'
import { type FuzzedRequest, fuzzedRequests } from './fuzzed-requests.ts'
import { pageHeaders } from './page-headers.ts'
import { holds } from './property.ts'
import { from, type Sender, senderWith } from './sender.ts'
import { type Places, plantedPlaces, STORED_IDS } from './sound-requests.ts'
import type { StoredService } from './stored-service.ts'

const IS_LONG = process.env['LEEWAY_LONG'] === '1'
/** Requests of each operation. */
const RUNS = IS_LONG ? 5_000 : 300
const MOST_MILLISECONDS = 5_000

/** What can be done with what is kept. Signing out comes last: no page of a browser is left after it. */
export const STORED: readonly Described[] = OPERATIONS.filter(({ id }) =>
  STORED_IDS.some((each) => each === id),
).toSorted((a, b) => Number(a.id === 'signOut') - Number(b.id === 'signOut'))

/** Three files of tests share them, so that none takes long. */
const PARTS = {
  'what is kept': /^\/v1\/(?:datasets|mappings|formulas|scenarios)/,
  'what is computed': /^\/v1\/(?:runs|jobs|adoptions)/,
} as const

/** The operations of a part, or those of no part. */
export function fuzzedPart(part: keyof typeof PARTS | undefined): Described[] {
  const ofPart = ({ path }: Described): boolean =>
    part === undefined ? !Object.values(PARTS).some((each) => each.test(path)) : PARTS[part].test(path)
  return STORED.filter(ofPart)
}

/** Sends each operation what is right, nearly right and wrong, and holds its answers against its description. */
export async function answersAreDescribed(
  t: Test,
  service: StoredService,
  operations: readonly Described[],
): Promise<void> {
  const fuzzing = await opened(service)
  t.setTimeout(IS_LONG ? 7_200_000 : 110_000)
  for (const described of operations) {
    const seen = new Set<number>()
    const property = fc.asyncProperty(fuzzedRequests(described, fuzzing.places), async (request) => {
      return isDescribed(fuzzing, { t, described, request, seen })
    })
    await holds(t, property, { runs: RUNS, milliseconds: IS_LONG ? 600_000 : 60_000 })
    // Who is nobody too often is told to wait.
    if (seen.has(429)) seen.add(401)
    const missed = wantedOf(described).filter((status) => !seen.has(status))
    t.strictSame(missed, [], `${described.id} has met all kinds of answers`)
  }
  const { status } = await fuzzing.as('key').get('/v1/session')
  t.equal(status, 200, 'and the service works')
}

async function opened(service: StoredService): Promise<Fuzzing> {
  const places = [await plantedPlaces(service), await plantedPlaces(service, 'Two others')]
  const pages = await Promise.all(Array.from({ length: 12 }, async () => pageHeaders(service)))
  const nobody = senderWith(service.app, {})
  let turn = 0
  const page = (): Sender => {
    turn += 1
    return senderWith(service.app, pages[turn % pages.length]?.page ?? {})
  }
  const senders = { nobody: () => nobody, key: () => service.as('finance'), page }
  return {
    places,
    tags: new Map(),
    as: (who) => (who === 'session' ? senderWith(service.app, pages[0]?.otherPage ?? {}) : senders[who]()),
  }
}

interface Fuzzing {
  readonly places: readonly Places[]
  /** The newest tags that were told, by path. */
  readonly tags: Map<string, string>
  as(who: FuzzedRequest['as']): Sender
}

interface Case {
  readonly t: Test
  readonly described: Described
  readonly request: FuzzedRequest
  readonly seen: Set<number>
}

async function isDescribed(fuzzing: Fuzzing, { t, described, request, seen }: Case): Promise<boolean> {
  const { path, headers, payload } = request
  const place = tagged(described, request)
  const sender = fuzzing.as(request.as)
  const tag = await tagOf(fuzzing, place, request)
  const start = performance.now()
  const answer = await sender.send(described.method, path, payload, { ...tag, ...headers })
  seen.add(answer.status)
  const told = answer.status < 300 ? answer.headers['etag'] : undefined
  if (typeof told === 'string') fuzzing.tags.set(place, told)
  else if (answer.status === 412) fuzzing.tags.delete(place)
  const fault = undescribed(described, answer)
  if (fault !== undefined) t.comment(`${described.method} ${path} ${fault}`)
  return fault === undefined && performance.now() - start < MOST_MILLISECONDS
}

/** What has the revision that a request has to name. */
function tagged({ path }: Described, request: FuzzedRequest): string {
  const steps = path.slice(0, path.indexOf('}') + 1 || path.length).split('/').length
  return request.path.split('?')[0]?.split('/').slice(0, steps).join('/') ?? ''
}

async function tagOf(
  fuzzing: Fuzzing,
  place: string,
  { tag }: FuzzedRequest,
): Promise<Readonly<Record<string, string>>> {
  if (tag === 'none') return {}
  if (tag !== 'current') return { 'if-match': tag.text }
  const known = fuzzing.tags.get(place)
  if (known !== undefined) return { 'if-match': known }
  const answer = await fuzzing.as('key').get(place)
  return from(answer.status === 200 ? Number(answer.json()['revision']) : 1)
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
