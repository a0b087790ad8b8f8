import { z } from 'zod'
import { text } from '../../schema/fields.ts'
import { scenarioSchema } from '../../schema/scenario-schema.ts'
import { id, moment, revision } from '../stored-fields.ts'
import { versionSchema } from './version-schemas.ts'

/** A scenario by its name: which version it points at, and in which state it is. */
export const keptScenario = z.strictObject({
  id,
  name: z.string(),
  year: z.string(),
  /** The newest that you may see, and the newest that is released; null where there is none. */
  version: z.number().nullable(),
  released: z.number().nullable(),
  by: id.nullable(),
  created: moment,
  locked: moment.nullable(),
  /** The years for which a version of it counts. */
  adopted: z.array(z.strictObject({ year: z.string(), version: z.number() })),
  revision,
})

const ref = z.strictObject({ id, version: z.number() })

/** A version, its document, and what that is computed from. */
export const scenarioVersion = z.strictObject({
  ...versionSchema.shape,
  document: scenarioSchema,
  formula: ref.nullable(),
  dataset: ref.nullable(),
  sources: z.array(
    z.strictObject({ kind: z.enum(['dataset', 'scenario']), place: z.string(), ...ref.shape }),
  ),
})

const pointer = z
  .string()
  .max(1000)
  .regex(/^(?:\/(?:[^/~]|~[01])*)*$/, 'a JSON pointer such as /lines/0/amount')
const MOST_CHANGES = 500

/** RFC 6902. */
export const patchSchema = z
  .array(
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.literal('add'), path: pointer, value: z.unknown() }),
      z.strictObject({ op: z.literal('replace'), path: pointer, value: z.unknown() }),
      z.strictObject({ op: z.literal('test'), path: pointer, value: z.unknown() }),
      z.strictObject({ op: z.literal('remove'), path: pointer }),
      z.strictObject({ op: z.literal('move'), from: pointer, path: pointer }),
      z.strictObject({ op: z.literal('copy'), from: pointer, path: pointer }),
    ]),
  )
  .min(1)
  .max(MOST_CHANGES)

export const diffSchema = z.strictObject({
  from: ref,
  to: ref,
  changes: z.array(
    z.strictObject({
      op: z.enum(['add', 'remove', 'replace']),
      path: text,
      /** What was there. */
      was: z.unknown().optional(),
      /** What is there instead. */
      value: z.unknown().optional(),
    }),
  ),
})
