import type { GivenBy } from '../contract/api/route-types.ts'
import { csvText } from '../contract/report/run-csv.ts'
import { readJobResult, readParts } from '../store/job-parts.ts'
import { findJob, type Job, scenariosOfJob } from '../store/jobs.ts'
import { findRun } from '../store/runs.ts'
import type { Trx } from '../store/with-district.ts'
import { conflict, done, NOT_FOUND } from './answers.ts'
import type { Handled, Work } from './handler.ts'

type JobResult = GivenBy<'jobResult'>

/** What a job came to, once it is done. */
export async function jobResult({ trx, params, form }: Work<'jobResult'>): Promise<Handled<JobResult>> {
  const job = await findJob(trx, params.job)
  if (job === undefined) return NOT_FOUND
  if (job.state !== 'done') return conflict(`This job has no result: it is ${job.state}.`)
  return job.kind === 'batch' ? batchResult(trx, job, form) : sweepResult(trx, job, form)
}

async function sweepResult(trx: Trx, { id }: Job, form: string): Promise<Handled<JobResult>> {
  const text = await readJobResult(trx, id, form === 'csv' ? 'csv' : 'content')
  if (text === undefined) return NOT_FOUND
  // Written by us; what is sent are its bytes, and a table is none.
  const result = form === 'csv' ? { runs: [] } : (JSON.parse(text) as JobResult)
  return done(result, { text })
}

async function batchResult(trx: Trx, { id }: Job, form: string): Promise<Handled<JobResult>> {
  const scenarios = await scenariosOfJob(trx, id)
  const runs: Extract<JobResult, { runs: unknown }>['runs'] = []
  for (const { chunk, runId } of await readParts(trx, id)) {
    const scenario = scenarios[chunk]
    const run = runId === undefined ? undefined : await findRun(trx, runId)
    if (scenario !== undefined && run !== undefined)
      runs.push({ scenario: { ...scenario }, run: run.id, total: run.total })
  }
  if (form !== 'csv') return done({ runs })
  const rows = runs.map(({ scenario, run, total }) => [scenario.id, `${scenario.version}`, run, total])
  return done({ runs }, { text: csvText([['scenario', 'version', 'run', 'total'], ...rows]) })
}
