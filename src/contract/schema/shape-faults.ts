import { z } from 'zod'
import { MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { nearest } from '../../core/text/nearest.ts'

type Path = readonly PropertyKey[]

/** One way in which a value does not have the shape of its schema. */
export type ShapeFault =
  | { readonly kind: 'unknown'; readonly path: Path; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'missing'; readonly path: Path }
  | { readonly kind: 'shape'; readonly path: Path; readonly issue: z.core.$ZodIssue }

/**
 * All that is wrong with a value, each at its place. Where a value may have one of several shapes it is held
 * against the one that it comes nearest to: zod's own answer is whichever shape has nothing but unknown fields.
 */
export function shapeFaults(schema: unknown, value: unknown, path: Path = []): ShapeFault[] {
  if (schema instanceof z.ZodOptional)
    return value === undefined ? [] : shapeFaults(schema.unwrap(), value, path)
  if (schema instanceof z.ZodLazy) return shapeFaults(schema.unwrap(), value, path)
  if (value === undefined) return [{ kind: 'missing', path }]
  if (schema instanceof z.ZodDiscriminatedUnion) return faultsOfKind(schema, value, path)
  if (schema instanceof z.ZodUnion) return nearestShape(schema.options, value, path)
  const inside = insideFaults(schema, value, path)
  return inside.length > 0 ? inside : ownFaults(schema, value, path)
}

function insideFaults(schema: unknown, value: unknown, path: Path): ShapeFault[] {
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return faultsOfEach(value.entries(), { schema: schema.element, path })
  if (!isFields(value)) return []
  if (schema instanceof z.ZodRecord)
    return faultsOfEach(Object.entries(value), { schema: schema.valueType, path })
  if (!(schema instanceof z.ZodObject)) return []
  const known = Object.keys(schema.shape)
  const strange = Object.keys(value).filter((key) => !known.includes(key))
  return [
    ...known.flatMap((key) =>
      shapeFaults(schema.shape[key], Object.hasOwn(value, key) ? value[key] : undefined, [...path, key]),
    ),
    ...strange.map((key): ShapeFault => ({ kind: 'unknown', path, key, known })),
  ]
}

/** What is wrong with the entries of a list or map, up to as much as is told. */
function faultsOfEach(
  entries: Iterable<readonly [PropertyKey, unknown]>,
  { schema, path }: { schema: unknown; path: Path },
): ShapeFault[] {
  const faults: ShapeFault[] = []
  for (const [key, value] of entries) {
    faults.push(...shapeFaults(schema, value, [...path, key]))
    if (faults.length > MOST_PROBLEMS) break
  }
  return faults
}

/** What is wrong with a value itself, and not with what it holds. */
function ownFaults(schema: unknown, value: unknown, path: Path): ShapeFault[] {
  const issues = schema instanceof z.ZodType ? (schema.safeParse(value).error?.issues ?? []) : []
  return issues.map((issue) => ({ kind: 'shape', path: [...path, ...issue.path], issue }))
}

function faultsOfKind(schema: z.ZodDiscriminatedUnion, value: unknown, path: Path): ShapeFault[] {
  const { discriminator } = schema.def
  const kind = isFields(value) && Object.hasOwn(value, discriminator) ? value[discriminator] : undefined
  const option = schema.options.find(
    (each) => each instanceof z.ZodObject && kindOf(each, discriminator).safeParse(kind).success,
  )
  return option === undefined ? ownFaults(schema, value, path) : shapeFaults(option, value, path)
}

function kindOf(option: z.ZodObject, discriminator: string): z.ZodType {
  const kind: unknown = option.shape[discriminator]
  return kind instanceof z.ZodType ? kind : z.never()
}

function nearestShape(options: readonly unknown[], value: unknown, path: Path): ShapeFault[] {
  const shapes = options.map((option) => {
    const faults = shapeFaults(option, value, path)
    return {
      faults,
      distance: kindsOf(faults).reduce((sum, fault) => sum + distanceOf(fault, path.length), 0),
    }
  })
  return shapes.reduce((best, each) => (each.distance < best.distance ? each : best)).faults
}

/** Of faults that are the same in many entries of a list, the first: a slip is not worse for being copied. */
function kindsOf(faults: readonly ShapeFault[]): readonly ShapeFault[] {
  const kinds = new Map<string, ShapeFault>()
  for (const fault of faults) {
    const path = fault.path.map((step) => (typeof step === 'number' ? '' : String(step)))
    const kind = JSON.stringify([fault.kind, fault.kind === 'unknown' && fault.key, ...path])
    if (!kinds.has(kind)) kinds.set(kind, fault)
  }
  return [...kinds.values()]
}

// A fault counts for less the deeper it lies: a whole group is not taken for a parameter because of two slips of
// the pen inside one of its members. A slip of the pen counts for less than a field that is like no other.
function distanceOf(fault: ShapeFault, above: number): number {
  // Fields are never a text with many faults in it, nor a list a map.
  if (fault.path.length === above && fault.kind === 'shape' && fault.issue.code === 'invalid_type')
    return Number.POSITIVE_INFINITY
  return weightOf(fault) / 4 ** (fault.path.length - above)
}

function weightOf(fault: ShapeFault): number {
  if (fault.kind === 'unknown') return nearest(fault.key, fault.known) === undefined ? 8 : 2
  if (fault.kind === 'missing') return 4
  return SHAPE_WEIGHTS[fault.issue.code] ?? 4
}

const SHAPE_WEIGHTS: Readonly<Record<string, number>> = { invalid_type: 16, custom: 8, invalid_format: 3 }

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
