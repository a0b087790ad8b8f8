import type { Refusal } from '../app/service/stored-request.ts'
import { conflict } from '../office/answers.ts'
import { unpackedReading } from '../office/packed-reading.ts'
import { publishUpload } from '../office/publish-upload.ts'
import { uploadCsv } from '../office/upload-csv.ts'
import { dropPieces, findImport, type JobImport, readPieces } from '../store/job-imports.ts'
import { beginPart, writePart, writeResult } from '../store/job-parts.ts'
import type { QueuedPart } from '../store/queue/part-queue.ts'
import { addPackedSchools } from '../store/schools.ts'
import { addToUpload } from '../store/uploads.ts'
import { type Trx, withDistrict } from '../store/with-district.ts'
import { orLate, TooLate } from './too-late.ts'
import type { BegunPart, PartOutcome, WorkTools } from './work.ts'

/** Writes some of the rows of a file. With the last of all, making the version comes into the queue. */
export async function doImportPart(tools: WorkTools, begun: BegunPart): Promise<PartOutcome | Refusal> {
  const { part, job, program } = begun
  return withPieces(tools, begun, async (trx, { uploadId }, pieces) => {
    await addToUpload(trx, program, uploadId, pieces)
    const rows = Math.min(job.chunkUnits, job.units - part.chunk * job.chunkUnits)
    const outcome = await writePart(trx, program, part, { outcomes: JSON.stringify([rows]) })
    if (outcome.kind === 'written' && outcome.isLast)
      await tools.queue.add(trx, [{ ...part, chunk: job.chunks }], job.firstTurn + job.chunks)
    return outcome.kind
  })
}

/** Makes a version of rows that are all written, with the schools that the district does not have yet. */
export async function publishImport(tools: WorkTools, begun: BegunPart): Promise<PartOutcome | Refusal> {
  const { part, program } = begun
  return withPieces(tools, begun, async (trx, kept, [reading = new Uint8Array(0), ...schools]) => {
    const { table, warnings } = unpackedReading(reading)
    const newSchools = await addPackedSchools(trx, program, schools)
    const result = await publishUpload(trx, program, table, { ...kept, newSchools, warnings })
    const isWritten = await writeResult(trx, program, part, {
      content: `${JSON.stringify(result, null, 2)}\n`,
      csv: uploadCsv(result.report),
    })
    return isWritten ? 'written' : 'late'
  })
}

/** Does what the pieces of a part are for, and deletes them: both, or neither where it comes too late. */
async function withPieces(
  { pool }: WorkTools,
  { part, job, program }: BegunPart,
  work: (
    trx: Trx,
    kept: JobImport,
    pieces: readonly Uint8Array[],
  ) => Promise<Extract<PartOutcome, 'written' | 'late'>>,
): Promise<PartOutcome | Refusal> {
  const of = { jobId: job.id, chunk: part.chunk }
  return orLate(async () =>
    withDistrict(pool, program, async (trx) => {
      const kept = await findImport(trx, job.id)
      const pieces = await readPieces(trx, of)
      if (kept === undefined || pieces.length === 0) return nothingLeft(trx, part)
      const outcome = await work(trx, kept, pieces)
      if (outcome === 'late') throw new TooLate('late')
      await dropPieces(trx, of)
      return outcome
    }),
  )
}

/** Somebody else was faster; or what there was to write had been left for days, and was deleted. */
async function nothingLeft(trx: Trx, part: QueuedPart): Promise<PartOutcome | Refusal> {
  return (await beginPart(trx, part)) === undefined ? 'late' : GIVEN_UP
}

const GIVEN_UP = conflict('What was read of the file is kept no longer: send it again.')
