import { sql } from 'kysely'
import { type PackedRows, withStagedRows } from './copy-rows.ts'
import { StoreFault } from './store-fault.ts'
import type { Identity, Trx } from './with-district.ts'

/** Begins an upload: rows that come together, and that no version shows yet. Gives its id. */
export async function beginUpload(trx: Trx, { districtId }: Identity, jobId?: string): Promise<string> {
  const { upload_id: id } = await trx
    .insertInto('uploads')
    .values({ district_id: districtId, job_id: jobId ?? null })
    .returning('upload_id')
    .executeTakeFirstOrThrow()
  return id
}

/** As the columns that they are copied on to: what numbers have to fulfil is asked here, and not once more there. */
const COLUMNS = { school_id: 'text collate "C"', numbers: 'exact_row', texts: 'text[]' }

/** Adds rows to an upload that is under way: school, numbers and texts, as COPY takes them. */
export async function addToUpload(
  trx: Trx,
  { districtId }: Identity,
  uploadId: string,
  pieces: PackedRows['pieces'],
): Promise<void> {
  if (!(await isHeld(trx, uploadId))) throw new StoreFault('reference', 'this upload is not under way')
  await withStagedRows(trx, { columns: COLUMNS, rows: { pieces } }, async (staged) => {
    await sql`insert into dataset_rows (district_id, upload_id, school_id, numbers, texts)
      select ${districtId}, ${uploadId}, school_id, numbers, texts from ${sql.table(staged)}`.execute(trx)
  })
}

/** Until the transaction ends nobody takes the upload away. */
async function isHeld(trx: Trx, uploadId: string): Promise<boolean> {
  const found = await trx
    .selectFrom('uploads')
    .select('upload_id')
    .where('upload_id', '=', uploadId)
    .forKeyShare()
    .executeTakeFirst()
  return found !== undefined
}

/** Ends an upload that a version shows from now on. */
export async function endUpload(trx: Trx, uploadId: string): Promise<void> {
  const { numDeletedRows: ended } = await trx
    .deleteFrom('uploads')
    .where('upload_id', '=', uploadId)
    .executeTakeFirstOrThrow()
  if (ended !== 1n) throw new StoreFault('reference', 'this upload is not under way')
}

/** Takes an upload away with all its rows, unless somebody is still at it. */
export async function dropUpload(trx: Trx, uploadId: string): Promise<void> {
  const found = await trx
    .selectFrom('uploads')
    .select('upload_id')
    .where('upload_id', '=', uploadId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (found === undefined) return
  await trx.deleteFrom('dataset_rows').where('upload_id', '=', uploadId).execute()
  await trx.deleteFrom('uploads').where('upload_id', '=', uploadId).execute()
}

const HOURS_FOR_REQUESTS = 1
const DAYS_FOR_JOBS = 7
const MOST_DROPPED = 2

/**
 * Takes away uploads that nobody goes on with, so many at most: of a request that has ended long ago, and of a job that
 * was stopped or has failed, which until then can be resumed.
 */
export async function dropForgotten(trx: Trx): Promise<void> {
  const { rows } = await sql<{ readonly upload_id: string; readonly job_id: string | null }>`
    select upload_id, job_id from uploads u where case when job_id is null
      then begun_at < clock_timestamp() - make_interval(hours => ${HOURS_FOR_REQUESTS})
      else exists (select from jobs j where j.job_id = u.job_id
        and j.ended_at < clock_timestamp() - make_interval(days => ${DAYS_FOR_JOBS})) end
    order by begun_at limit ${MOST_DROPPED}`.execute(trx)
  for (const { upload_id: uploadId, job_id: jobId } of rows) {
    await dropUpload(trx, uploadId)
    if (jobId !== null) await trx.deleteFrom('job_pieces').where('job_id', '=', jobId).execute()
  }
}
