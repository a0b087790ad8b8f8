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
}

/** Notes what a job prints. */
export async function keepBoards(
  trx: Trx,
  { districtId }: Identity,
  jobId: string,
  { runId, beforeId, paper, locale, day }: BoardsWish,
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
    })
    .execute()
}

export async function findBoards(trx: Trx, jobId: string): Promise<BoardsWish | undefined> {
  const found = await trx
    .selectFrom('job_boards')
    .select(['run_id', 'before_id', 'paper', 'locale', 'day'])
    .where('job_id', '=', asId(jobId) ?? null)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { run_id: runId, before_id: before, paper, locale, day } = found
  return { runId, beforeId: before ?? undefined, paper, locale, day: day ?? undefined }
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
