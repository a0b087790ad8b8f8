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

/**
 * How many entries a list or map may have; enough for any formula, and no more than can be checked at once. Of what
 * many expressions may name, or what is a file each, there are fewer.
 */
export const MOST_ENTRIES = { standard: 2000, groups: 100, members: 200, units: 100, datasets: 16 } as const

export function listOf<Item extends z.ZodType>(item: Item, most: number = MOST_ENTRIES.standard) {
  return z.array(item).max(most)
}

export function mapOf<Value extends z.ZodType>(value: Value, most: number = MOST_ENTRIES.standard) {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= most, `at most ${most} entries`)
}

/** Decimal places that an amount is rounded to; -3 rounds to thousands. */
export const places = z.string().regex(/^(?:-(?:\d|1[0-2])|\d|1[0-8])$/, 'a whole number from -12 to 18')

/** Decimal places of a value that is looked for, which is never coarser than a whole number. */
export const solvedPlaces = z.string().regex(/^(?:\d|1[0-8])$/, 'a whole number from 0 to 18')

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
