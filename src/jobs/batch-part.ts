import type { Refusal } from '../app/service/stored-request.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { NOT_FOUND } from '../office/answers.ts'
import { newRun } from '../office/compute-run.ts'
import { keptProblem } from '../office/job-answers.ts'
import { writePart } from '../store/job-parts.ts'
import { saveRun } from '../store/runs.ts'
import { withDistrict } from '../store/with-district.ts'
import { faultOfInput } from './fault-of-input.ts'
import { orLate, TooLate } from './too-late.ts'
import type { BegunPart, PartOutcome, ScenarioPart, WorkTools } from './work.ts'

/** Runs one scenario of a batch. The run and the part are written together: there is one run for a part, or none. */
export async function doBatchPart(tools: WorkTools, begun: ScenarioPart): Promise<PartOutcome | Refusal> {
  const { scenario, program, signal } = begun
  const body = await tools.bodies.of(program, scenario)
  if (body === undefined) return NOT_FOUND
  if ('kind' in body) return body
  const outcome = await tools.computing.answer(
    {
      operation: 'compute',
      bytes: body.bytes,
      form: 'json',
      query: {},
      answerForm: 'json',
      rowLimit: tools.rowLimit,
    },
    signal,
  )
  if (outcome.kind !== 'done') return faultOfInput(outcome)
  const content = new TextDecoder().decode(outcome.bytes)
  return orLate(async () => written(tools, begun, content))
}

async function written(
  { pool }: WorkTools,
  { part, scenario, program }: ScenarioPart,
  content: string,
): Promise<PartOutcome> {
  // Written by us, in another thread.
  const result = JSON.parse(content) as RunResult
  return withDistrict(pool, program, async (trx) => {
    // The job is held from the next line but one on: until then others of its parts are written beside this one.
    const runId = await saveRun(trx, program, newRun(program, scenario, { content, result }))
    const outcome = await writePart(trx, program, part, { runId })
    if (outcome.kind === 'late') throw new TooLate('late')
    return outcome.kind
  })
}

/** Writes why a scenario has no run: the others of its batch go on. */
export async function writeRefusal(
  { pool }: WorkTools,
  { part, program }: BegunPart,
  refusal: Refusal,
): Promise<PartOutcome> {
  return withDistrict(pool, program, async (trx) => {
    const { kind } = await writePart(trx, program, part, { problem: keptProblem(refusal) })
    return kind === 'written' ? 'refused' : kind
  })
}
