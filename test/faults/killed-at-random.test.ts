import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { plantedScenario } from '../support/acknowledged-writes.ts'
import { chanceOf } from '../support/chance.ts'
import { halfWritten, NOTHING_IN_PART } from '../support/half-written.ts'
import { longerSilent } from '../support/longer-silent.ts'
import { childrenOf } from '../support/process-table.ts'
import { keptRuns, retriedRuns } from '../support/retried-runs.ts'
import { retriedSweeps } from '../support/retried-sweeps.ts'
import { senderTo } from '../support/sent-to.ts'
import { asked, servedDistrict } from '../support/served-district.ts'
import { dataFolder, killGroup, killIfThere, servedLeeway } from '../support/served-leeway.ts'
import { sweptHere, sweptSchools } from '../support/swept-district.ts'

const isLong = process.env['LEEWAY_LONG'] === '1'
/** A third each of the service, its worker and PostgreSQL. */
const KILLS = isLong ? 102 : 3
const CLIENTS = isLong ? 8 : 3
const SWEEP = sweptSchools(300, 200)
const MOST_MILLISECONDS_BETWEEN = isLong ? 4_000 : 1_000

const chance = chanceOf(t)
const { dataDir, database } = dataFolder(t)
const env = { LEEWAY_WORKERS: '1' }

t.test(
  'while sweeps run and scripts write, whatever is killed loses nothing and does nothing twice',
  async (t) => {
    let served = await servedLeeway(t, { dataDir, env })
    const send = senderTo(() => served.address, await servedDistrict(database))
    const scenario = await plantedScenario(send, 'Runs')
    const sweeps = retriedSweeps(t, send, await plantedScenario(send, 'Sweeps', SWEEP))
    const keyOf = (operation: string): string => operation.replace(' ', '-')
    const clients = retriedRuns(t, send, { scenario, clients: CLIENTS, chance, keyOf })
    const victims: readonly (() => Promise<void>)[] = [
      async () => {
        served.kill()
        await served.ended
        served = await servedLeeway(t, { dataDir, env })
      },
      async () => childrenOf(served.pid).forEach(killIfThere),
      async () => onceItRuns(async () => killGroup(database)),
    ]
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(200 + MOST_MILLISECONDS_BETWEEN * chance())
      await victims[kill % victims.length]?.()
    }
    await clients.stop()
    await onceItRuns(async () => longerSilent(async (text) => asked(database, text)))
    await sweeps.stop()
    const { runs, strange, again } = clients
    t.strictSame(strange, [])
    t.ok(runs.length >= CLIENTS, `${runs.length} runs, asked for ${again} times more`)
    t.strictSame(await keptRuns(database, scenario), { runs: runs.length, audited: runs.length })
    t.strictSame(await halfWritten(database), NOTHING_IN_PART)
    const { results, resumed } = sweeps
    t.comment(`${KILLS} kills; ${results.size} sweeps, of which ${resumed} were told to go on`)
    t.strictSame(new Set(results.values()), new Set([await sweptHere(SWEEP)]), 'each comes to the same bytes')
    t.strictSame(await keptSweeps(), { jobs: results.size, unfinished: 0 }, 'each is there once, and whole')
    served.kill('SIGTERM')
    t.equal(await served.ended, 0)
  },
)

/** PostgreSQL may be on its way back from the kill before. */
async function onceItRuns(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch {
      await pause(50)
    }
  }
}

async function keptSweeps(): Promise<{ readonly jobs: number; readonly unfinished: number } | undefined> {
  const [row] = await asked<{ readonly jobs: number; readonly unfinished: number }>(
    database,
    `select count(*)::int as jobs, (count(*) filter (where state <> 'done' or chunks <> (select count(*) from job_chunks c
      where c.job_id = jobs.job_id)))::int as unfinished from jobs`,
  )
  return row
}
