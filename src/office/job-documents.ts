import { type ZipOptions, zipSync } from 'fflate'
import type { Refusal } from '../app/service/stored-request.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { JOB_DOCUMENT_ROUTES } from '../contract/api/routes/job-documents.ts'
import {
  type DocumentListed,
  findBoards,
  listDocuments,
  readDocuments,
  sizeOfDocuments,
} from '../store/job-boards.ts'
import { findJob } from '../store/jobs.ts'
import type { Trx } from '../store/with-district.ts'
import { done, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** More than this is fetched one by one. */
const MOST_ZIPPED_BYTES = 128 * 1024 * 1024

/** A PDF is compressed in itself; and the same documents give the same bytes, on the first day that the format knows. */
const AS_THEY_ARE: ZipOptions = { level: 0, mtime: new Date(1980, 0, 1) }

/** What long work has printed. Who sees which of it, the database knows. */
export const JOB_DOCUMENT_HANDLERS: Handlers<keyof typeof JOB_DOCUMENT_ROUTES> = {
  async jobDocuments({ trx, params, query, form }) {
    const job = await findJob(trx, params.job)
    if (job === undefined) return NOT_FOUND
    const gone = await goneDocuments(trx, job.id)
    if (gone !== undefined) return gone
    if (form !== 'zip') return done(pageAnswer(await listDocuments(trx, job.id, wishOf(query)), documentWire))
    if ((await sizeOfDocuments(trx, job.id)) > MOST_ZIPPED_BYTES) return TOO_MANY
    const documents = await readDocuments(trx, job.id)
    const digits = `${job.units}`.length
    const files = documents.map((each) => [fileName(each, digits), each.content])
    const headers = { 'content-disposition': `attachment; filename="boards-${job.id}.zip"` }
    return done(
      { items: [], next: null },
      { bytes: zipSync(Object.fromEntries(files), AS_THEY_ARE), headers },
    )
  },
  async jobDocument({ trx, params }) {
    const job = await findJob(trx, params.job)
    const place = Number(params.document)
    if (job === undefined || place > job.units) return NOT_FOUND
    const gone = await goneDocuments(trx, job.id)
    if (gone !== undefined) return gone
    const [found] = await readDocuments(trx, job.id, place)
    if (found === undefined) return NOT_FOUND
    const headers = {
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName(found, 1))}`,
    }
    return done('', { bytes: found.content, headers })
  },
}

/** What is said of the documents of a job once their time is over. */
export async function goneDocuments(trx: Trx, jobId: string): Promise<Refusal | undefined> {
  const boards = await findBoards(trx, jobId)
  if (boards?.areGone !== true) return undefined
  const { runId, until } = boards
  return {
    kind: 'refused',
    type: 'gone',
    detail: `What this job has printed was kept until ${until}. Print it again: POST /v1/jobs with "kind": "boards" and "run": "${runId}".`,
  }
}

const TOO_MANY: Refusal = {
  kind: 'refused',
  type: 'too-large',
  detail: 'These documents are too large for one file. Fetch them one by one.',
}

export function documentWire({
  place,
  school,
  name,
  bytes,
}: DocumentListed): GivenBy<'jobDocuments'>['items'][number] {
  return { document: place, school: school ?? null, name: name ?? null, bytes }
}

const MOST_LETTERS = 80

/** `012 0602 Adams Elementary.pdf`: letters and digits of whatever the school is called, and no way to another folder. */
function fileName({ place, school, name }: DocumentListed, digits: number): string {
  const called = school === undefined ? 'District' : `${school} ${name ?? ''}`
  const plain = called.replaceAll(/[^\p{L}\p{M}\p{N} ._-]+/gu, '_').trim()
  return `${`${place}`.padStart(digits, '0')} ${Array.from(plain).slice(0, MOST_LETTERS).join('').trim()}.pdf`
}
