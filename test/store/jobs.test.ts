import t from 'tap'
import { beginPart, failJob, partsWritten, writePart, writeResult } from '../../src/store/job-parts.ts'
import { createJob, findJob, holdJob, type Job, reviveJob, stopJob } from '../../src/store/jobs.ts'
import type { QueuedPart } from '../../src/store/queue/part-queue.ts'
import type { Identity, Trx } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { madeScenario, type StaffedDistrict, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)

interface Made extends StaffedDistrict {
  readonly job: Job
  readonly part: (chunk: number, attempt?: number) => QueuedPart
  /** Writes what a part came to, as a worker does. */
  readonly write: (chunk: number, attempt?: number) => Promise<string>
  /** Does something to the job while it is held. */
  readonly held: (work: (trx: Trx, job: Job, identity: Identity) => Promise<unknown>) => Promise<void>
}

/** A sweep of so many variants, one a part. */
async function sweepOf(district: StaffedDistrict, units: number): Promise<Job> {
  return district.by('finance', async (trx, identity) => {
    const { id } = await madeScenario(trx, identity, `Swept ${units}`)
    const plan = { kind: 'sweep', withRows: false, units, chunkUnits: 1 } as const
    return createJob(trx, identity, { ...plan, scenarios: [{ id, version: 1 }] })
  })
}

/** A sweep of three parts that has begun. */
async function begunSweep(): Promise<Made> {
  const district = await staffedDistrict(await clone())
  const job = await sweepOf(district, 3)
  const part = (chunk: number, attempt = 1): QueuedPart => {
    return { district: district.system.districtId, job: job.id, chunk, attempt }
  }
  await district.by('system', async (trx) => beginPart(trx, part(0)))
  return {
    ...district,
    job,
    part,
    write: async (chunk, attempt) =>
      district.by('system', async (trx, identity) => {
        return (await writePart(trx, identity, part(chunk, attempt), { outcomes })).kind
      }),
    held: async (work) =>
      district.by('system', async (trx, identity) => {
        const found = await holdJob(trx, job.id)
        if (found === undefined) throw new Error('the job is there')
        await work(trx, found, identity)
      }),
  }
}

const outcomes = '[]'

t.test('a part is written once and counted once, however many have done it', async (t) => {
  const { by, write, job } = await begunSweep()
  const writes = await Promise.all([0, 0, 0, 1, 1].map(async (chunk) => write(chunk)))
  t.equal(writes.filter((kind) => kind === 'written').length, 2)
  await by('system', async (trx) => {
    t.strictSame(await partsWritten(trx, job.id), [0, 1])
    t.equal((await findJob(trx, job.id))?.chunksDone, 2)
  })
})

t.test('without the key of parts the same part is there twice', async (t) => {
  const { by, job, system, administrator } = await begunSweep()
  await asAdministrator(administrator, async (admin) => {
    await admin.query(`alter table leeway.job_chunks drop constraint job_chunks_pkey`)
  })
  await by('system', async (trx) => {
    for (const place of [1, 2])
      await trx
        .insertInto('job_chunks')
        .values({ district_id: system.districtId, job_id: job.id, chunk: 0, place, outcomes, run_id: null })
        .execute()
    t.strictSame(await partsWritten(trx, job.id), [0, 0])
  })
})

t.test(
  'nothing is written for a job that was stopped, nor by who comes late from before it went on',
  async (t) => {
    const { by, write, held, part, job } = await begunSweep()
    t.equal(await write(0), 'written')
    await held(async (trx, found) => stopJob(trx, found))
    t.equal(await write(1), 'late')
    t.equal(await by('system', async (trx) => beginPart(trx, part(1))), undefined, 'it is not even begun')
    await held(async (trx, found, identity) => reviveJob(trx, identity, found))
    await by('system', async (trx) => beginPart(trx, part(1, 2)))
    t.equal(await write(1), 'late', 'that was handed out before the stop')
    t.equal(await write(1, 2), 'written')
    await by('system', async (trx, identity) => {
      t.equal(await writeResult(trx, identity, part(3), { content: '{}', csv: '' }), false)
      t.equal(await failJob(trx, part(3), '{}'), false)
      t.strictSame(await partsWritten(trx, job.id), [0, 1])
    })
  },
)

t.test('the database itself refuses a part of a stopped job, and one that a person writes', async (t) => {
  const { by, held, job, system } = await begunSweep()
  const insert = async (trx: Trx) =>
    trx
      .insertInto('job_chunks')
      .values({
        district_id: system.districtId,
        job_id: job.id,
        chunk: 2,
        place: 3,
        outcomes,
        run_id: null,
      })
      .execute()
  await t.rejects(by('finance', insert), { message: 'the role may not do this' })
  await held(async (trx, found) => stopJob(trx, found))
  await t.rejects(by('system', insert), { message: 'the role may not do this' })
})

t.test('who begins, stops and ends a job is noted, and not every part of it', async (t) => {
  const { by, part, write, job } = await begunSweep()
  for (const chunk of [0, 1, 2]) t.equal(await write(chunk), 'written')
  await by('system', async (trx, identity) => {
    await writeResult(trx, identity, part(3), { content: '{}', csv: '' })
    const noted = await trx
      .selectFrom('audit')
      .select(['action', 'changed'])
      .where('subject', '=', 'jobs')
      .orderBy('entry_id')
      .execute()
    const states = noted.map(({ action, changed }) => `${action} ${changed.includes('state')}`)
    t.strictSame(states, ['insert false', 'update true', 'update true'])
    t.equal((await findJob(trx, job.id))?.state, 'done')
  })
})

t.test('a district starts where the others are, and behind what it has asked for itself', async (t) => {
  const district = await staffedDistrict(await clone())
  t.equal((await sweepOf(district, 3)).firstTurn, 1)
  await district.pool.query(`select setval('leeway.work_clock', 40)`)
  t.equal((await sweepOf(district, 500)).firstTurn, 41)
  t.equal((await sweepOf(district, 2)).firstTurn, 542, 'one turn is for putting 500 parts together')
})
