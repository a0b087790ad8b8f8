import { ofSchools } from '../contract/api/roles.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { findRun } from '../store/runs.ts'
import { done, NOT_FOUND } from './answers.ts'
import { computed } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { runAgain } from './runs-again.ts'
import { seenRefusal } from './seen-problems.ts'

/** The workbook of a whole run, which has the counts of every school: not for those who see some schools' data. */
export async function runWorkbook(
  work: Work<'runResult'>,
  result: RunResult,
): Promise<Handled<GivenBy<'runResult'>>> {
  const { run } = work.params
  if (ofSchools(work.who.role)) return NOT_FOUND
  return asWorkbook(work, { result, command: `GET /v1/runs/${run}/result` })
}

/** The workbook of one school of a run; of their own schools for those who have some. */
export async function schoolWorkbook(
  work: Work<'runSchool'>,
  result: GivenBy<'runSchool'>,
): Promise<Handled<GivenBy<'runSchool'>>> {
  const { who, params } = work
  const { run, school } = params
  if (ofSchools(who.role) && !who.schools.includes(school)) return NOT_FOUND
  return asWorkbook(work, { result, school, command: `GET /v1/runs/${run}/schools/${school}` })
}

/** Computes a run again, and gives it as a workbook if it is the same. */
async function asWorkbook<Result>(
  { trx, who, params, tools }: Pick<Work<'runResult'>, 'trx' | 'who' | 'params' | 'tools'>,
  { result, school, command }: { result: Result; school?: string; command: string },
): Promise<Handled<Result>> {
  const run = await findRun(trx, params.run)
  if (run === undefined) return NOT_FOUND
  const again = await runAgain(trx, who, run)
  if ('kind' in again) return again
  const computing = { operation: 'compute', bytes: again.body, query: {}, answerForm: 'xlsx' } as const
  const outcome = await computed(trx, tools, { ...computing, workbook: { school, command } })
  if (outcome.kind === 'refused') return seenRefusal(outcome, who)
  const other = again.otherThan(outcome.inputs)
  if (other !== undefined) return other
  const headers = { 'leeway-engine': run.engine, 'leeway-inputs': run.inputsHash }
  return done(result, { bytes: outcome.bytes, headers })
}
