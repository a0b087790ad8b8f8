import fc from 'fast-check'
import { parse } from 'yaml'
import { STORED_ROUTES, type StoredId } from '../../src/contract/api/routes.ts'
import { DESCRIPTION, type Described } from './described-answers.ts'
import { mutationsOf, valuesOf } from './schema-values.ts'
import { type Places, soundRequest } from './sound-requests.ts'

/** A request of an operation, right or wrong in each of its parts. */
export interface FuzzedRequest {
  readonly path: string
  /** Whether it names the tag that there is, another, or none. */
  readonly tag: 'current' | 'none' | { readonly text: string }
  readonly as: 'key' | 'session' | 'page' | 'nobody'
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | undefined
}

type Sampled = readonly [name: string, value: string]

/** Requests of an operation on what a district keeps, about things that are there and others. */
export function fuzzedRequests(described: Described, places: readonly Places[]): fc.Arbitrary<FuzzedRequest> {
  // Not chained: with every request all of it would be built anew, which takes longer than the answer.
  return fc.oneof(...places.map((each) => about(described, each)))
}

function about(described: Described, places: Places): fc.Arbitrary<FuzzedRequest> {
  const { id, operation } = described
  const { requestBody, responses, parameters = [] } = operation
  const sound = soundRequest(id as StoredId, places)
  const isSession = id === 'signOut'
  return fc.record({
    path: fc.tuple(pathsOf(described, places), searchesOf(described, places)).map(([path, search]) => {
      return search === '' ? path : `${path}?${search}`
    }),
    tag: parameters.some(({ name }) => name === 'If-Match') ? TAGS : fc.constant('none' as const),
    as: fc.constantFrom(...(isSession ? SESSIONS : KEYS)),
    headers: fc
      .tuple(
        acceptOf(responses),
        typeOf(Object.keys(requestBody?.content ?? {}), sound.type),
        fc.oneof({ weight: 8, arbitrary: fc.constant([]) }, ONCE),
      )
      .map((sets) => Object.fromEntries(sets.flat())),
    payload:
      requestBody === undefined
        ? fc.constantFrom(undefined, undefined, '{}', 'x')
        : bodies(described, places),
  })
}

const KEYS = [...Array<'key'>(20).fill('key'), 'session', 'page', 'nobody', 'nobody'] as const
const SESSIONS = [...Array<'page'>(5).fill('page'), 'session', 'key', 'nobody'] as const

const TAGS: fc.Arbitrary<FuzzedRequest['tag']> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('current' as const) },
  fc.constant('none' as const),
  fc
    .constantFrom('"1"', '"2"', '"9999999999"', '"0"', 'W/"1"', '*', '1', '"x"', '"1", "2"', '')
    .map((text) => ({ text })),
)

const ONCE: fc.Arbitrary<Sampled[]> = fc
  .constantFrom('k-1', '"k-1"', 'k-2', 'a b', 'a,b', '', 'é', 'x'.repeat(256))
  .map((key) => [['idempotency-key', key]])

/** Ids that cannot be one, and signs that an address can break at. */
const GARBAGE = fc.oneof(
  fc.constantFrom(
    'x',
    '0',
    '-1',
    '1e3',
    "'",
    '"',
    '%',
    '%00',
    '\u0000',
    '\r\nx: y',
    '../x',
    '..\\x',
    '{x}',
    '1;',
    'ſ',
  ),
  fc.constant('9'.repeat(300)),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !/^\.{1,2}$/.test(text)),
)

function pathsOf({ path }: Described, places: Places): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name as keyof Places)
  const values = names.map((name) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(places[name]) },
      fc.constantFrom(...Object.values(places)),
      fc.uuid(),
      GARBAGE,
    ),
  )
  return fc.tuple(...values).map((each) => {
    const byName = new Map(names.map((name, i) => [String(name), each[i] ?? '']))
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(byName.get(name) ?? ''))
  })
}

