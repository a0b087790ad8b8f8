import type { z } from 'zod'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { type Problem, problem } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'
import { nearest } from '../../core/text/nearest.ts'
import { type ShapeFault, shapeFaults } from './shape-faults.ts'

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

/** Says in the words of the file what a schema finds wrong, each field at its place. */
export function fieldProblems(schema: z.ZodType, error: z.ZodError | undefined, value: unknown): Problem[] {
  const faults = shapeFaults(schema, value)
  const all = (error?.issues ?? []).map((issue): ShapeFault => ({ kind: 'shape', path: issue.path, issue }))
  const found = faults.length > 0 ? faults : all
  const told = found.slice(0, MOST_PROBLEMS).map((fault) => faultProblem(fault, value))
  const next = found[MOST_PROBLEMS]
  return next === undefined ? told : [...told, enough({ kind: 'document', pointer: pointerOf(next.path) })]
}

function faultProblem(fault: ShapeFault, value: unknown): Problem {
  if (fault.kind === 'unknown') return unknownField(fault)
  const at = { kind: 'document', pointer: pointerOf(fault.path) } as const
  if (fault.kind === 'missing') {
    const field = String(fault.path.at(-1) ?? 'the document')
    return problem('FIELD_MISSING', { at, message: `${field} is missing`, expected: `${field}: …` })
  }
  const issue = { ...fault.issue, path: [...fault.path] }
  if (issue.code === 'invalid_union' && issue.errors.length === 0) return unknownKind(issue, value)
  return problem('FIELD_VALUE', {
    at,
    message: 'this has another shape than is expected here',
    found: wordsFor(valueAt(value, fault.path)),
    expected: expectedOf(issue),
  })
}

function unknownField({ key, path, known }: Extract<ShapeFault, { kind: 'unknown' }>): Problem {
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
