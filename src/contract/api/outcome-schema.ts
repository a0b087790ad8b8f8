import { z } from 'zod'
import { runResultSchema } from '../report/run-schema.ts'
import { told } from './wire-problem.ts'

const { scenario, controls, budget } = runResultSchema.shape

/** A run as far as it says what ties out and what does not. */
const tiedRun = z.strictObject({ scenario, controls, budget })

export type TiedRun = z.infer<typeof tiedRun>

/** A result with the runs behind it and the warnings met on the way, each with its place in the files. */
export function outcomeOf<Result extends z.ZodType>(result: Result) {
  return z.strictObject({ result, runs: z.array(tiedRun), ...told })
}
