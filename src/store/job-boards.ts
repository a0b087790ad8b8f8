import { sql } from 'kysely'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { asId } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

/** What is printed as long work, and how. */
export interface BoardsWish {
  readonly runId: string
  /** The run before. */
  readonly beforeId: string | undefined
  readonly paper: 'letter' | 'a4'
  readonly locale: string
  /** An ISO date to print. */
  readonly day: string | undefined
  /** How long the documents are kept once the job has ended. */
  readonly daysKept: number
}

export interface KeptBoards extends BoardsWish {
  /** Until when the documents are kept; nothing before the job has ended. */
  readonly until: string | undefined
  /** Whether that is over. */
  readonly areGone: boolean
}

/** Notes what a job prints. */
export async function keepBoards(
  trx: Trx,
  { districtId }: Identity,
  jobId: string,
  { runId, beforeId, paper, locale, day, daysKept }: BoardsWish,
): Promise<void> {
  await trx
    .insertInto('job_boards')
    .values({
      district_id: districtId,
      job_id: jobId,
      run_id: runId,
      before_id: beforeId ?? null,
      paper,
      locale,
      day: day ?? null,
      days_kept: daysKept,
    })
    .execute()
}

export async function findBoards(trx: Trx, jobId: string): Promise<KeptBoards | undefined> {
  const found = await boardsWithJobs(trx)
    .select(['b.run_id', 'b.before_id', 'b.paper', 'b.locale', 'b.day', 'b.days_kept'])
    .select([UNTIL.as('until'), sql<boolean | null>`${ARE_OVER}`.as('over')])
    .where('b.job_id', '=', asId(jobId) ?? null)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { run_id: runId, before_id: before, paper, locale, day, days_kept: daysKept, until, over } = found
  return {
    runId,
    beforeId: before ?? undefined,
    paper,
    locale,
    day: day ?? undefined,
    daysKept,
    until: until ?? undefined,
    areGone: over ?? false,
  }
}

function boardsWithJobs(trx: Trx) {
  return trx
    .selectFrom('job_boards as b')
    .innerJoin('jobs as j', (join) =>
      join.onRef('j.district_id', '=', 'b.district_id').onRef('j.job_id', '=', 'b.job_id'),
    )
}

/** The policies of these tables say the same. */
const UNTIL = sql<string | null>`j.ended_at + make_interval(hours => 24 * b.days_kept)`
const ARE_OVER = sql<boolean>`${UNTIL} <= clock_timestamp()`

/** A job can have printed a hundred megabytes. */
const MOST_FORGOTTEN = 10

/** Deletes the documents of jobs of the district whose time is over, so many jobs at a time, and says of how many. */
export async function forgetDocuments(trx: Trx): Promise<number> {
  const over = await boardsWithJobs(trx)
    .select('b.job_id')
    .where('b.removed_at', 'is', null)
    .where(ARE_OVER)
    .orderBy('b.job_id')
    .limit(MOST_FORGOTTEN)
    // One that goes on at this moment keeps what it has.
    .forNoKeyUpdate('j')
    .skipLocked()
    .execute()
  const jobs = over.map(({ job_id: job }) => job)
  if (jobs.length === 0) return 0
  await trx.deleteFrom('job_documents').where('job_id', 'in', jobs).execute()
  await trx
    .updateTable('job_boards')
    .set({ removed_at: sql`clock_timestamp()` })
    .where('job_id', 'in', jobs)
    .execute()
  return jobs.length
}

export interface PrintedDocument {
  /** Counted from 1: the district's page is the first. */
  readonly place: number
  readonly school: string | undefined
  readonly content: Uint8Array
}

/** Keeps what was printed; what somebody else has written already stays. */
export async function saveDocuments(
  trx: Trx,
  { districtId }: Identity,
  jobId: string,
  documents: readonly PrintedDocument[],
): Promise<void> {
  const rows = documents.map(({ place, school, content }) => {
    const { buffer, byteOffset, byteLength } = content
    return {
      district_id: districtId,
      job_id: jobId,
      place,
      school_id: school ?? null,
      content: Buffer.from(buffer, byteOffset, byteLength),
    }
  })
  await trx
    .insertInto('job_documents')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['district_id', 'job_id', 'place']).doNothing())
    .execute()
}

export interface DocumentListed {
  readonly place: number
  readonly school: string | undefined
  /** What the district calls the school now. */
  readonly name: string | undefined
  readonly bytes: number
}

/** A page of the documents that may be seen, in their order; the key of the page is their place. */
export async function listDocuments(trx: Trx, jobId: string, wish: PageWish): Promise<Page<DocumentListed>> {
  let query = documentsOf(trx, jobId)
    .select(sql<number>`octet_length(d.content)`.as('bytes'))
    .limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where('d.place', '>', placeOf(wish.after))
  return pageOf((await query.execute()).map(listed), wish, ({ place }) => `${place}`)
}

/** One document, or all that may be seen, with what is in them. */
export async function readDocuments(
  trx: Trx,
  jobId: string,
  place?: number,
): Promise<(DocumentListed & { readonly content: Uint8Array })[]> {
  let query = documentsOf(trx, jobId).select('d.content')
  if (place !== undefined) query = query.where('d.place', '=', place)
  const found = await query.execute()
  return found.map((row) => ({ ...listed({ ...row, bytes: row.content.byteLength }), content: row.content }))
}

/** How many bytes the documents have that may be seen. */
export async function sizeOfDocuments(trx: Trx, jobId: string): Promise<number> {
  const { bytes } = await trx
    .selectFrom('job_documents as d')
    .select(sql<string>`coalesce(sum(octet_length(d.content)), 0)`.as('bytes'))
    .where('d.job_id', '=', asId(jobId) ?? null)
    .executeTakeFirstOrThrow()
  return Number(bytes)
}

function documentsOf(trx: Trx, jobId: string) {
  return trx
    .selectFrom('job_documents as d')
    .leftJoin('schools as s', (join) =>
      join.onRef('s.district_id', '=', 'd.district_id').onRef('s.school_id', '=', 'd.school_id'),
    )
    .select(['d.place', 'd.school_id', 's.name'])
    .where('d.job_id', '=', asId(jobId) ?? null)
    .orderBy('d.place')
}

interface FoundDocument {
  readonly place: number
  readonly school_id: string | null
  readonly name: string | null
  readonly bytes: number
}

function listed({ place, school_id, name, bytes }: FoundDocument): DocumentListed {
  return { place, school: school_id ?? undefined, name: name ?? undefined, bytes }
}

/** A key that is none leads past the end. */
function placeOf(after: string): number {
  return /^\d{1,9}$/.test(after) ? Number(after) : 2_147_483_647
}
