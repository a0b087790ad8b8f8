import { z } from 'zod'

/**
 * The fields that a schema knows, by the path of the entry they belong to; lists and names of maps add no step.
 * An entry that stands in several places is found at the first.
 */
export function fieldsByPath(schema: z.ZodType): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  collect(schema, { path: '', found, seen: new Set() })
  return found
}

interface Walk {
  readonly path: string
  readonly found: Map<string, Set<string>>
  readonly seen: Set<unknown>
}

function collect(schema: unknown, walk: Walk): void {
  if (schema instanceof z.ZodOptional) collect(schema.unwrap(), walk)
  if (schema instanceof z.ZodArray) collect(schema.element, walk)
  if (schema instanceof z.ZodRecord) collect(schema.valueType, walk)
  if (schema instanceof z.ZodUnion) for (const option of schema.options) collect(option, walk)
  // What holds itself ends here; texts and flags, which are shared, have nothing inside.
  if (walk.seen.has(schema)) return
  walk.seen.add(schema)
  if (schema instanceof z.ZodLazy) collect(schema.unwrap(), walk)
  if (!(schema instanceof z.ZodObject)) return
  const fields = walk.found.get(walk.path) ?? new Set<string>()
  walk.found.set(walk.path, fields)
  for (const [name, value] of Object.entries(schema.shape)) {
    fields.add(name)
    collect(value, { ...walk, path: walk.path === '' ? name : `${walk.path}.${name}` })
  }
}
