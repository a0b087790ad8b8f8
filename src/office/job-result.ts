import type { GivenBy } from '../contract/api/route-types.ts'
import { csvText } from '../contract/report/run-csv.ts'
import { listDocuments } from '../store/job-boards.ts'
import { readJobResult, readParts } from '../store/job-parts.ts'
import { findJob, type Job, scenariosOfJob } from '../store/jobs.ts'
import { findRun } from '../store/runs.ts'
import type { Trx } from '../store/with-district.ts'
import { conflict, done, NOT_FOUND } from './answers.ts'
import type { Handled, Work } from './handler.ts'
import { problemSeen } from './job-answers.ts'
import { documentWire, goneDocuments } from './job-documents.ts'

type JobResult = GivenBy<'jobResult'>
type Asked = Pick<Work<'jobResult'>, 'trx' | 'who'>

/** What a job came to, once it is done. */
export async function jobResult(work: Work<'jobResult'>): Promise<Handled<JobResult>> {
  const { trx, params, form } = work
  const job = await findJob(trx, params.job)
  if (job === undefined) return NOT_FOUND
  if (job.state !== 'done') return conflict(`This job has no result: it is ${job.state}.`)
  switch (job.kind) {
    case 'batch':
      return batchResult(work, job, form)
    case 'boards':
      return boardsResult(trx, job, form)
    case 'sweep':
    case 'import':
      return keptResult(trx, job, form)
    default:
      return job.kind satisfies never
  }
}

async function boardsResult(trx: Trx, { id, units }: Job, form: string): Promise<Handled<JobResult>> {
  const gone = await goneDocuments(trx, id)
  if (gone !== undefined) return gone
  const { rows } = await listDocuments(trx, id, { after: undefined, limit: units })
  const documents = rows.map(documentWire)
  if (form !== 'csv') return done({ documents })
  const cells = documents.map((each) => [
    `${each.document}`,
    each.school ?? '',
    each.name ?? '',
    `${each.bytes}`,
  ])
  return done({ documents }, { text: csvText([['document', 'school', 'name', 'bytes'], ...cells]) })
}

async function keptResult(trx: Trx, { id }: Job, form: string): Promise<Handled<JobResult>> {
  const text = await readJobResult(trx, id, form === 'csv' ? 'csv' : 'content')
  if (text === undefined) return NOT_FOUND
  // Written by us; what is sent are its bytes, and a table is none.
  const result = form === 'csv' ? { runs: [], refused: [] } : (JSON.parse(text) as JobResult)
  return done(result, { text })
}

type BatchResult = Extract<JobResult, { runs: unknown }>

/** Of a scenario that could not be computed the result has so many problems: there can be a thousand such scenarios. */
const MOST_TOLD = 10

async function batchResult({ trx, who }: Asked, { id }: Job, form: string): Promise<Handled<JobResult>> {
  const scenarios = await scenariosOfJob(trx, id)
  const result: BatchResult = { runs: [], refused: [] }
  const rows: string[][] = []
  for (const { chunk, runId, problem } of await readParts(trx, id)) {
    const scenario = scenarios[chunk]
    if (scenario === undefined) continue
    const named = { part: chunk + 1, scenario: { ...scenario } }
    const run = runId === undefined ? undefined : await findRun(trx, runId)
    if (run !== undefined) result.runs.push({ ...named, run: run.id, total: run.total })
    const refusal = problem === undefined ? undefined : firstOf(await problemSeen(trx, who, problem))
    if (refusal !== undefined) result.refused.push({ ...named, problem: refusal })
    rows.push([scenario.id, `${scenario.version}`, run?.id ?? '', run?.total ?? '', inWords(refusal)])
  }
  if (form !== 'csv') return done(result)
  return done(result, { text: csvText([['scenario', 'version', 'run', 'total', 'problems'], ...rows]) })
}

type Refused = BatchResult['refused'][number]['problem']

function firstOf({ errors, more, ...rest }: Refused): Refused {
  return { ...rest, errors: errors.slice(0, MOST_TOLD), more: more + Math.max(0, errors.length - MOST_TOLD) }
}

/** What is wrong, in one cell. */
function inWords(refusal: Refused | undefined): string {
  if (refusal === undefined) return ''
  const { title, detail, errors, more } = refusal
  const told = errors.map(({ message }) => message)
  return [...(told.length === 0 ? [`${title} ${detail}`] : told), ...(more > 0 ? [`${more} more`] : [])].join(
    '; ',
  )
}
