import { sql } from 'kysely'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { asId, type VersionRef } from './versions.ts'
import { asProgram, type Identity, type Trx } from './with-district.ts'

export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

export type JobKind = 'sweep' | 'batch' | 'boards' | 'import'

/** Long work, done in parts by whoever has time. */
export interface Job {
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  /** A sweep whose result has the schools of every variant. */
  readonly withRows: boolean
  /** Variants of a sweep, scenarios of a batch, documents of boards, rows of an import; and how many of them are a part. */
  readonly units: number
  readonly chunkUnits: number
  readonly chunks: number
  readonly chunksDone: number
  /** Of a batch: parts that could not be computed. */
  readonly refused: number
  readonly attempt: number
  readonly firstTurn: number
  /** Why it failed, as JSON. */
  readonly problem: string | undefined
  readonly createdBy: string | undefined
  readonly createdAt: string
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
  readonly revision: number
}

export interface NewJob {
  readonly kind: JobKind
  readonly withRows: boolean
  readonly units: number
  readonly chunkUnits: number
  /** One for a sweep and for boards; of a batch one for each part; of an import none. */
  readonly scenarios: readonly VersionRef[]
}

/** Notes a job and what it is of. Its parts have yet to be put in the queue. */
export async function createJob(trx: Trx, identity: Identity, job: NewJob): Promise<Job> {
  const { districtId } = identity
  const { kind, withRows, units, chunkUnits, scenarios } = job
  const found = await trx
    .insertInto('jobs')
    .values({
      district_id: districtId,
      kind,
      with_rows: withRows,
      units,
      chunk_units: chunkUnits,
      chunks: Math.ceil(units / chunkUnits),
      first_turn: await nextTurn(trx, identity),
      created_by: identity.personId ?? null,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  const named = scenarios.map(({ id, version }, chunk) => {
    return { district_id: districtId, job_id: found.job_id, chunk, scenario_id: id, version }
  })
  if (named.length > 0) await trx.insertInto('job_scenarios').values(named).execute()
  return jobOf(found)
}

/**
 * The turn of a district's next part. A district takes its turns one after another, behind all that it has asked for
 * before, and starts where the others are now: so it waits for its own work, and for no more than one part of theirs.
 */
async function nextTurn(trx: Trx, identity: Identity): Promise<number> {
  return asProgram(trx, identity, async () => {
    const { rows } = await sql<{ readonly turn: number }>`
      select 1 + greatest(
        (select last_value from work_clock)::int,
        (select coalesce(max(first_turn + chunks), 0) from jobs where ended_at is null)
      ) as turn`.execute(trx)
    return rows[0]?.turn ?? 1
  })
}

const COLUMNS = [
  'job_id',
  'kind',
  'state',
  'with_rows',
  'units',
  'chunk_units',
  'chunks',
  'chunks_done',
  'refused',
  'attempt',
  'first_turn',
  'problem',
  'created_by',
  'created_at',
  'started_at',
  'ended_at',
  'revision',
] as const

function jobsIn(trx: Trx) {
  return trx.selectFrom('jobs').select(COLUMNS)
}

type Found = NonNullable<Awaited<ReturnType<ReturnType<typeof jobsIn>['executeTakeFirst']>>>

function jobOf(found: Found): Job {
  return {
    id: found.job_id,
    kind: found.kind,
    state: found.state,
    withRows: found.with_rows,
    units: found.units,
    chunkUnits: found.chunk_units,
    chunks: found.chunks,
    chunksDone: found.chunks_done,
    refused: found.refused,
    attempt: found.attempt,
    firstTurn: found.first_turn,
    problem: found.problem ?? undefined,
    createdBy: found.created_by ?? undefined,
    createdAt: found.created_at,
    startedAt: found.started_at ?? undefined,
    endedAt: found.ended_at ?? undefined,
    revision: found.revision,
  }
}

export async function findJob(trx: Trx, jobId: string): Promise<Job | undefined> {
  const found = await jobsIn(trx)
    .where('job_id', '=', asId(jobId) ?? null)
    .executeTakeFirst()
  return found && jobOf(found)
}

/** A job that nobody else changes until the transaction ends. */
export async function holdJob(trx: Trx, jobId: string): Promise<Job | undefined> {
  const found = await jobsIn(trx)
    .where('job_id', '=', asId(jobId) ?? null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found && jobOf(found)
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** A page of the jobs that may be seen, newest first; the key of the page is the id. */
export async function listJobs(
  trx: Trx,
  wish: PageWish & { readonly state?: JobState | undefined },
): Promise<Page<Job>> {
  const { after, limit, state } = wish
  let query = jobsIn(trx)
    .orderBy('job_id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) query = query.where('job_id', '<', asId(after) ?? FIRST_ID)
  if (state !== undefined) query = query.where('state', '=', state)
  return pageOf((await query.execute()).map(jobOf), wish, ({ id }) => id)
}

/** What a job is of, part by part of a batch. */
export async function scenariosOfJob(trx: Trx, jobId: string): Promise<VersionRef[]> {
  const found = await trx
    .selectFrom('job_scenarios')
    .select(['scenario_id', 'version'])
    .where('job_id', '=', jobId)
    .orderBy('chunk')
    .execute()
  return found.map(({ scenario_id: id, version }) => ({ id, version }))
}

/** What one part of a job is of. */
export async function scenarioOfPart(
  trx: Trx,
  { id, kind }: Pick<Job, 'id' | 'kind'>,
  chunk: number,
): Promise<VersionRef | undefined> {
  const found = await trx
    .selectFrom('job_scenarios')
    .select(['scenario_id', 'version'])
    .where('job_id', '=', id)
    .where('chunk', '=', kind === 'batch' ? chunk : 0)
    .executeTakeFirst()
  return found && { id: found.scenario_id, version: found.version }
}

/** How many parts of all districts come before the first of a job. */
export async function partsAhead(trx: Trx, { firstTurn }: Pick<Job, 'firstTurn'>): Promise<number> {
  const { rows } = await sql<{ readonly ahead: string }>`
    select count(*) as ahead from pgboss.job
    where name = 'parts' and state < 'active' and priority > ${-firstTurn}::int`.execute(trx)
  return Number(rows[0]?.ahead ?? 0)
}

/** Stops a job that is held: nothing more is written for it. */
export async function stopJob(trx: Trx, job: Job): Promise<Job> {
  const found = await trx
    .updateTable('jobs')
    .set({ state: 'cancelled', ended_at: sql`clock_timestamp()`, revision: job.revision + 1 })
    .where('job_id', '=', job.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return jobOf(found)
}

/** Lets a job that is held go on after it was stopped or has failed. What is missing has yet to be put in the queue. */
export async function reviveJob(trx: Trx, identity: Identity, job: Job): Promise<Job> {
  const found = await trx
    .updateTable('jobs')
    .set({
      state: 'waiting',
      ended_at: null,
      problem: null,
      attempt: job.attempt + 1,
      first_turn: await nextTurn(trx, identity),
      revision: job.revision + 1,
    })
    .where('job_id', '=', job.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return jobOf(found)
}
