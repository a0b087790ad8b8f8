import { z } from 'zod'
import { text } from '../schema/fields.ts'
import { ROLES, type Role } from './roles.ts'

/** Who may do what: each name a group that several routes share. */
export const EVERYBODY = ROLES
export const FINANCE = ['finance'] as const satisfies readonly Role[]
export const STAFF = ['finance', 'analyst'] as const satisfies readonly Role[]
/** Whoever may write scenarios of their own. */
export const PLANNERS = [
  'finance',
  'analyst',
  'budget-partner',
  'principal',
  'supervisor',
] as const satisfies readonly Role[]

export const NO_PARAMETERS = z.strictObject({})

/** An id that the service gave. */
export const id = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'an id')

/** Control characters, ends of lines, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** A name that people read. */
export const plainName = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (name) =>
      !UNSEEN.test(name) && name === name.trim() && name.isWellFormed() && name === name.normalize('NFC'),
    {
      message:
        'a name of at most 200 letters, without line breaks or spaces around it, accents composed (NFC)',
    },
  )

/** The id of a school, as the district writes it. */
export const schoolId = plainName.max(100)

/** Schools that belong to somebody or something. */
export const schoolIds = z.array(schoolId).max(10_000)

/** A whole number from 1, in digits. */
export const wholeNumber = z.string().regex(/^[1-9]\d{0,8}$/, 'a whole number from 1')

/** When something happened (RFC 3339). */
export const moment = z.string()

/** How often something has been changed; the tag of its answers, which a change has to name. */
export const revision = z.number()

const MOST_LISTED = 500
export const LISTED_UNLESS_STATED = 100

/** Which stretch of a list is wanted. */
export const pageQuery = {
  /** At most so many, 1 to 500; 100 unless stated. */
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|[1-4]\d\d|500)$/, `a whole number from 1 to ${MOST_LISTED}`)
    .optional(),
  /** `next` of the page before. */
  after: text.max(2000).optional(),
} as const

export const pageOnly = z.strictObject(pageQuery)

/** A stretch of a list. `next` is null on the last one. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() })
}
