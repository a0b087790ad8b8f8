import { asId } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

/** A file that is kept as long work. */
export interface JobImport {
  /** What the dataset is called. */
  readonly name: string
  readonly uploadId: string
}

/** Notes what a job keeps. */
export async function keepImport(
  trx: Trx,
  { districtId }: Identity,
  jobId: string,
  { name, uploadId }: JobImport,
): Promise<void> {
  const row = { district_id: districtId, job_id: jobId, name, upload_id: uploadId }
  await trx.insertInto('job_imports').values(row).execute()
}

export async function findImport(trx: Trx, jobId: string): Promise<JobImport | undefined> {
  const found = await trx
    .selectFrom('job_imports')
    .select(['name', 'upload_id'])
    .where('job_id', '=', asId(jobId) ?? null)
    .executeTakeFirst()
  return found && { name: found.name, uploadId: found.upload_id }
}

const PIECES_AT_ONCE = 20

/** Keeps what a part of a job is to write, until it has. */
export async function keepPieces(
  trx: Trx,
  { districtId }: Identity,
  { jobId, chunk }: PiecesOf,
  pieces: readonly Uint8Array[],
): Promise<void> {
  const rows = pieces.map(({ buffer, byteOffset, byteLength }, place) => {
    const content = Buffer.from(buffer, byteOffset, byteLength)
    return { district_id: districtId, job_id: jobId, chunk, place, content }
  })
  for (let from = 0; from < rows.length; from += PIECES_AT_ONCE)
    await trx
      .insertInto('job_pieces')
      .values(rows.slice(from, from + PIECES_AT_ONCE))
      .execute()
}

export interface PiecesOf {
  readonly jobId: string
  readonly chunk: number
}

/**
 * What a part is to write, in its order; nothing where that is written, or was given up. Until the transaction ends,
 * somebody else who reads it waits.
 */
export async function readPieces(trx: Trx, { jobId, chunk }: PiecesOf): Promise<Uint8Array[]> {
  const found = await trx
    .selectFrom('job_pieces')
    .select('content')
    .where('job_id', '=', jobId)
    .where('chunk', '=', chunk)
    .orderBy('place')
    .forUpdate()
    .execute()
  return found.map(({ content }) => content)
}

export async function dropPieces(trx: Trx, { jobId, chunk }: PiecesOf): Promise<void> {
  await trx.deleteFrom('job_pieces').where('job_id', '=', jobId).where('chunk', '=', chunk).execute()
}
