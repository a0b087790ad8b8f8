import { ROWS_AT_ONCE } from '../app/stored/dataset-table.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import { keepImport, keepPieces } from '../store/job-imports.ts'
import { createJob } from '../store/jobs.ts'
import { beginUpload } from '../store/uploads.ts'
import { done } from './answers.ts'
import { enqueue } from './begin-job.ts'
import type { Handled, Work } from './handler.ts'
import { jobWire } from './job-answers.ts'
import { packedReading } from './packed-reading.ts'
import { readUpload } from './read-upload.ts'
import { unexpected } from './upload.ts'

/** As many pieces are written in about half a second. */
const PIECES_IN_PART = 20

/** Reads a file, and leaves it to the workers to write its rows and to make a version of them. */
export async function beginImport(work: Work<'importDataset'>): Promise<Handled<GivenBy<'importDataset'>>> {
  const { trx, who, query } = work
  const read = await readUpload(work)
  if (read.kind === 'refused') return read
  const { schools, rows, ...table } = read.value
  const refused = unexpected(query.expect, table.hash)
  if (refused !== undefined) return refused
  const job = await createJob(trx, who, {
    kind: 'import',
    withRows: false,
    units: table.comparison.rows.after,
    chunkUnits: PIECES_IN_PART * ROWS_AT_ONCE,
    scenarios: [],
  })
  await keepImport(trx, who, job.id, { name: query.name, uploadId: await beginUpload(trx, who, job.id) })
  const parts = Array.from({ length: job.chunks }, (_, chunk) => chunk)
  for (const chunk of parts) {
    const from = chunk * PIECES_IN_PART
    await keepPieces(trx, who, { jobId: job.id, chunk }, rows.slice(from, from + PIECES_IN_PART))
  }
  const last = [packedReading({ table, warnings: read.warnings }), ...schools]
  await keepPieces(trx, who, { jobId: job.id, chunk: job.chunks }, last)
  await enqueue(work, job, parts)
  return done(await jobWire(trx, who, job), { location: `/v1/jobs/${job.id}` })
}
