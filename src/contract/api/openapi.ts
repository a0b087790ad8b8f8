import { z } from 'zod'
import { comparisonSchema } from '../report/comparison-schema.ts'
import { ENGINE_VERSION } from '../report/engine.ts'
import { runResultSchema } from '../report/run-schema.ts'
import { splitResultSchema } from '../report/split-schema.ts'
import { scenarioJsonSchema } from '../schema/json-schema.ts'
import { scenarioSchema } from '../schema/scenario-schema.ts'
import { checkReportSchema } from './check-schema.ts'
import { arithmeticSchema, explanationSchema, useSchema } from './explanation-schema.ts'
import { operationOf } from './openapi-operations.ts'
import type { JsonSchema, OpenapiDocument, OpenapiOperation, Schemas } from './openapi-types.ts'
import { filesBodySchema } from './posted-body.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { problemDocumentSchema, wireProblemSchema } from './wire-problem.ts'

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
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'leeway-session',
          description:
            'Of a browser, which also sends the header csrf-token with whatever changes something.',
        },
      },
    },
  }
}

const LICENSE = { name: 'MIT', identifier: 'MIT' } as const

const DESCRIPTION =
  'How money reaches schools, exact and explained. Amounts are decimal texts, never JSON numbers. ' +
  'What is posted to be computed is answered and not stored; what a district keeps is seen by its people, as far as ' +
  'their role lets them. ' +
  'Every answer that is no result is a problem of RFC 9457, with every error at once.'

/** Where the library puts what refers to itself. */
const SHARED = '__shared'

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
  for (const [id, route] of Object.entries<Route>(ROUTES))
    for (const [part, schema] of Object.entries(schemasIn(route))) add(schema, `${capital(id)}${part}`)
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => COMPONENTS + id })
  // The parts of scenario files have a schema of their own, below.
  const { [SHARED]: _, ...own } = schemas
  const named = Object.entries(own).map(([name, schema]) => [name, withoutMarks(schema)] as const)
  return {
    named: { ...Object.fromEntries(named), ...scenarioSchemas() },
    of: (schema) => ({ $ref: COMPONENTS + (ids.get(schema) ?? '') }),
  }
}

/** The schemas of a route, by what they are called after its name; one that several share is called after the first. */
function schemasIn(route: Route): Record<string, z.ZodType> {
  const result = route.result === undefined ? {} : { Result: route.result }
  switch (route.kind) {
    case 'computing':
      return { Body: route.body, ...result, Outcome: route.outcome }
    case 'stored':
      return route.takes === undefined || route.takes.kind === 'table'
        ? result
        : { Body: route.takes.schema, ...result }
    case 'service':
      return result
    default:
      return route satisfies never
  }
}

function capital(id: string): string {
  return id.slice(0, 1).toUpperCase() + id.slice(1)
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
