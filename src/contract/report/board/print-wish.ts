import { z } from 'zod'
import { date } from '../../schema/fields.ts'
import { PAPERS } from './board-style.ts'

const MOST_TAG = 35

/** A language tag whose numbers and dates are known here. */
const language = z.string().max(MOST_TAG).refine(isLocale, 'a language tag such as en-US')

/** How a pack is printed; letter, en-US and no date unless stated. */
export const printFields = {
  paper: z.enum(PAPERS).optional(),
  /** Of numbers and dates. */
  locale: language.optional(),
  /** A day that is printed on it. */
  date: date.optional(),
} as const

export function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0
  } catch {
    return false
  }
}

export const PRINTED_UNLESS_STATED = { paper: 'letter', locale: 'en-US' } as const
