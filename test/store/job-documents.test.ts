import t from 'tap'
import type { Role } from '../../src/contract/api/roles.ts'
import {
  findBoards,
  forgetDocuments,
  keepBoards,
  readDocuments,
  saveDocuments,
} from '../../src/store/job-boards.ts'
import { beginPart } from '../../src/store/job-parts.ts'
import { createJob, holdJob, type Job, reviveJob, stopJob } from '../../src/store/jobs.ts'
import { saveRun } from '../../src/store/runs.ts'
import type { Trx } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { HASH, madeScenario, type StaffedDistrict, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const NOT_ALLOWED = { message: 'the role may not do this' }

interface Printed extends StaffedDistrict {
  readonly job: Job
  readonly stop: () => Promise<void>
  /** Moves the end of the job back. */
  readonly passed: (interval: string) => Promise<void>
  /** How many documents there are. */
  readonly count: () => Promise<number>
}

/** A job that is under way, whose documents are kept for two days, and has printed both of its documents. */
async function printed(): Promise<Printed> {
  const district = await staffedDistrict(await clone())
  const { by, administrator, system } = district
  const job = await by('finance', async (trx, identity) => {
    const { id } = await madeScenario(trx, identity, 'Board')
    const scenario = { id, version: 1 }
    const rows = [{ school: '0101', amounts: ['10.01'], total: '10.01' }]
    const run = { scenario, createdBy: undefined, engine: '0.1.0', inputsHash: HASH, lineIds: ['base'] }
    const runId = await saveRun(trx, identity, { ...run, total: '10.01', rows, content: '{}' })
    const plan = { kind: 'boards', withRows: false, units: 2, chunkUnits: 1 } as const
    const made = await createJob(trx, identity, { ...plan, scenarios: [scenario] })
    const wish = { runId, beforeId: undefined, paper: 'a4', locale: 'en-US', day: undefined } as const
    await keepBoards(trx, identity, made.id, { ...wish, daysKept: 2 })
    return made
  })
  await by('system', async (trx, identity) => {
    await beginPart(trx, { district: system.districtId, job: job.id, chunk: 0, attempt: 1 })
    const content = new TextEncoder().encode('%PDF')
    await saveDocuments(trx, identity, job.id, [
      { place: 1, school: undefined, content },
      { place: 2, school: '0101', content },
    ])
  })
  return {
    ...district,
    job,
    stop: async () =>
      by('system', async (trx) => {
        const held = await holdJob(trx, job.id)
        if (held !== undefined) await stopJob(trx, held)
      }),
    passed: async (interval) =>
      asAdministrator(administrator, async (client) => {
        const moved = 'update leeway.jobs set ended_at = ended_at - $1::interval'
        await client.query(moved, [interval])
      }),
    count: async () => by('system', async (trx) => (await readDocuments(trx, job.id)).length),
  }
}

const deleted = async (trx: Trx): Promise<bigint> =>
  (await trx.deleteFrom('job_documents').executeTakeFirstOrThrow()).numDeletedRows

t.test('documents are there for the days that were stated, and then deleted once', async (t) => {
  const { by, job, stop, passed, count } = await printed()
  const boards = async () => by('finance', async (trx) => findBoards(trx, job.id))
  t.match(await boards(), { daysKept: 2, until: undefined, areGone: false })
  await stop()
  t.match(await boards(), { until: /Z$/, areGone: false })
  await passed('47 hours 59 minutes')
  t.equal(await by('system', forgetDocuments), 0)
  t.match([await count(), await boards()], [2, { areGone: false }])
  await passed('1 minute')
  t.match([await count(), await boards()], [2, { areGone: true }], 'over, and nobody has swept yet')
  t.equal(await by('system', forgetDocuments), 1)
  t.match([await count(), await boards()], [0, { areGone: true }])
  t.equal(await by('system', forgetDocuments), 0, 'there is nothing more to do')
})

t.test('nobody but the program deletes a document, whatever its time', async (t) => {
  const { by, stop, passed, count } = await printed()
  await stop()
  await passed('3 days')
  for (const role of ['finance', 'analyst', 'viewer', 'budget-partner', 'principal'] satisfies Role[]) {
    t.equal(await by(role, deleted), 0n, role)
  }
  t.equal(await count(), 2)
  t.equal(await by('system', deleted), 2n)
})

t.test('the program deletes no document of a job that is under way, or before its time', async (t) => {
  const { by, job, stop, passed, count } = await printed()
  t.equal(await by('system', deleted), 0n, 'of a job that is running')
  t.equal(await by('system', forgetDocuments), 0)
  await stop()
  t.equal(await by('system', deleted), 0n, 'of one that has just ended')
  await passed('3 days')
  await by('system', async (trx, identity) => {
    const held = await holdJob(trx, job.id)
    if (held !== undefined) await reviveJob(trx, identity, held)
  })
  t.equal(await by('system', deleted), 0n, 'of one that goes on')
  t.equal(await by('system', forgetDocuments), 0)
  t.equal(await count(), 2)
})

t.test('that documents are deleted is said by the program alone, once they may be', async (t) => {
  const { by, stop, passed } = await printed()
  const said = async (trx: Trx): Promise<bigint> => {
    const change = trx.updateTable('job_boards').set({ removed_at: '2026-01-01T00:00:00Z' })
    return (await change.executeTakeFirstOrThrow()).numUpdatedRows
  }
  t.equal(await by('system', said), 0n, 'a job that is running')
  await stop()
  await passed('3 days')
  t.equal(await by('finance', said), 0n)
  t.equal(await by('system', said), 1n)
  const longer = async (trx: Trx) =>
    trx
      .updateTable('job_boards')
      .set({ paper: 'letter' } as never)
      .execute()
  await t.rejects(by('system', longer), NOT_ALLOWED, 'nothing else of it is changed')
})
