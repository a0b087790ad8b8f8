import type { z } from 'zod'
import { failed, type Outcome, type Problem, problem } from '../../core/problems/problem.ts'
import { fieldProblems, withoutUnknownFields } from '../schema/field-problems.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'
import { plainValue, SOURCE_LIMITS, type SourceDocument, type SourceNode } from './source-document.ts'

/** Reads a document in JSON if its name or its first character says so, and otherwise in YAML. */
export function readDocument(text: string, file: string): Outcome<SourceDocument> {
  if (text.length > SOURCE_LIMITS.bytes) {
    const at = { kind: 'file', file } as const
    const expected = `at most ${SOURCE_LIMITS.bytes / 1024 / 1024} MB`
    return failed([
      problem('FILE_TOO_LARGE', { at, message: 'the file is too large for a document', expected }),
    ])
  }
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
  root: SourceNode,
  pointer = '',
): Validated<z.infer<Schema>> {
  const value = plainValue(root)
  const parsed = schema.safeParse(value)
  if (parsed.success) return { value: parsed.data, problems: [] }
  const problems = fieldProblems(schema, parsed.error, value)
  const rest = schema.safeParse(withoutUnknownFields(problems, value))
  return { value: rest.data, problems: problems.map((each) => below(pointer, each)) }
}

function below(pointer: string, found: Problem): Problem {
  return found.at.kind === 'document'
    ? { ...found, at: { ...found.at, pointer: pointer + found.at.pointer } }
    : found
}
