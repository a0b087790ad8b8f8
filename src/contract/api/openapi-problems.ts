import type { OpenapiResponse, Schemas } from './openapi-types.ts'
import { PROBLEM_MEDIA, PROBLEM_TYPES, type ProblemType } from './problem-types.ts'
import { problemDocumentSchema } from './wire-problem.ts'

/** One answer for each status; several problems can have the same one. */
export function problemsOf(types: readonly ProblemType[], schemas: Schemas): Record<string, OpenapiResponse> {
  const content = { [PROBLEM_MEDIA]: { schema: schemas.of(problemDocumentSchema) } }
  const titles = new Map<string, string>()
  for (const type of types) {
    const { status, title } = PROBLEM_TYPES[type]
    const before = titles.get(`${status}`)
    titles.set(`${status}`, before === undefined ? title : `${before} ${title}`)
  }
  return Object.fromEntries([...titles].map(([status, description]) => [status, { description, content }]))
}
