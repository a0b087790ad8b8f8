import { sql } from 'kysely'
import { findJob, holdJob, type Job } from './jobs.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { QueuedPart } from './queue/part-queue.ts'
import { asId } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

/** Notes that somebody begins a part; nothing where it need not be done: the job was stopped, or it is written already. */
export async function beginPart(trx: Trx, part: QueuedPart): Promise<Job | undefined> {
  const found = await findJob(trx, part.job)
  if (found === undefined || !isWanted(found, part)) return undefined
  if ((await partsWritten(trx, part.job, part.chunk)).length > 0) return undefined
  if (found.state === 'running') return found
  const held = await holdJob(trx, part.job)
  if (held === undefined || !isWanted(held, part)) return undefined
  if (held.state === 'waiting')
    await trx
      .updateTable('jobs')
      .set({ state: 'running', started_at: sql`coalesce(started_at, clock_timestamp())` })
      .set({ revision: held.revision + 1 })
      .where('job_id', '=', held.id)
      .execute()
  return held
}

function isWanted({ state, attempt }: Job, part: QueuedPart): boolean {
  return attempt === part.attempt && (state === 'waiting' || state === 'running')
}

/**
 * What a part came to: the outcomes of variants, the places of documents or the number of rows, as JSON; a run, or why
 * there is none, as JSON.
 */
export type PartResult =
  | { readonly outcomes: string }
  | { readonly runId: string }
  | { readonly problem: string }

export type PartWritten =
  /** `isLast`: with it all of them are there. */
  | { readonly kind: 'written'; readonly isLast: boolean; readonly job: Job }
  /** It was written before, or the job was stopped: take the transaction back. */
  | { readonly kind: 'late' }

/**
 * Writes what a part came to, and counts it, both or neither. The job is held meanwhile, so that it cannot be stopped
 * in between; and whoever comes late, from a process that was thought dead, writes and counts nothing.
 */
export async function writePart(
  trx: Trx,
  { districtId }: Identity,
  part: QueuedPart,
  result: PartResult,
): Promise<PartWritten> {
  const job = await holdJob(trx, part.job)
  if (job === undefined || job.state !== 'running' || job.attempt !== part.attempt) return { kind: 'late' }
  const place = job.chunksDone + 1
  const { numInsertedOrUpdatedRows: inserted } = await trx
    .insertInto('job_chunks')
    .values({
      district_id: districtId,
      job_id: job.id,
      chunk: part.chunk,
      place,
      outcomes: 'outcomes' in result ? result.outcomes : null,
      run_id: 'runId' in result ? result.runId : null,
      problem: 'problem' in result ? result.problem : null,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'job_id', 'chunk']).doNothing())
    .executeTakeFirstOrThrow()
  if (inserted !== 1n) return { kind: 'late' }
  const isLast = place === job.chunks
  const ends = isLast && job.kind !== 'sweep' && job.kind !== 'import'
  await trx
    .updateTable('jobs')
    .set({ chunks_done: place, refused: job.refused + ('problem' in result ? 1 : 0) })
    .$if(ends, (query) => query.set(ended('done', job)))
    .where('job_id', '=', job.id)
    .execute()
  return { kind: 'written', isLast, job }
}

/** Writes the result of a sweep or an import, with which it is done; false where the job was stopped, or that was written before. */
export async function writeResult(
  trx: Trx,
  { districtId }: Identity,
  part: QueuedPart,
  { content, csv }: JobResult,
): Promise<boolean> {
  const job = await holdJob(trx, part.job)
  if (job === undefined || job.state !== 'running' || job.attempt !== part.attempt) return false
  await trx
    .insertInto('job_results')
    .values({ district_id: districtId, job_id: job.id, content, csv })
    .execute()
  await trx.updateTable('jobs').set(ended('done', job)).where('job_id', '=', job.id).execute()
  return true
}

/** Ends a job for a fault of what it is of; false where it has ended already. */
export async function failJob(trx: Trx, part: QueuedPart, problem: string): Promise<boolean> {
  const job = await holdJob(trx, part.job)
  if (job === undefined || !isWanted(job, part)) return false
  await trx
    .updateTable('jobs')
    .set({ ...ended('failed', job), problem })
    .where('job_id', '=', job.id)
    .execute()
  return true
}

function ended(state: 'done' | 'failed', { revision }: Job) {
  return { state, ended_at: sql<string>`clock_timestamp()`, revision: revision + 1 }
}

/** The parts of a job that are written, or one of them if it is. */
export async function partsWritten(trx: Trx, jobId: string, chunk?: number): Promise<number[]> {
  let query = trx.selectFrom('job_chunks').select('chunk').where('job_id', '=', jobId).orderBy('chunk')
  if (chunk !== undefined) query = query.where('chunk', '=', chunk)
  return (await query.execute()).map((each) => each.chunk)
}

/** One part that is written. */
export interface JobPart {
  readonly chunk: number
  /** Which of the parts it was to be written, from 1. */
  readonly place: number
  readonly outcomes: string | undefined
  readonly runId: string | undefined
  /** Why there is no run, as JSON. */
  readonly problem: string | undefined
  readonly doneAt: string
}

/** A page of the parts in the order in which they came; the key of the page is their place in it. */
export async function listParts(trx: Trx, jobId: string, wish: PageWish): Promise<Page<JobPart>> {
  const { after, limit } = wish
  let query = partsOf(trx, jobId)
    .orderBy('place')
    .limit(limit + 1)
  if (after !== undefined) query = query.where('place', '>', placeOf(after))
  return pageOf((await query.execute()).map(partOf), wish, ({ place }) => `${place}`)
}

/** All parts of a job, in their own order. */
export async function readParts(trx: Trx, jobId: string): Promise<JobPart[]> {
  return (await partsOf(trx, jobId).orderBy('chunk').execute()).map(partOf)
}

/** A key that is none leads past the end. */
function placeOf(after: string): number {
  return /^\d{1,9}$/.test(after) ? Number(after) : 2_147_483_647
}

function partsOf(trx: Trx, jobId: string) {
  return trx
    .selectFrom('job_chunks')
    .select(['chunk', 'place', 'outcomes', 'run_id', 'problem', 'done_at'])
    .where('job_id', '=', asId(jobId) ?? null)
}

function partOf(found: Awaited<ReturnType<ReturnType<typeof partsOf>['executeTakeFirstOrThrow']>>): JobPart {
  return {
    chunk: found.chunk,
    place: found.place,
    outcomes: found.outcomes ?? undefined,
    runId: found.run_id ?? undefined,
    problem: found.problem ?? undefined,
    doneAt: found.done_at,
  }
}

/** The result of a sweep, as the command line prints it, or of an import. */
export interface JobResult {
  readonly content: string
  readonly csv: string
}

export async function readJobResult<Form extends keyof JobResult>(
  trx: Trx,
  jobId: string,
  form: Form,
): Promise<string | undefined> {
  const found = await trx
    .selectFrom('job_results')
    .select(form === 'csv' ? 'csv as text' : 'content as text')
    .where('job_id', '=', asId(jobId) ?? null)
    .executeTakeFirst()
  return found?.text
}
