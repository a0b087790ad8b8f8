import { z } from 'zod'
import type { Role } from '../../src/contract/api/roles.ts'
import type { Route } from '../../src/contract/api/route.ts'
import type { Answer } from './service.ts'

/** What an id can be of. A name, year or school is an id too: a route finds things by it. */
export type Kind =
  | 'dataset'
  | 'formula'
  | 'scenario'
  | 'run'
  | 'key'
  | 'user'
  | 'portfolio'
  | 'school'
  | 'year'
  | 'name'

/** Parameters and fields by name: the kind of thing that each names, or that it names nothing that is kept. */
const MEANINGS: Readonly<Record<string, Kind | 'nothing'>> = {
  dataset: 'dataset',
  formula: 'formula',
  scenario: 'scenario',
  other: 'scenario',
  run: 'run',
  key: 'key',
  user: 'user',
  portfolio: 'portfolio',
  school: 'school',
  schools: 'school',
  year: 'year',
  name: 'name',
  // A cursor: where in the order of a list to go on.
  after: 'nothing',
  // Of a thing that another parameter names.
  version: 'nothing',
  from: 'nothing',
  to: 'nothing',
  line: 'nothing',
  // What is looked for, sent or written, and not by an id.
  ...Object.fromEntries(
    ['limit', 'state', 'role', 'subject', 'since', 'until', 'expect', 'email', 'password', 'current'].map(
      (name) => [name, 'nothing'],
    ),
  ),
  ...Object.fromEntries(['scopes', 'days', 'disabled', 'district'].map((name) => [name, 'nothing'])),
  // What is said of the columns of a file.
  ...Object.fromEntries(
    ['id', 'school_name', 'encoding', 'delimiter', 'vintage', 'source', 'baseline', 'by'].map((name) => [
      name,
      'nothing',
    ]),
  ),
}

/** A request but for who sends it. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** One place of one route at which an id can be sent. */
export interface Position {
  /** `run: path run`, `createScenario: document /base by id`. */
  readonly name: string
  readonly operation: string
  readonly where: 'path' | 'query' | 'body' | 'document'
  readonly kind: Kind
  readonly access: Route['access']
  /** The request with this id there, and all else as this role may send it. */
  asked(sent: string, role: Role): Asked
}

/** What else a request has to say so that nothing but the id stands against it. */
export interface Surroundings {
  /** Of each kind one that the role may see. */
  own(kind: Kind, role: Role): string
  /** The fields of a body that are needed, by operation. */
  readonly bodies: Readonly<Record<string, (role: Role) => unknown>>
  /** Documents with something in the place of an address, by the name of the place. */
  readonly documents: readonly DocumentPlace[]
}

export interface DocumentPlace {
  readonly name: string
  readonly kind: 'dataset' | 'formula' | 'scenario' | 'name'
  document(sent: string): unknown
}

export interface Positions {
  readonly positions: readonly Position[]
  /** `operation: where name`, of parameters and fields that nobody has said the meaning of. */
  readonly unknown: readonly string[]
}

/** Every place of these routes at which an id can be sent, read off their paths and schemas. */
export function idPositions(routes: Readonly<Record<string, Route>>, around: Surroundings): Positions {
  const unknown: string[] = []
  const positions = Object.entries(routes).flatMap(([operation, route]): Position[] => {
    const named = (where: 'path' | 'query' | 'body', names: readonly string[]): Position[] =>
      names.flatMap((field) => {
        const kind = MEANINGS[field]
        if (kind === undefined) unknown.push(`${operation}: ${where} ${field}`)
        if (kind === undefined || kind === 'nothing') return []
        const asked = (sent: string, role: Role): Asked =>
          askedWith({ operation, route, around }, where, field, { sent, role })
        return [
          { name: `${operation}: ${where} ${field}`, operation, where, kind, access: route.access, asked },
        ]
      })
    const { params, query, body } = placesOf(route)
    return [
      ...named('path', params),
      ...named('query', query),
      ...named('body', body),
      ...inDocuments(operation, route, around),
    ]
  })
  return { positions, unknown }
}

