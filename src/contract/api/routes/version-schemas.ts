import { z } from 'zod'
import { id, moment, revision } from '../stored-fields.ts'

/** A name that points at versions. */
export const namedSchema = z.strictObject({
  id,
  name: z.string(),
  /** The newest that you may see, and the newest that is released; null where there is none. */
  version: z.number().nullable(),
  released: z.number().nullable(),
  created: moment,
  revision,
})

/** One version, which never changes; it is a draft until it is released. */
export const versionSchema = z.strictObject({
  version: z.number(),
  /** Of its content. */
  hash: z.string(),
  by: id.nullable(),
  created: moment,
  released: moment.nullable(),
})
