import t from 'tap'
import { asAdministrator } from '../support/database.ts'
import { longerSilent } from '../support/longer-silent.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario } from '../support/swept-district.ts'
import { type WorkerProcess, workerProcess } from '../support/worker-process.ts'

const isLong = process.env['LEEWAY_LONG'] === '1'
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const PLAN = isLong ? { runs: 600, kills: 100, minutes: 20 } : { runs: 40, kills: 3, minutes: 1 }
const WORKERS = 3

const open = await storedServices(t)

/** Numbers from 0 to 1 that come again with their seed (mulberry32). */
function chance(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

t.test('of a batch each run is made once, however often its workers are killed (R3)', async (t) => {
  t.setTimeout(PLAN.minutes * 60_000 * 2)
  t.comment(`SEED=${seed}`)
  const random = chance(seed)
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Two schools', smallDistrict())
  const scenarios = Array.from({ length: PLAN.runs }, () => ({ scenario }))
  const jobs = [(await begun(finance, { kind: 'batch', scenarios })).id]
  const workers: WorkerProcess[] = await Promise.all(
    Array.from({ length: WORKERS }, async () => workerProcess(t, database)),
  )
  let kills = 0
  while (kills < PLAN.kills) {
    const job = await jobWhen(t, finance, jobs.at(-1) ?? '', { is: () => true })
    if (job.state === 'done') jobs.push((await begun(finance, { kind: 'batch', scenarios })).id)
    const place = Math.floor(random() * WORKERS)
    await new Promise((resolve) => setTimeout(resolve, 20 + random() * 200))
    workers[place]?.kill('SIGKILL')
    kills += 1
    workers[place] = await workerProcess(t, database)
  }
  await asAdministrator(database.administrator, async (admin) =>
    longerSilent(async (text) => admin.query(text)),
  )
  for (const id of jobs) {
    const job = await jobWhen(t, finance, id, { milliseconds: PLAN.minutes * 60_000 })
    t.equal(job.state, 'done')
  }
  const { rows } = await asAdministrator(database.administrator, async (admin) =>
    admin.query<Record<string, number>>(
      `select (select count(*) from leeway.job_chunks)::int as parts, (select count(*) from leeway.runs)::int as runs,
        (select count(distinct run_id) from leeway.job_chunks)::int as named,
        (select count(*) from leeway.run_results)::int as results, (select count(*) from leeway.run_rows)::int as rows,
        (select count(*) from leeway.audit where subject = 'runs' and action = 'insert')::int as noted`,
    ),
  )
  const runs = PLAN.runs * jobs.length
  t.comment(`${kills} kills, ${runs} runs`)
  t.strictSame({ ...rows[0] }, { parts: runs, runs, named: runs, results: runs, rows: 2 * runs, noted: runs })
})
