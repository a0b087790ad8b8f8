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
  | 'mapping'
  | 'accounts'
  | 'job'
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
  mapping: 'mapping',
  accounts: 'accounts',
  // The run before.
  against: 'run',
  job: 'job',
  // A list of scenarios by their ids.
  scenarios: 'scenario',
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
  // How something is printed, and which of what was printed.
  ...Object.fromEntries(['paper', 'locale', 'date', 'document'].map((name) => [name, 'nothing'])),
  ...Object.fromEntries(['kind', 'rows', 'parts'].map((name) => [name, 'nothing'])),
  // What is said of the columns of a file.
  ...Object.fromEntries(
    ['id', 'school_name', 'encoding', 'delimiter', 'sheet', 'header_row'].map((name) => [name, 'nothing']),
  ),
  ...Object.fromEntries(
    ['vintage', 'source', 'measures', 'merged', 'quality', 'baseline', 'by'].map((name) => [name, 'nothing']),
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
  readonly asked: (sent: string, role: Role) => Asked
}

/** What else a request has to say so that nothing but the id stands against it. */
export interface Surroundings {
  /** Of each kind one that the role may see. */
  readonly own: (kind: Kind, role: Role) => string
  /** The fields of a body that are needed, by the name of the position or by operation. */
  readonly bodies: Readonly<Record<string, (role: Role) => unknown>>
  /** Documents with something in the place of an address, by the name of the place. */
  readonly documents: readonly DocumentPlace[]
}

export interface DocumentPlace {
  readonly name: string
  readonly kind: 'dataset' | 'formula' | 'scenario' | 'name'
  readonly document: (sent: string) => unknown
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
    const asking = { operation, route, around }
    const named = placesOf(route).flatMap((place): Position[] => {
      const name = `${operation}: ${place.where} ${place.field}`
      const kind = MEANINGS[place.field]
      if (kind === undefined) unknown.push(name)
      if (kind === undefined || kind === 'nothing') return []
      const asked = (sent: string, role: Role): Asked => askedAt(asking, place, { name, sent, role })
      return [{ name, operation, where: place.where, kind, access: route.access, asked }]
    })
    return [...named, ...inDocuments(asking)]
  })
  return { positions, unknown }
}

interface Asking {
  readonly operation: string
  readonly route: Route
  readonly around: Surroundings
}

interface Place {
  readonly where: 'path' | 'query' | 'body'
  readonly field: string
}

function placesOf(route: Route): Place[] {
  const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const query = route.kind === 'service' ? [] : Object.keys(route.query.shape)
  const schema = route.kind === 'stored' && route.takes?.kind === 'fields' ? route.takes.schema : undefined
  const body = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  const all = { path: params, query, body } as const
  return (['path', 'query', 'body'] as const).flatMap((where) =>
    all[where].map((field) => ({ where, field })),
  )
}

interface Sending {
  /** Of the position. */
  readonly name: string
  readonly sent: string
  readonly role: Role
}

function askedAt(asking: Asking, { where, field }: Place, { name, sent, role }: Sending): Asked {
  const { operation, around } = asking
  const base = plainRequest(asking, role, (each) => (where === 'path' && each === field ? sent : undefined))
  if (where === 'path') return base
  if (where === 'query') {
    const query = new URLSearchParams({ ...QUERIES[operation], [field]: sent })
    return { ...base, path: `${base.path.split('?', 1)[0]}?${query.toString()}` }
  }
  const others = around.bodies[name]?.(role) ?? base.body
  return { ...base, body: { ...Object(others), [field]: inBody(operation, field, sent) } }
}

/** An id as the field of a body has it: alone, or in a list of ids or of things that are named by theirs. */
function inBody(operation: string, field: string, sent: string): unknown {
  if (field === 'scenarios') return [{ scenario: sent }]
  if (field === 'schools') return [operation === 'addSchools' ? { id: sent, name: 'Oak' } : sent]
  return sent
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
  const needed = new URLSearchParams(QUERIES[operation]).toString()
  const body = around.bodies[operation]?.(role)
  const { takes, revision } = route.kind === 'stored' ? route : {}
  return {
    method: route.method,
    path: needed === '' ? path : `${path}?${needed}`,
    ...(body !== undefined && { body }),
    headers: {
      ...(revision?.startsWith('needed') && { 'if-match': '"1"' }),
      ...(takes?.kind === 'patch' && { 'content-type': 'application/json-patch+json' }),
      ...(takes?.kind === 'table' && { 'content-type': 'text/csv' }),
    },
  }
}

/** Parameters without which a route answers nothing. */
const QUERIES: Readonly<Record<string, Record<string, string>>> = {
  diffScenario: { from: '1' },
  explain: { school: 's1' },
  checkDataset: { name: 'counts' },
  uploadDataset: { name: 'counts' },
  importDataset: { name: 'counts' },
  runJournal: { accounts: 'none' },
  checkJournal: { accounts: 'none' },
}

/** Addresses in documents, for whatever route takes one, and in the changes to one. */
function inDocuments(asking: Asking): Position[] {
  const { operation, route, around } = asking
  const taken = route.kind === 'stored' ? route.takes?.kind : route.kind
  if (taken !== 'document' && taken !== 'patch' && taken !== 'computing') return []
  return around.documents.map(({ name, kind, document }) => ({
    name: `${operation}: document ${name}`,
    operation,
    where: 'document' as const,
    kind,
    access: route.access,
    asked: (sent: string, role: Role) => {
      const written = document(sent)
      const body = taken === 'patch' ? replacing(Object(written)) : posted(route, written)
      return { ...plainRequest(asking, role), body }
    },
  }))
}

function replacing(document: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(document).map(([field, value]) => ({ op: 'add', path: `/${field}`, value }))
}

function posted(route: Route, document: unknown): unknown {
  const isFiles = route.kind === 'computing' && route.bodyKind === 'files'
  return isFiles ? { files: { a: document, b: document }, scenarios: ['a', 'b'] } : document
}

/** An answer without what differs from one request to the next, and with a word in place of what was sent. */
export function comparable({ status, headers, text }: Answer, sent: string): string {
  const { date: _, 'leeway-request-id': __, etag, ...others } = headers
  // A weak one is a hash of the body, which quotes what was sent.
  const rest = String(etag).startsWith('W/') ? others : { ...others, etag }
  const body = text.replaceAll(/"instance":"urn:uuid:[^"]+"/g, '"instance":"…"')
  const written = JSON.stringify([status, rest, body])
  const forms = [sent, encodeURIComponent(sent), encodeURIComponent(sent).replaceAll('%20', '+')]
  return forms.reduce((all, each) => all.replaceAll(each, 'SENT'), written)
}