function placesOf(route: Route): { params: string[]; query: string[]; body: string[] } {
  const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const query = route.kind === 'service' ? [] : Object.keys(route.query.shape)
  const fields = route.kind === 'stored' && route.takes?.kind === 'fields' ? route.takes.schema : undefined
  return { params, query, body: fields instanceof z.ZodObject ? Object.keys(fields.shape) : [] }
}

interface Asking {
  readonly operation: string
  readonly route: Route
  readonly around: Surroundings
}

interface Sent {
  readonly sent: string
  readonly role: Role
}

function askedWith(
  { operation, route, around }: Asking,
  where: 'path' | 'query' | 'body',
  field: string,
  { sent, role }: Sent,
): Asked {
  const base = plainRequest({ operation, route, around }, role, (name) =>
    where === 'path' && name === field ? sent : undefined,
  )
  if (where === 'query') {
    const mark = base.path.includes('?') ? '&' : '?'
    return { ...base, path: `${base.path}${mark}${field}=${encodeURIComponent(sent)}` }
  }
  if (where === 'path') return base
  // A list of schools, of ids or of schools to be added.
  const isAdded = operation === 'addSchools'
  const value = field === 'schools' ? [isAdded ? { id: sent, name: 'Oak' } : sent] : sent
  return { ...base, body: { ...Object(base.body), [field]: value } }
}

/** A request that the route takes, with an id of the role's own wherever one is needed. */
export function plainRequest(
  { operation, route, around }: Asking,
  role: Role,
  instead: (name: string) => string | undefined = () => undefined,
): Asked {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const kind = MEANINGS[name]
    const own = kind === undefined || kind === 'nothing' ? '1' : around.own(kind, role)
    return encodeURIComponent(instead(name) ?? own)
  })
  const needed = QUERIES[operation] ?? ''
  const body = around.bodies[operation]?.(role)
  const takes = route.kind === 'stored' ? route.takes?.kind : undefined
  return {
    method: route.method,
    path: `${path}${needed}`,
    ...(body !== undefined && { body }),
    headers: {
      ...(route.kind === 'stored' && route.revision?.startsWith('needed') && { 'if-match': '"1"' }),
      ...(takes === 'patch' && { 'content-type': 'application/json-patch+json' }),
      ...(takes === 'table' && { 'content-type': 'text/csv' }),
    },
  }
}

/** Parameters without which a route answers nothing. */
const QUERIES: Readonly<Record<string, string>> = {
  diffScenario: '?from=1',
  explain: '?school=s1',
  checkDataset: '?name=counts',
  uploadDataset: '?name=counts',
}

/** Addresses in documents, for whatever route takes one, and in the changes to one. */
function inDocuments(operation: string, route: Route, around: Surroundings): Position[] {
  const takesPatch = route.kind === 'stored' && route.takes?.kind === 'patch'
  const takesDocument =
    route.kind === 'computing' || (route.kind === 'stored' && route.takes?.kind === 'document')
  if (!takesDocument && !takesPatch) return []
  return around.documents.map(({ name, kind, document }) => ({
    name: `${operation}: document ${name}`,
    operation,
    where: 'document' as const,
    kind,
    access: route.access,
    asked(sent, role) {
      const plain = plainRequest({ operation, route, around }, role)
      const written = document(sent)
      return { ...plain, body: takesPatch ? replacing(Object(written)) : posted(operation, route, written) }
    },
  }))
}

function replacing(document: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(document).map(([field, value]) => ({ op: 'add', path: `/${field}`, value }))
}

function posted(operation: string, route: Route, document: unknown): unknown {
  const isFiles = route.kind === 'computing' && route.bodyKind === 'files'
  return isFiles ? { files: { a: document, b: document }, scenarios: ['a', 'b'] } : document
}

/** An answer without what differs from one request to the next, and with a word in place of what was sent. */
export function comparable({ status, headers, text }: Answer, sent: string): string {
  const { date: _, 'leeway-request-id': __, ...rest } = headers
  const body = text.replaceAll(/"instance":"urn:uuid:[^"]+"/g, '"instance":"…"')
  const written = JSON.stringify([status, rest, body])
  return [sent, encodeURIComponent(sent), sent.toUpperCase()].reduce(
    (all, each) => all.replaceAll(each, 'SENT'),
    written,
  )
}
