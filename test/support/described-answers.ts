import { Ajv2020 } from 'ajv/dist/2020.js'
import { openapiDocument } from '../../src/contract/api/openapi.ts'
import type { OpenapiOperation } from '../../src/contract/api/openapi-types.ts'
import type { Answer } from './service.ts'

/** An operation of the description, and where it stands there. */
export interface Described {
  readonly id: string
  readonly path: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly operation: OpenapiOperation
}

export const DESCRIPTION = openapiDocument()

export const OPERATIONS: readonly Described[] = Object.entries(DESCRIPTION.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const { operationId: id } = operation
    return { id, path, method: method.toUpperCase() as Described['method'], operation }
  }),
)

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(DESCRIPTION, 'openapi')

/** What an answer has that the description of its operation has not; a fault of ours is none that may be. */
export function undescribed(
  described: Described,
  { status, headers, text, json }: Omit<Answer, 'bytes'>,
): string | undefined {
  const response = described.operation.responses[`${status}`]
  if (response === undefined || status >= 500) return `${status} ${text}`
  if (response.content === undefined) return text === '' ? undefined : `${status} with a body: ${text}`
  const type = String(headers['content-type']).split(';', 1)[0] ?? ''
  if (response.content[type] === undefined) return `${status} in ${type}`
  if (!type.endsWith('json')) return text.length > 0 ? undefined : `${status} without a body`
  const check = checkOf(described, status, type)
  return check(json()) === true ? undefined : `${status} ${ajv.errorsText(check.errors)}: ${text}`
}

type Check = NonNullable<ReturnType<typeof ajv.getSchema>>

const CHECKS = new Map<string, Check>()

function checkOf({ path, method }: Described, status: number, type: string): Check {
  const name = `${method} ${path} ${status} ${type}`
  const known = CHECKS.get(name)
  if (known !== undefined) return known
  const steps = ['paths', path, method.toLowerCase(), 'responses', `${status}`, 'content', type, 'schema']
  const pointer = steps
    .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/')
  const check = ajv.getSchema(`openapi#/${pointer}`)
  if (check === undefined) throw new Error(`no schema at ${pointer}`)
  CHECKS.set(name, check)
  return check
}
