import type { Refusal } from '../app/service/stored-request.ts'
import { conflict } from '../office/answers.ts'
import { unpackedReading } from '../office/packed-reading.ts'
import { publishUpload } from '../office/publish-upload.ts'
import { uploadCsv } from '../office/upload-csv.ts'
import { dropPieces, findImport, readPieces } from '../store/job-imports.ts'
import { beginPart, writePart, writeResult } from '../store/job-parts.ts'
import type { QueuedPart } from '../store/queue/part-queue.ts'
import { addPackedSchools } from '../store/schools.ts'
import { addToUpload } from '../store/uploads.ts'
import { type Trx, withDistrict } from '../store/with-district.ts'
import { orLate, TooLate } from './too-late.ts'
import type { BegunPart, PartOutcome, WorkTools } from './work.ts'

/** Writes some of the rows of a file. With the last of all, making the version comes into the queue. */
export async function doImportPart(
  { pool, queue }: WorkTools,
  { part, job, program }: BegunPart,
): Promise<PartOutcome | Refusal> {
  const of = { jobId: job.id, chunk: part.chunk }
  return orLate(async () =>
    withDistrict(pool, program, async (trx) => {
      const kept = await findImport(trx, job.id)
      const pieces = await readPieces(trx, of)
      if (kept === undefined || pieces.length === 0) return nothingLeft(trx, part)
      await addToUpload(trx, program, kept.uploadId, pieces)
      await dropPieces(trx, of)
      const rows = Math.min(job.chunkUnits, job.units - part.chunk * job.chunkUnits)
      const outcome = await writePart(trx, program, part, { outcomes: JSON.stringify([rows]) })
      if (outcome.kind === 'late') throw new TooLate('late')
      if (outcome.isLast) await queue.add(trx, [{ ...part, chunk: job.chunks }], job.firstTurn + job.chunks)
      return outcome.kind
    }),
  )
}

/** Makes a version of rows that are all written, with the schools that the district does not have yet. */
export async function publishImport(
  { pool }: WorkTools,
  { part, job, program }: BegunPart,
): Promise<PartOutcome | Refusal> {
  const of = { jobId: job.id, chunk: part.chunk }
  return orLate(async () =>
    withDistrict(pool, program, async (trx) => {
      const kept = await findImport(trx, job.id)
      const [reading, ...schools] = await readPieces(trx, of)
      if (kept === undefined || reading === undefined) return nothingLeft(trx, part)
      const { table, warnings } = unpackedReading(reading)
      const newSchools = await addPackedSchools(trx, program, schools)
      const result = await publishUpload(trx, program, table, { ...kept, newSchools, warnings })
      await dropPieces(trx, of)
      const isWritten = await writeResult(trx, program, part, {
        content: `${JSON.stringify(result, null, 2)}\n`,
        csv: uploadCsv(result.report),
      })
      if (!isWritten) throw new TooLate('late')
      return 'written' as const
    }),
  )
}

/** Somebody else was faster; or what there was to write had been left for days, and was deleted. */
async function nothingLeft(trx: Trx, part: QueuedPart): Promise<PartOutcome | Refusal> {
  return (await beginPart(trx, part)) === undefined ? 'late' : GIVEN_UP
}

const GIVEN_UP = conflict('What was read of the file is kept no longer: send it again.')
