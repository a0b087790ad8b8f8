import { z } from 'zod'
import { comparisonSchema } from '../report/comparison-schema.ts'
import { ENGINE_VERSION } from '../report/engine.ts'
import { runResultSchema } from '../report/run-schema.ts'
import { splitResultSchema } from '../report/split-schema.ts'
import { scenarioJsonSchema } from '../schema/json-schema.ts'
import { scenarioSchema } from '../schema/scenario-schema.ts'
import { checkReportSchema } from './check-schema.ts'
import { arithmeticSchema, explanationSchema, useSchema } from './explanation-schema.ts'
import { filesBodySchema } from './posted-body.ts'
import { PROBLEM_MEDIA, PROBLEM_TYPES, type ProblemType } from './problem-types.ts'
import { BODY_MEDIA, type ComputingRoute, FORMS, type Form, type Route, type ServiceRoute } from './route.ts'
import { ROUTES } from './routes.ts'
import { problemDocumentSchema, wireProblemSchema } from './wire-problem.ts'

/** An OpenAPI 3.1 document, as far as readers of ours look into it. */
export interface OpenapiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: object
  }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenapiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: object
  }
  readonly [field: string]: unknown
}

export interface OpenapiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly object[]
  readonly parameters?: readonly OpenapiParameter[]
  readonly requestBody?: { readonly required: true; readonly content: OpenapiContent }
  readonly responses: Readonly<Record<string, OpenapiResponse>>
}

export interface OpenapiParameter {
  readonly name: string
  readonly in: 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type OpenapiContent = Readonly<Record<string, { readonly schema: JsonSchema }>>

export interface OpenapiResponse {
  readonly description: string
  readonly headers?: object
  readonly content?: OpenapiContent
}

export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas that stand in several places, or that a reader looks for, by the names they have in the document. */
const NAMED = {
  Scenario: scenarioSchema,
  Files: filesBodySchema,
  CheckReport: checkReportSchema,
  RunResult: runResultSchema,
  Comparison: comparisonSchema,
  Split: splitResultSchema,
  Explanation: explanationSchema,
  Arithmetic: arithmeticSchema,
  Use: useSchema,
  Problem: wireProblemSchema,
  ProblemDocument: problemDocumentSchema,
} as const

const COMPONENTS = '#/components/schemas/'

/** The description of the service, written from the table of routes and from nothing else. */
export function openapiDocument(): OpenapiDocument {
  const schemas = allSchemas()
  const paths: Record<string, Record<string, OpenapiOperation>> = {}
  for (const [id, route] of Object.entries<Route>(ROUTES)) {
    const operations = paths[route.path] ?? {}
    operations[route.method.toLowerCase()] = operationOf(id, route, schemas)
    paths[route.path] = operations
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Leeway', version: ENGINE_VERSION, description: DESCRIPTION, license: LICENSE },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key.' } },
    },
  }
}

const LICENSE = { name: 'MIT', identifier: 'MIT' } as const

const DESCRIPTION =
  'How money reaches schools, exact and explained. Amounts are decimal texts, never JSON numbers. ' +
  'What is posted is computed and answered; nothing is stored. ' +
  'Every answer that is no result is a problem of RFC 9457, with every error at once.'

/** The JSON Schemas of the contract: those that have names by them, and every other that a route uses. */
interface Schemas {
  readonly named: Readonly<Record<string, JsonSchema>>
  of(schema: z.ZodType): JsonSchema
}

