import type { z } from 'zod'
import type { Outcome, Problem } from '../../core/problems/problem.ts'
import { fieldProblems, withoutUnknownFields } from '../schema/field-problems.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'
import type { SourceDocument } from './source-document.ts'

/** Reads a document in JSON if its name or its first character says so, and otherwise in YAML. */
export function readDocument(text: string, file: string): Outcome<SourceDocument> {
  return isJson(text, file) ? readJson(text, file) : readYaml(text, file)
}

function isJson(text: string, file: string): boolean {
  return (
    file.endsWith('.json') ||
    file.endsWith('.jsonc') ||
    /^\s*\{\s*(?:"|\/\/|\/\*|\})/.test(text.slice(0, 1000))
  )
}

/** What a document says, as far as its schema lets it be read, and every field that is wrong. */
export interface Validated<Value> {
  readonly value: Value | undefined
  readonly problems: readonly Problem[]
}

/** Holds a document against its schema. With nothing wrong but unknown fields, the rest is still given. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  { value }: Pick<SourceDocument, 'value'>,
  pointer = '',
): Validated<z.infer<Schema>> {
  const parsed = parsedBy(schema, value)
  if (parsed?.success === true) return { value: parsed.data, problems: [] }
  const problems = fieldProblems(schema, parsed?.error, value)
  const rest = parsedBy(schema, withoutUnknownFields(problems, value))
  return { value: rest?.data, problems: problems.map((each) => below(pointer, each)) }
}

/** What the library makes of a value; nothing where it finds more faults than it can hand on at once. */
function parsedBy<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.infer<Schema>> | undefined {
  try {
    return schema.safeParse(value)
  } catch (thrown) {
    // It passes all faults of a list as arguments of one call, and a hundred thousand of them exhaust the stack.
    if (!(thrown instanceof RangeError)) throw thrown
    return undefined
  }
}

function below(pointer: string, found: Problem): Problem {
  return found.at.kind === 'document'
    ? { ...found, at: { ...found.at, pointer: pointer + found.at.pointer } }
    : found
}
