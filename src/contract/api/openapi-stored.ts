import { z } from 'zod'
import { problemsOf } from './openapi-problems.ts'
import type { OpenapiContent, OpenapiOperation, OpenapiParameter, Schemas } from './openapi-types.ts'
import type { ProblemType } from './problem-types.ts'
import {
  BODY_MEDIA,
  FORMS,
  type Form,
  PATCH_MEDIA,
  type StoredRoute,
  TABLE_MEDIA,
  type Taken,
} from './route.ts'

/** What the description says of a route on what a district keeps. */
export function storedParts(
  route: StoredRoute,
  schemas: Schemas,
): Pick<OpenapiOperation, 'parameters' | 'requestBody' | 'responses'> {
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...headersOf(route),
  ]
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(route.takes && {
      requestBody: { required: true, content: bodyOf(route.takes, schemas) },
    }),
    responses: { ...fineResponse(route, schemas), ...problemsOf(problemsIn(route), schemas) },
  }
}

/** The parameters of an address, one for each field of its schema. */
export function parametersOf(fields: z.ZodObject, place: 'path' | 'query'): OpenapiParameter[] {
  return Object.entries(fields.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: !(schema instanceof z.ZodOptional),
    schema: schema instanceof z.ZodType ? withoutDraft(z.toJSONSchema(schema, { io: 'input' })) : {},
  }))
}

function withoutDraft(written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { $schema: _, ...schema } = written
  return schema
}

function headersOf({ method, revision }: StoredRoute): OpenapiParameter[] {
  const header = (name: string, required: boolean, description: string): OpenapiParameter => {
    return { name, in: 'header', required, description, schema: { type: 'string' } }
  }
  return [
    ...(isNamed(revision) ? [header('If-Match', revision === 'needed', 'The ETag of what is changed.')] : []),
    ...(method === 'POST'
      ? [header('Idempotency-Key', false, 'Sent again with it, the work is done once.')]
      : []),
  ]
}

function bodyOf(taken: Taken, schemas: Schemas): OpenapiContent {
  const media = {
    fields: { 'application/json': 'json' },
    patch: PATCH_MEDIA,
    document: BODY_MEDIA,
    table: TABLE_MEDIA,
  }
  const schemaOf = (form: string) => {
    if (taken.kind !== 'table') return schemas.of(taken.schema)
    return form === 'xlsx' ? { type: 'string', format: 'binary' } : { type: 'string' }
  }
  return Object.fromEntries(
    Object.entries(media[taken.kind]).map(([each, form]) => [each, { schema: schemaOf(form) }]),
  )
}

function fineResponse(route: StoredRoute, schemas: Schemas): OpenapiOperation['responses'] {
  const { method, result, forms = ['json'], creates, revision } = route
  const text = { schema: { type: 'string' } }
  if (result === undefined) return { '204': { description: 'It is done.' } }
  const of = (form: Form) => {
    if (form === 'json') return schemas.of(result)
    return BINARY.includes(form) ? { type: 'string', format: 'binary' } : { type: 'string' }
  }
  const headers = {
    'Leeway-Request-Id': { description: 'The id of the request in our logs.', ...text },
    ...(revision && { ETag: { description: 'The revision, for If-Match.', ...text } }),
    ...(creates && {
      Location: { description: 'Where what was made is found, if it has a place of its own.', ...text },
    }),
  }
  const content = Object.fromEntries(forms.map((form) => [FORMS[form], { schema: of(form) }]))
  const description = creates === true ? 'It is made.' : 'What was asked for.'
  return {
    [creates === true ? '201' : '200']: { description, headers, content },
    ...(method === 'GET' &&
      revision === 'told' && { '304': { description: 'What is held has the tag of what there is.' } }),
  }
}

/** Forms that are no text. */
const BINARY: readonly Form[] = ['xlsx', 'pdf', 'zip']

/** Whether a request says which state it changes. */
function isNamed(revision: StoredRoute['revision']): boolean {
  return revision === 'needed' || revision === 'needed-if-there'
}

/** Every problem that the route can meet. */
function problemsIn({ method, revision, takes, isComputedAgain, mayBeGone }: StoredRoute): ProblemType[] {
  const writes = method !== 'GET'
  const types: [ProblemType, boolean][] = [
    ['request', true],
    ['unauthenticated', true],
    ['forbidden', true],
    ['not-found', true],
    ['not-acceptable', true],
    ['timeout', writes],
    ['conflict', writes || isComputedAgain === true],
    ['gone', mayBeGone === true],
    ['stale', isNamed(revision)],
    ['too-large', writes],
    ['media-type', true],
    ['input', true],
    ['other-request', method === 'POST'],
    ['too-heavy', isComputedAgain === true || (takes !== undefined && takes.kind !== 'fields')],
    ['revision-needed', isNamed(revision)],
    ['rate', true],
    ['headers-too-large', true],
    ['ours', true],
    ['busy', true],
    ['unavailable', true],
    ['stopping', true],
  ]
  return types.filter(([, isMet]) => isMet).map(([type]) => type)
}
