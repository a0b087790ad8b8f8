import t from 'tap'
import { asAdministrator } from '../support/database.ts'
import { longerSilent } from '../support/longer-silent.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptHere, sweptSchools } from '../support/swept-district.ts'
import { type WorkerProcess, workerProcess } from '../support/worker-process.ts'

const open = await storedServices(t)

/** 12 parts, each of some tenths of a second. */
const SWEEP = sweptSchools(1000, 600)

/** Stops or kills a worker while it is at the last of so many parts that are taken, of a job that has begun. */
async function atWork(
  { administrator }: StoredService['database'],
  { worker, taken, signal }: { worker: WorkerProcess; taken: number; signal: NodeJS.Signals },
): Promise<number> {
  await asAdministrator(administrator, async (admin) => {
    for (;;) {
      worker.kill('SIGSTOP')
      const { rows } = await admin.query(
        `select from pgboss.job where name = 'parts' and state = 'active' and started_on < now() - interval '50 ms'
          and exists (select from leeway.jobs where state = 'running')`,
      )
      if (rows.length === taken) return worker.kill(signal)
      worker.kill('SIGCONT')
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  })
  return Date.now()
}

async function silentLonger({ administrator }: StoredService['database']): Promise<void> {
  await asAdministrator(administrator, async (admin) => longerSilent(async (text) => admin.query(text)))
}

/** When the parts that others had lost were done, in milliseconds. */
function retaken(workers: readonly WorkerProcess[]): number[] {
  return workers
    .flatMap(({ log }) => log.filter(({ event, tries }) => event === 'part' && Number(tries) > 1))
    .map(({ time }) => Date.parse(String(time)))
    .sort((x, y) => x - y)
}

/** How often each part is written. */
async function timesWritten({ database }: StoredService, job: string): Promise<number[]> {
  return asAdministrator(database.administrator, async (admin) => {
    const { rows } = await admin.query<{ readonly times: number }>(
      `select count(*)::int as times from leeway.job_chunks where job_id = $1 group by chunk`,
      [job],
    )
    return rows.map(({ times }) => times)
  })
}

t.test('kills and a worker that wakes up late change no byte, and every part is written once', async (t) => {
  const service = await open(t)
  const { database } = service
  const finance = service.as('finance')
  const scenario = await keptScenario(finance, 'Sweep', SWEEP)
  const zombie = await workerProcess(t, database)
  const { id, parts } = await begun(finance, { kind: 'sweep', scenario })
  t.equal(parts.of, 12)
  await atWork(database, { worker: zombie, taken: 1, signal: 'SIGSTOP' })
  const killed = await workerProcess(t, database)
  const firstKill = await atWork(database, { worker: killed, taken: 2, signal: 'SIGKILL' })
  await silentLonger(database)
  const doomed = await workerProcess(t, database)
  await jobWhen(t, finance, id, { is: ({ parts: { done } }) => done >= 4 })
  doomed.kill('SIGKILL')
  const lastKill = Date.now()
  await silentLonger(database)
  const heirs = await Promise.all([workerProcess(t, database), workerProcess(t, database)])
  t.equal((await jobWhen(t, finance, id, { milliseconds: 40_000 })).state, 'done')
  const [first = 0, ...others] = retaken([doomed, ...heirs])
  t.ok(first - firstKill < 15_000, `taken over within ${first - firstKill} ms`)
  t.ok(
    (others.at(-1) ?? 0) - lastKill < 15_000,
    `and all of them within ${(others.at(-1) ?? 0) - lastKill} ms`,
  )
  t.ok(others.length >= 1, 'the part of the zombie, and that of the one that was killed')
  zombie.kill('SIGCONT')
  const woken = await zombie.logged(({ event }) => event === 'part')
  t.not(woken['outcome'], 'written', `whoever wakes up writes nothing: ${woken['outcome']}`)
  t.equal((await finance.get(`/v1/jobs/${id}/result`)).text, await sweptHere(SWEEP))
  t.strictSame(
    await timesWritten(service, id),
    Array.from({ length: 12 }, () => 1),
  )
})
