import fc from 'fast-check'
import type { JsonSchema } from '../../src/contract/api/openapi-types.ts'

const DEEPEST = 7

/** Values that a schema of the description takes, as far as a reader of it could tell; patterns are mostly missed. */
export function valuesOf(
  schema: unknown,
  schemas: Readonly<Record<string, JsonSchema>>,
): fc.Arbitrary<unknown> {
  return arbitraryOf(schema, { schemas, depth: 0 })
}

interface Walk {
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly depth: number
}

/** Names and texts of the format, which chance alone would never write. */
const WORDS = fc.constantFrom(
  'base',
  'enrollment',
  'general',
  'enrollment * base',
  'total(enrollment)',
  '1',
  '0',
  '-12.50',
  '1e5',
  'now',
  'pupil',
  'money',
  '2025-07-01',
  'schools.csv',
  'a.yaml',
  '',
)

function arbitraryOf(schema: unknown, walk: Walk): fc.Arbitrary<unknown> {
  if (!isFields(schema) || walk.depth > DEEPEST) return fc.jsonValue({ maxDepth: 1 })
  const deeper = { ...walk, depth: walk.depth + 1 }
  const { $ref, anyOf, oneOf, allOf, enum: few, const: only, type } = schema
  if (typeof $ref === 'string') return arbitraryOf(walk.schemas[$ref.split('/').at(-1) ?? ''], deeper)
  const ways = [anyOf, oneOf, allOf].find(Array.isArray)
  if (ways !== undefined) return fc.oneof(...ways.map((each) => arbitraryOf(each, deeper)))
  if (Array.isArray(few)) return fc.constantFrom(...few)
  if (only !== undefined) return fc.constant(only)
  const types = Array.isArray(type) ? type : [type]
  return fc.oneof(...types.map((each) => ofType(each, schema, deeper)))
}

function ofType(
  type: unknown,
  schema: Readonly<Record<string, unknown>>,
  deeper: Walk,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return fc.oneof(WORDS, fc.string({ maxLength: 12, unit: 'grapheme' }))
    case 'number':
      return fc.oneof(fc.integer(), fc.double())
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(arbitraryOf(schema['items'], deeper), { maxLength: 3 })
    case 'object':
      return fieldsOf(schema, deeper)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

function fieldsOf(schema: Readonly<Record<string, unknown>>, deeper: Walk): fc.Arbitrary<object> {
  const { properties, required, additionalProperties } = schema
  const fields = isFields(properties) ? properties : {}
  const needed = Array.isArray(required) ? required.map(String) : []
  const known = fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, arbitraryOf(each, deeper)])),
    { requiredKeys: needed.filter((name) => Object.hasOwn(fields, name)), noNullPrototype: true },
  )
  if (!isFields(additionalProperties)) return known
  const others = fc.dictionary(
    fc.oneof(WORDS, fc.string({ maxLength: 6 })),
    arbitraryOf(additionalProperties, deeper),
    { maxKeys: 3, noNullPrototype: true },
  )
  return fc.tuple(known, others).map(([a, b]) => ({ ...b, ...a }))
}

/** The value with one part of it put otherwise: the nearest neighbours of what is right are where faults are. */
export function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value)
  return fc
    .tuple(fc.constantFrom(...places), fc.oneof(WORDS, fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)))
    .map(([place, other]) => withPart(value, place, other))
}

type Path = readonly (string | number)[]

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))]
}

function withPart(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other
  if (Array.isArray(value))
    return value.map((each, i) => (`${i}` === step ? withPart(each, rest, other) : each))
  if (!isFields(value)) return other
  return { ...value, [step]: withPart(value[step], rest, other) }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
