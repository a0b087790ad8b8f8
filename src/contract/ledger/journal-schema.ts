import { z } from 'zod'
import { runResultSchema } from '../report/run-schema.ts'

const { leeway, scenario } = runResultSchema.shape

/** The budget journal of a run; amounts are decimal texts. */
export const journalSchema = z.strictObject({
  leeway,
  scenario,
  total: z.string(),
  accounts: z.array(z.strictObject({ account: z.string(), amount: z.string() })),
  rows: z.array(
    z.strictObject({
      account: z.string(),
      amount: z.string(),
      school: z.string(),
      line: z.string(),
      fund: z.string(),
    }),
  ),
})

/** A journal held against what a ledger has, account by account. */
export const journalComparisonSchema = z.strictObject({
  leeway,
  scenario,
  budget: z.string(),
  actual: z.string(),
  /** Actual less budget. */
  difference: z.string(),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      /** Null where only the other side has the account. */
      budget: z.string().nullable(),
      actual: z.string().nullable(),
      difference: z.string(),
    }),
  ),
})

export type JournalResult = z.infer<typeof journalSchema>
export type JournalComparison = z.infer<typeof journalComparisonSchema>
