import { type JOB_ROUTES, MOST_PARTS } from '../contract/api/routes/jobs.ts'
import { listParts } from '../store/job-parts.ts'
import { findJob, holdJob, type Job, listJobs, scenariosOfJob, stopJob } from '../store/jobs.ts'
import { conflict, done, NOT_FOUND } from './answers.ts'
import { createJob, resumeJob } from './begin-job.ts'
import type { Handlers } from './handler.ts'
import { jobWire, partWire } from './job-answers.ts'
import { goneDocuments } from './job-documents.ts'
import { jobResult } from './job-result.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** Long work. Who sees what of it, the database knows. */
export const JOB_HANDLERS: Handlers<keyof typeof JOB_ROUTES> = {
  async jobs({ trx, who, query }) {
    const { rows, next } = await listJobs(trx, { ...wishOf(query), state: query.state })
    const items: Awaited<ReturnType<typeof jobWire>>[] = []
    for (const job of rows) items.push(await jobWire(trx, who, job))
    return done({ items, next: pageAnswer({ rows: [], next }, String).next })
  },
  createJob,
  async job({ trx, who, params }) {
    const job = await findJob(trx, params.job)
    return job === undefined ? NOT_FOUND : done(await jobWire(trx, who, job))
  },
  async cancelJob({ trx, who, params }) {
    const job = await holdJob(trx, params.job)
    if (job === undefined) return NOT_FOUND
    if (isOver(job)) return conflict(`This job is over: it is ${job.state}.`)
    const stopped = job.state === 'cancelled' ? job : await stopJob(trx, job)
    return done(await jobWire(trx, who, stopped))
  },
  async resumeJob(work) {
    const { trx, params } = work
    const job = await holdJob(trx, params.job)
    const gone = job === undefined ? undefined : await goneDocuments(trx, job.id)
    // Its parts are done, and what they printed is not there.
    return gone === undefined || job?.state === 'done' ? resumeJob(work) : conflict(gone.detail)
  },
  jobResult,
  async jobParts({ trx, who, params, query }) {
    const job = await findJob(trx, params.job)
    if (job === undefined) return NOT_FOUND
    const { after, limit } = wishOf(query)
    const page = await listParts(trx, job.id, { after, limit: Math.min(limit, MOST_PARTS) })
    const scenarios = await scenariosOfJob(trx, job.id)
    const items: Awaited<ReturnType<typeof partWire>>[] = []
    for (const part of page.rows) items.push(await partWire(trx, job, part, { scenarios, who }))
    return done({ items, next: pageAnswer({ rows: [], next: page.next }, String).next })
  },
  // What is known at this moment: whoever streams asks again and again.
  async jobEvents({ trx, who, params }) {
    const job = await findJob(trx, params.job)
    if (job === undefined) return NOT_FOUND
    const text = JSON.stringify(await jobWire(trx, who, job))
    return done(text, { text })
  },
}

function isOver({ state }: Job): boolean {
  return state === 'done' || state === 'failed'
}
