import type { Refusal } from '../app/service/stored-request.ts'
import { NOT_FOUND } from '../office/answers.ts'
import { readParts, writePart, writeResult } from '../store/job-parts.ts'
import { withDistrict } from '../store/with-district.ts'
import { faultOfInput } from './fault-of-input.ts'
import type { PartOutcome, ScenarioPart, WorkTools } from './work.ts'

/** Runs some of the variants of a sweep. With the last of all, putting them together comes into the queue. */
export async function doSweepPart(tools: WorkTools, begun: ScenarioPart): Promise<PartOutcome | Refusal> {
  const { part, job, scenario, program, signal } = begun
  const body = await tools.bodies.of(program, scenario)
  if (body === undefined) return NOT_FOUND
  if ('kind' in body) return body
  const from = part.chunk * job.chunkUnits
  const to = Math.min(from + job.chunkUnits, job.units)
  const shared = { ...body, withRows: job.withRows, rowLimit: tools.rowLimit }
  const swept = await tools.computing.sweep({ sweep: 'part', ...shared, from, to }, signal)
  if (swept.kind !== 'swept') return faultOfInput(swept)
  const written = await withDistrict(tools.pool, program, async (trx) => {
    const outcome = await writePart(trx, program, part, swept.value)
    if (outcome.kind === 'written' && outcome.isLast)
      await tools.queue.add(trx, [{ ...part, chunk: job.chunks }], job.firstTurn + job.chunks)
    return outcome
  })
  return written.kind
}

/** Makes one result of all the parts of a sweep: the same bytes whoever did them, and in whatever order. */
export async function putSweepTogether(
  tools: WorkTools,
  begun: ScenarioPart,
): Promise<PartOutcome | Refusal> {
  const { part, job, scenario, program, signal } = begun
  const body = await tools.bodies.of(program, scenario)
  if (body === undefined) return NOT_FOUND
  if ('kind' in body) return body
  const written = await withDistrict(tools.pool, program, async (trx) => readParts(trx, job.id))
  if (written.length !== job.chunks) throw new Error('a part of the sweep is missing')
  const parts = written.map(({ outcomes = '[]' }) => outcomes)
  const shared = { ...body, withRows: job.withRows, rowLimit: tools.rowLimit }
  const swept = await tools.computing.sweep({ sweep: 'whole', ...shared, parts }, signal)
  if (swept.kind !== 'swept') return faultOfInput(swept)
  const { json: content, csv } = swept.value
  const isWritten = await withDistrict(tools.pool, program, async (trx) =>
    writeResult(trx, program, part, { content, csv }),
  )
  return isWritten ? 'written' : 'late'
}
