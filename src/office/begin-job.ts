import { createHash } from 'node:crypto'
import { computedRefusal } from '../app/service/computed-refusal.ts'
import type { Refusal } from '../app/service/stored-request.ts'
import type { RequestFault } from '../contract/api/request-problem.ts'
import { ofSchools } from '../contract/api/roles.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import { partsWritten } from '../store/job-parts.ts'
import { createJob as createKept, holdJob, type Job, reviveJob } from '../store/jobs.ts'
import type { VersionRef } from '../store/versions.ts'
import { asProgram, mayRest } from '../store/with-district.ts'
import { conflict, done, invalid, NOT_FOUND } from './answers.ts'
import { newBoards } from './begin-boards.ts'
import type { Handled, Work } from './handler.ts'
import { jobWire } from './job-answers.ts'
import { wholeBody } from './put-together.ts'
import { versionOf } from './scenario-answers.ts'

type JobWire = GivenBy<'createJob'>

/**
 * How much of a sweep is one part: so many cells of schools and lines, which take about half a second, and never more
 * variants than keep its progress moving.
 */
const CELLS_IN_PART = 500_000
const MOST_IN_PART = 50

/** Begins long work: what is wrong with it as a whole is told at once. */
export async function createJob(work: Work<'createJob'>): Promise<Handled<JobWire>> {
  const { trx, who, fields } = work
  const faults = faultsOf(fields)
  if (faults.length > 0) return invalid(...faults)
  const made = await BEGUN[fields.kind](work)
  if ('type' in made) return made
  await enqueue(work, made, [...Array(made.chunks).keys()])
  return done(await jobWire(trx, who, made), { location: `/v1/jobs/${made.id}` })
}

type Fields = Work<'createJob'>['fields']
type Kind = Fields['kind']

const BEGUN: Readonly<Record<Kind, (work: Work<'createJob'>) => Promise<Job | Refusal>>> = {
  sweep: newSweep,
  batch: newBatch,
  boards: newBoards,
}

/** What each kind of job is of, and what may be said besides. */
const OF_KIND: Readonly<
  Record<Kind, { readonly needs: keyof Fields; readonly may: readonly (keyof Fields)[] }>
> = {
  sweep: { needs: 'scenario', may: ['version', 'rows'] },
  batch: { needs: 'scenarios', may: [] },
  boards: { needs: 'run', may: ['against', 'paper', 'locale', 'date'] },
}

function faultsOf(fields: Fields): RequestFault[] {
  const { kind } = fields
  const { needs, may } = OF_KIND[kind]
  const said = Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  const own: readonly string[] = ['kind', needs, ...may]
  return [
    ...(said.includes(needs) ? [] : [together(needs, `a job of the kind ${kind} needs a field "${needs}"`)]),
    ...said
      .filter((field) => !own.includes(field))
      .map((field) => together(field, `this is not for a job of the kind ${kind}`)),
  ]
}

function together(field: string, message: string): RequestFault {
  return { code: 'NOT_TOGETHER', pointer: `/${field}`, message }
}

async function newSweep(work: Work<'createJob'>): Promise<Job | Refusal> {
  const { trx, who, fields, tools } = work
  if (ofSchools(who.role)) return SWEEPS_TELL_ALL
  const { version, rows } = fields
  const scenario = await versionOf(trx, fields.scenario ?? '', version)
  if (scenario === undefined) return NOT_FOUND
  const bytes = await asProgram(trx, who, async () => wholeBody(trx, scenario))
  if (bytes === undefined) return NOT_FOUND
  if ('kind' in bytes) return bytes
  const withRows = rows === 'true'
  const key = createHash('sha256').update(bytes).digest('hex')
  await mayRest(trx, REST_MILLISECONDS)
  const planned = await tools.computing.sweep(
    { sweep: 'plan', bytes, key, withRows, rowLimit: tools.rowLimit },
    tools.signal,
  )
  if (planned.kind !== 'swept') {
    const refusal = computedRefusal(planned)
    if (refusal === undefined) throw new Error('a thread broke while it looked at a sweep')
    return refusal
  }
  const { variants: units, cells } = planned.value
  const chunkUnits = Math.max(1, Math.min(MOST_IN_PART, Math.floor(CELLS_IN_PART / Math.max(1, cells))))
  return createKept(trx, who, { kind: 'sweep', withRows, units, chunkUnits, scenarios: [scenario] })
}

/** Longer than a request waits for a thread and computes in it. */
const REST_MILLISECONDS = 1_260_000

const SWEEPS_TELL_ALL: Refusal = {
  kind: 'refused',
  type: 'forbidden',
  detail: 'A sweep tells of all schools: ask finance or an analyst for it, or run scenarios of your own.',
}

async function newBatch({ trx, who, fields }: Work<'createJob'>): Promise<Job | Refusal> {
  const scenarios: VersionRef[] = []
  const faults: RequestFault[] = []
  for (const [i, { scenario, version }] of (fields.scenarios ?? []).entries()) {
    const found = await versionOf(trx, scenario, version)
    if (found === undefined)
      faults.push({
        code: 'NOT_THERE',
        pointer: `/scenarios/${i}/scenario`,
        message: 'there is no such scenario',
        found: scenario,
      })
    else scenarios.push(found)
  }
  if (faults.length > 0) return invalid(...faults)
  const units = scenarios.length
  return createKept(trx, who, { kind: 'batch', withRows: false, units, chunkUnits: 1, scenarios })
}

/** Lets a job that was stopped or has failed go on with what is missing. */
export async function resumeJob(work: Work<'resumeJob'>): Promise<Handled<JobWire>> {
  const { trx, who, params } = work
  const held = await holdJob(trx, params.job)
  if (held === undefined) return NOT_FOUND
  if (held.state !== 'cancelled' && held.state !== 'failed')
    return conflict(`This job need not be resumed: it is ${held.state}.`)
  const job = await reviveJob(trx, who, held)
  const written = new Set(await asProgram(trx, who, async () => partsWritten(trx, job.id)))
  const missing = [...Array(job.chunks).keys()].filter((chunk) => !written.has(chunk))
  // Where all parts are there, putting them together is what is missing.
  await enqueue(work, job, missing.length === 0 ? [job.chunks] : missing)
  return done(await jobWire(trx, who, job))
}

/** Puts parts of a job into the queue. */
export async function enqueue(
  { trx, who, tools }: Pick<Work<'createJob' | 'importDataset'>, 'trx' | 'who' | 'tools'>,
  { id, attempt, firstTurn }: Job,
  chunks: readonly number[],
): Promise<void> {
  const parts = chunks.map((chunk) => ({ district: who.districtId, job: id, chunk, attempt }))
  await tools.queue.add(trx, parts, firstTurn)
}
