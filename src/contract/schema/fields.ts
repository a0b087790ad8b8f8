import { z } from 'zod'

// A strict Content-Security-Policy reports the probe for `new Function` that zod otherwise makes.
z.config({ jitless: true })

/** A text that is not empty. Numbers too are texts here: their digits are read by the core and by nothing else. */
export const text = z.string().min(1)

export const flag = z.enum(['true', 'false'])

/** A date such as 2025-07-01 that exists in the calendar. */
export const date = z
  .string()
  .refine(
    (written) => /^\d{4}-\d{2}-\d{2}$/.test(written) && isCalendarDate(written),
    'a date such as 2025-07-01',
  )

/** How many entries a list or map may have; enough for any formula, and no more than can be checked at once. */
const MOST_ENTRIES = 2000

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).max(MOST_ENTRIES)
}

export function mapOf<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= MOST_ENTRIES, `at most ${MOST_ENTRIES} entries`)
}

/** `0`, or places or a step with a mode. */
export const rounding = z.union([
  text,
  z.strictObject({ places: text.optional(), step: text.optional(), mode: text.optional() }),
])

function isCalendarDate(written: string): boolean {
  const [year = 0, month = 0, day = 0] = written.split('-').map(Number)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
