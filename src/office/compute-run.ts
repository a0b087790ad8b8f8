import type { Explanation } from '../contract/api/explanation-schema.ts'
import { ofSchools } from '../contract/api/roles.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { findRunRow } from '../store/run-rows.ts'
import { findRun, saveRun } from '../store/runs.ts'
import type { VersionRef } from '../store/versions.ts'
import { asProgram, type Identity } from '../store/with-district.ts'
import { done, NOT_FOUND } from './answers.ts'
import { computed } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { wholeBody } from './put-together.ts'
import { runWire } from './run-answers.ts'
import { runAgain } from './runs-again.ts'
import { versionOf } from './scenario-answers.ts'
import { seenRefusal } from './seen-problems.ts'

/** Computes a scenario over the whole district and keeps the result, whose bytes are those of `POST /v1/compute`. */
export async function createRun(work: Work<'createRun'>): Promise<Handled<GivenBy<'createRun'>>> {
  const { trx, who, fields, tools } = work
  const scenario = await versionOf(trx, fields.scenario, fields.version)
  if (scenario === undefined) return NOT_FOUND
  const body = await asProgram(trx, who, async () => wholeBody(trx, scenario))
  if (body === undefined) return NOT_FOUND
  if ('kind' in body) return body
  const computing = { operation: 'compute', bytes: body, query: {}, answerForm: 'json' } as const
  const outcome = await computed(trx, tools, computing)
  if (outcome.kind === 'refused') return seenRefusal(outcome, who)
  const content = new TextDecoder().decode(outcome.bytes)
  // Written by us, in another thread.
  const result = JSON.parse(content) as RunResult
  const runId = await asProgram(trx, who, async () =>
    saveRun(trx, who, newRun(who, scenario, { content, result })),
  )
  const run = await findRun(trx, runId)
  return run === undefined ? NOT_FOUND : done(runWire(run), { location: `/v1/runs/${runId}` })
}

/** A result as the run that is kept, for whoever asked for it. */
export function newRun(
  { personId }: Pick<Identity, 'personId'>,
  scenario: VersionRef,
  { content, result }: { readonly content: string; readonly result: RunResult },
): Parameters<typeof saveRun>[2] {
  return {
    scenario,
    createdBy: personId,
    engine: result.leeway.engine,
    inputsHash: result.leeway.inputs,
    lineIds: result.lines.map(({ id }) => id),
    total: result.total,
    rows: result.schools.map(({ id, total, lines }) => ({
      school: id,
      amounts: lines.map(({ amount }) => amount),
      total,
    })),
    content,
  }
}

/** Opens one school's amounts of a run; of their own schools for those who have some. */
export async function explainRun(work: Work<'explainRun'>): Promise<Handled<GivenBy<'explainRun'>>> {
  const { trx, who, params, query, tools } = work
  const run = await findRun(trx, params.run)
  const row = run && (await findRunRow(trx, run.id, params.school))
  const isOwn = !ofSchools(who.role) || who.schools.includes(params.school)
  if (run === undefined || row === undefined || !isOwn) return NOT_FOUND
  const again = await runAgain(trx, who, run)
  if ('kind' in again) return again
  const asked = { school: params.school, ...(query.line !== undefined && { line: query.line }) }
  const explaining = { operation: 'explain', bytes: again.body, query: asked, answerForm: 'json' } as const
  const outcome = await computed(trx, tools, explaining)
  if (outcome.kind === 'refused') return seenRefusal(outcome, who)
  const other = again.otherThan(outcome.inputs)
  if (other !== undefined) return other
  // As in a run.
  return done(JSON.parse(new TextDecoder().decode(outcome.bytes), withoutRow) as Explanation)
}

/**
 * A cell is that of the school and of a column. Its row is one of the kept table, which is in the order of ids: whoever
 * opens the file that was brought would find another school there.
 */
function withoutRow(key: string, value: unknown): unknown {
  if (key !== 'cell' || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => name !== 'row'))
}
