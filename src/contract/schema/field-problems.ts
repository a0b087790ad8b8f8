import { z } from 'zod'
import { type Problem, problem } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'
import { nearest } from '../../core/text/nearest.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** A document's value without the fields that its schema does not know, so that the rest can still be looked at. */
export function withoutUnknownFields(problems: readonly Problem[], value: unknown): unknown {
  const copy = structuredClone(value)
  for (const { code, at } of problems) {
    if (code !== 'FIELD_UNKNOWN' || at.kind !== 'document') continue
    const steps = at.pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const parent = valueAt(copy, steps.slice(0, -1))
    if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, steps.at(-1) ?? '')
  }
  return copy
}

/** Says in the words of the file what a schema found wrong, each field at its place. */
export function fieldProblems(schema: z.ZodType, error: z.ZodError, value: unknown): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, { schema, value }))
}

function issueProblems(issue: Issue, whole: { schema: z.ZodType; value: unknown }): Problem[] {
  const at = { kind: 'document', pointer: pointerOf(issue.path) } as const
  const found = wordsFor(valueAt(whole.value, issue.path))
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(key, issue.path, whole.schema))
    case 'invalid_union':
      if (issue.errors.length === 0) return [unknownKind(issue, whole.value)]
      return likeliestBranch(issue).flatMap((each) =>
        issueProblems({ ...each, path: [...issue.path, ...each.path] } as Issue, whole),
      )
    case 'invalid_type': {
      if (valueAt(whole.value, issue.path) !== undefined) break
      const field = String(issue.path.at(-1) ?? 'the document')
      return [problem('FIELD_MISSING', { at, message: `${field} is missing`, expected: `${field}: …` })]
    }
    default:
  }
  return [
    problem('FIELD_VALUE', {
      at,
      message: 'this has another shape than is expected here',
      found,
      expected: expectedOf(issue),
    }),
  ]
}

function unknownField(key: string, path: Path, schema: z.ZodType): Problem {
  const known = fieldsAt(schema, path)
  const meant = nearest(key, known)
  return problem('FIELD_UNKNOWN', {
    at: { kind: 'document', pointer: pointerOf([...path, key]), isKey: true },
    message: `"${key}" is not a field that is known here`,
    found: key,
    expected: known.join(', '),
    suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
  })
}

/** A value whose kind is none of those that a field tells apart. */
function unknownKind(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): Problem {
  const field = issue.discriminator ?? 'kind'
  const path = issue.path.at(-1) === field ? issue.path : [...issue.path, field]
  const found = valueAt(value, path)
  const kinds = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
  const meant = typeof found === 'string' ? nearest(found, kinds) : undefined
  return problem(found === undefined ? 'FIELD_MISSING' : 'FIELD_VALUE', {
    at: {
      kind: 'document',
      pointer: pointerOf(found === undefined ? issue.path.slice(0, path.length - 1) : path),
    },
    message: found === undefined ? `${field} is missing` : `there is no such ${field}`,
    found: wordsFor(found),
    expected: `one of ${kinds.join(', ')}`,
    suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
  })
}

/**
 * Of the ways a value could have been meant, the one it comes nearest to: not of another kind altogether, then
 * with the fewest faults, then with those that lie deepest.
 */
function likeliestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const branches = issue.errors.map((branch) => ({
    branch,
    weight: weightOf(branch),
    depth: depthOf(branch),
  }))
  const fitting = branches.filter(
    ({ branch }) => !branch.every((each) => each.code === 'invalid_type' && each.path.length === 0),
  )
  const candidates = fitting.length > 0 ? fitting : branches
  const best = candidates.reduce((a, b) =>
    b.weight < a.weight || (b.weight === a.weight && b.depth > a.depth) ? b : a,
  )
  return best.branch
}

function weightOf(branch: readonly Issue[]): number {
  return branch.reduce((weight, issue) => {
    if (issue.code === 'unrecognized_keys') return weight + issue.keys.length
    return weight + (isUnion(issue) ? weightOf(likeliestBranch(issue)) : 1)
  }, 0)
}

function depthOf(branch: readonly Issue[]): number {
  return Math.min(
    ...branch.map((issue) => issue.path.length + (isUnion(issue) ? depthOf(likeliestBranch(issue)) : 0)),
  )
}

/** Whether a value could have been meant in several ways; one of no known kind was meant in none. */
function isUnion(issue: Issue): issue is Extract<Issue, { code: 'invalid_union' }> {
  return issue.code === 'invalid_union' && issue.errors.length > 0
}

function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KIND_WORDS[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'array' ? `at least ${issue.minimum} entry` : 'a text that is not empty'
    case 'too_big':
      return `at most ${issue.maximum} entries`
    default:
      return issue.message
  }
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  string: 'a text or number',
  object: 'fields and values',
  record: 'names and values',
  array: 'a list',
}

function pointerOf(path: Path): string {
  return path.map((key) => `/${escapePointer(String(key))}`).join('')
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, key) => {
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, key)) return undefined
    return (inside as Readonly<Record<PropertyKey, unknown>>)[key]
  }, value)
}

function wordsFor(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? 'nothing' : value
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' && value !== null
    ? `fields ${Object.keys(value).slice(0, 6).join(', ')}`
    : undefined
}

/** The fields that the schema knows at a path, through whatever wraps it. */
function fieldsAt(schema: z.ZodType, path: Path): string[] {
  const objects = path.reduce<z.ZodType[]>(
    (open, key) => open.flatMap((each) => childrenOf(each, key)),
    unwrap(schema),
  )
  return [...new Set(objects.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])))]
}

function unwrap(schema: unknown): z.ZodType[] {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap())
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap())
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrap)
  return schema instanceof z.ZodType ? [schema] : []
}

function childrenOf(schema: z.ZodType, key: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) return unwrap(schema.shape[key as string])
  if (schema instanceof z.ZodArray) return unwrap(schema.element)
  return schema instanceof z.ZodRecord ? unwrap(schema.valueType) : []
}
