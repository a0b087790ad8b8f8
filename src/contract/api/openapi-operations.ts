import { problemsOf } from './openapi-problems.ts'
import { parametersOf, storedParts } from './openapi-stored.ts'
import type { JsonSchema, OpenapiContent, OpenapiOperation, Schemas } from './openapi-types.ts'
import type { ProblemType } from './problem-types.ts'
import { BODY_MEDIA, type ComputingRoute, FORMS, type Form, type Route, type ServiceRoute } from './route.ts'

/** One operation, from its row in the table of routes. */
export function operationOf(id: string, route: Route, schemas: Schemas): OpenapiOperation {
  const { summary, description, access } = route
  const known = access !== 'public'
  return {
    operationId: id,
    summary,
    description,
    security: !known ? [] : route.kind === 'stored' ? [{ key: [] }, { session: [] }] : [{ key: [] }],
    ...partsOf(route, schemas),
  }
}

type Parts = Pick<OpenapiOperation, 'parameters' | 'requestBody' | 'responses'>

function partsOf(route: Route, schemas: Schemas): Parts {
  switch (route.kind) {
    case 'computing':
      return computing(route, schemas)
    case 'service':
      return { responses: serviceResponses(route, schemas) }
    case 'stored':
      return storedParts(route, schemas)
    default:
      return route satisfies never
  }
}

function computing(route: ComputingRoute, schemas: Schemas): Parts {
  const parameters = parametersOf(route.query, 'query')
  const body = schemas.of(route.body)
  return {
    ...(parameters.length > 0 && { parameters }),
    requestBody: {
      required: true,
      content: Object.fromEntries(Object.keys(BODY_MEDIA).map((media) => [media, { schema: body }])),
    },
    responses: {
      '200': { description: 'The result, whole.', headers: STAMPS, content: contentOf(route, schemas) },
      ...problemsOf(COMPUTING_PROBLEMS, schemas),
    },
  }
}

function contentOf({ forms, result, outcome }: ComputingRoute, all: Schemas): OpenapiContent {
  const schemas: Readonly<Record<Form, JsonSchema>> = {
    json: all.of(result),
    csv: { type: 'string' },
    xlsx: { type: 'string', format: 'binary' },
    outcome: all.of(outcome),
    html: { type: 'string' },
    pdf: { type: 'string', format: 'binary' },
    zip: { type: 'string', format: 'binary' },
    events: { type: 'string' },
  }
  return Object.fromEntries(forms.map((form) => [FORMS[form], { schema: schemas[form] }]))
}

const text = { schema: { type: 'string' } } as const

const STAMPS = {
  'Leeway-Engine': { description: 'Version of the engine.', ...text },
  'Leeway-Inputs': { description: 'Hash of the inputs of each run.', ...text },
  'Leeway-Request-Id': { description: 'The id of the request in our logs.', ...text },
} as const

const COMPUTING_PROBLEMS: readonly ProblemType[] = [
  'request',
  'unauthenticated',
  'forbidden',
  'not-acceptable',
  'timeout',
  'too-large',
  'media-type',
  'input',
  'too-heavy',
  'rate',
  'headers-too-large',
  'ours',
  'busy',
  'stopping',
]

function serviceResponses(
  { media, result, mayBeUnready, mayBeHeld, access }: ServiceRoute,
  schemas: Schemas,
): OpenapiOperation['responses'] {
  const schema = result === undefined ? { type: 'string' } : schemas.of(result)
  const known: readonly ProblemType[] =
    access === 'public' ? ['request'] : ['request', 'unauthenticated', 'forbidden', 'rate']
  const unready: readonly ProblemType[] = mayBeUnready ? ['busy', 'unavailable', 'stopping'] : ['stopping']
  return {
    '200': { description: 'What was asked for.', content: { [media]: { schema } } },
    ...(mayBeHeld && { '304': { description: 'What is held has the tag of what there is.' } }),
    ...problemsOf([...known, ...unready], schemas),
  }
}
