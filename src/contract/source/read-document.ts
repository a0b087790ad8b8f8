import type { z } from 'zod'
import { failed, type Outcome, outcome, problem } from '../../core/problems/problem.ts'
import { fieldProblems } from '../schema/field-problems.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'
import { plainValue, SOURCE_LIMITS, type SourceDocument } from './source-document.ts'

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

export function isJson(text: string, file: string): boolean {
  return (
    file.endsWith('.json') ||
    file.endsWith('.jsonc') ||
    /^\s*\{\s*(?:"|\/\/|\/\*|\})/.test(text.slice(0, 1000))
  )
}

/** Holds a document against its schema. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  document: SourceDocument,
): Outcome<z.infer<Schema>> {
  const value = plainValue(document.root)
  const parsed = schema.safeParse(value)
  if (parsed.success) return outcome([], () => parsed.data)
  return failed(fieldProblems(schema, parsed.error, value))
}