/** The query that is right, or with each parameter there or not, and one that nobody knows. */
function searchesOf({ id, operation }: Described, places: Places): fc.Arbitrary<string> {
  const sound = soundRequest(id as StoredId, places).path.split('?')[1] ?? ''
  const known = (operation.parameters ?? []).filter((each) => each.in === 'query')
  const pairs = known.map(({ name, schema }) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        fc.constantFrom(...Object.values(places), '500', 'MQ', 'finance', 'utf-8', 'line.base', 'id'),
        fc.constantFrom('2025-07-01T12:00:00Z', '2999-01-01T00:00:00+14:00', 'schools', 'base'),
        valuesOf(schema, DESCRIPTION.components.schemas).map(plainText),
        GARBAGE,
      ),
    ),
  )
  const odd = fc
    .tuple(...pairs)
    .chain((all) => fc.subarray([...all, ['x', 'y'] as [string, string]]))
    .map((all) => new URLSearchParams(all).toString())
  const more = fc.tuple(fc.constant(sound), odd).map((both) => both.filter((each) => each !== '').join('&'))
  return fc.oneof({ weight: 4, arbitrary: fc.constant(sound) }, { weight: 2, arbitrary: more }, odd)
}

/** An object with a `toString` of its own has no text but that of its JSON. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value : `${JSON.stringify(value)}`
}

function acceptOf(responses: Described['operation']['responses']): fc.Arbitrary<Sampled[]> {
  const fine = responses['200'] ?? responses['201'] ?? responses['204']
  const given = Object.keys(fine?.content ?? { 'application/json': {} })
  const accept = fc.constantFrom(...given, ...given, ...given, '*/*', 'text/html', 'application/*;q=0.1')
  return accept.map((text) => [['accept', text]])
}

function typeOf(media: readonly string[], sound: string | undefined): fc.Arbitrary<Sampled[]> {
  if (sound === undefined) return fc.constantFrom([], [], [['content-type', 'application/json']])
  const types = [sound, sound, sound, sound, ...media, 'application/json', 'text/plain']
  return fc
    .constantFrom(...types, `${sound}; charset=utf-8`, `${sound}; charset=latin1`)
    .map((text) => [['content-type', text]])
}

function bodies({ id, operation }: Described, places: Places): fc.Arbitrary<string> {
  const { payload = '' } = soundRequest(id as StoredId, places)
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema
  const value = 'takes' in STORED_ROUTES[id as StoredId] ? fieldsIn(payload) : undefined
  const json = (each: unknown): string => JSON.stringify(each) ?? ''
  const ofFields = [
    mutationsOf(value).map(json),
    mutationsOf(value)
      .chain((once) => mutationsOf(once))
      .map(json),
    valuesOf(schema, DESCRIPTION.components.schemas).map(json),
    freshNames(value).map(json),
  ]
  const spoilt = fc
    .tuple(fc.nat(), fc.string({ maxLength: 3, unit: 'binary' }))
    .map(([at, other]) => splice(payload, at % (payload.length + 1), other))
  return fc.oneof(
    fc.constant(payload),
    ...(value === undefined ? [] : ofFields),
    fc.string({ maxLength: 200, unit: 'binary' }),
    spoilt,
  )
}

/** The same with names that nobody has yet, so that more than the first of them can be done. */
function freshNames(value: unknown): fc.Arbitrary<unknown> {
  return fc.uuid().map((unique) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return {
      ...value,
      ...('name' in value && { name: unique }),
      ...('email' in value && !('password' in value) && { email: `${unique}@lake.org` }),
    }
  })
}

function fieldsIn(payload: string): unknown {
  const value: unknown = parse(payload, { schema: 'failsafe' })
  return typeof value === 'object' ? value : undefined
}

function splice(text: string, at: number, other: string): string {
  return text.slice(0, at) + other + text.slice(at + 1)
}