/** Writes all schemas in one go: each on its own would write those that it names once more. */
function allSchemas(): Schemas {
  const registry = z.registry<{ id: string }>()
  const ids = new Map<z.ZodType, string>()
  const add = (schema: z.ZodType, id: string): void => {
    if (ids.has(schema)) return
    ids.set(schema, id)
    registry.add(schema, { id })
  }
  for (const [name, schema] of Object.entries(NAMED)) add(schema, name)
  for (const [i, schema] of Object.values<Route>(ROUTES).flatMap(schemasIn).entries()) add(schema, `.${i}`)
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => COMPONENTS + id })
  const named = Object.keys(NAMED).map((name) => [name, withoutMarks(schemas[name] ?? {})] as const)
  return {
    named: { ...Object.fromEntries(named), ...scenarioSchemas() },
    of(schema) {
      const id = ids.get(schema) ?? ''
      return id.startsWith('.') ? withoutMarks(schemas[id] ?? {}) : { $ref: COMPONENTS + id }
    },
  }
}

function schemasIn(route: Route): z.ZodType[] {
  if (route.method === 'GET') return route.result === undefined ? [] : [route.result]
  return [route.body, route.result, route.outcome]
}

function withoutMarks(schema: JsonSchema): JsonSchema {
  const { $schema: _, $id: __, ...rest } = schema
  return rest
}

/** The schema of scenario files, which says what numbers may stand for texts, and its parts beside it. */
function scenarioSchemas(): Record<string, JsonSchema> {
  const renamed: JsonSchema = JSON.parse(
    JSON.stringify(scenarioJsonSchema()).replaceAll('"#/definitions/', `"${COMPONENTS}Scenario.`),
  )
  const { $schema: _, title: __, definitions, ...scenario } = renamed
  const parts = Object.entries(definitions ?? {}).map(([name, part]) => [`Scenario.${name}`, part] as const)
  return { Scenario: scenario, ...Object.fromEntries(parts) }
}

function operationOf(id: string, route: Route, schemas: Schemas): OpenapiOperation {
  const { summary, description, access } = route
  const known = access !== 'public'
  return {
    operationId: id,
    summary,
    description,
    security: known ? [{ key: [] }] : [],
    ...(route.method === 'POST'
      ? computing(route, schemas)
      : { responses: serviceResponses(route, schemas) }),
  }
}

function computing(
  route: ComputingRoute,
  schemas: Schemas,
): Pick<OpenapiOperation, 'parameters' | 'requestBody' | 'responses'> {
  const parameters = parametersOf(route.query)
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
    outcome: all.of(outcome),
  }
  return Object.fromEntries(forms.map((form) => [FORMS[form], { schema: schemas[form] }]))
}

function parametersOf(query: z.ZodObject): OpenapiParameter[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema instanceof z.ZodOptional),
    schema: schema instanceof z.ZodType ? withoutMarks(z.toJSONSchema(schema, { io: 'input' })) : {},
  }))
}

const text = { schema: { type: 'string' } } as const

const STAMPS = {
  'Leeway-Engine': { description: 'Version of the engine.', ...text },
  'Leeway-Inputs': { description: 'Hash of the inputs of each run.', ...text },
  'Leeway-Request-Id': { description: 'The id of the request in our logs.', ...text },
  ETag: { description: 'Equal answers have equal tags.', ...text },
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
  const unready: readonly ProblemType[] = mayBeUnready ? ['busy', 'stopping'] : ['stopping']
  return {
    '200': { description: 'What was asked for.', content: { [media]: { schema } } },
    ...(mayBeHeld && { '304': { description: 'What is held has the tag of what there is.' } }),
    ...problemsOf([...known, ...unready], schemas),
  }
}

/** One answer for each status; several problems can have the same one. */
function problemsOf(types: readonly ProblemType[], schemas: Schemas): Record<string, OpenapiResponse> {
  const content = { [PROBLEM_MEDIA]: { schema: schemas.of(problemDocumentSchema) } }
  const titles = new Map<string, string>()
  for (const type of types) {
    const { status, title } = PROBLEM_TYPES[type]
    const before = titles.get(`${status}`)
    titles.set(`${status}`, before === undefined ? title : `${before} ${title}`)
  }
  return Object.fromEntries([...titles].map(([status, description]) => [status, { description, content }]))
}
