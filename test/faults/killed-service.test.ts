import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { plantedScenario } from '../support/acknowledged-writes.ts'
import { chanceOf } from '../support/chance.ts'
import { halfWritten, NOTHING_IN_PART } from '../support/half-written.ts'
import { percentile, spread } from '../support/percentile.ts'
import { type Clients, keptRuns, retriedRuns } from '../support/retried-runs.ts'
import { senderTo } from '../support/sent-to.ts'
import { servedDistrict } from '../support/served-district.ts'
import { dataFolder, type ServedLeeway, servedLeeway } from '../support/served-leeway.ts'

/** Two kills in the suite, and fifty with LEEWAY_LONG=1. */
const KILLS = process.env['LEEWAY_LONG'] === '1' ? 50 : 2
const CLIENTS = 16
/** What people are promised is 5 s; a machine that runs other tests meanwhile takes longer. */
const MOST_MILLISECONDS = 20_000

const chance = chanceOf(t)
const { dataDir, database } = dataFolder(t)
let served = await servedLeeway(t, { dataDir })
const send = senderTo(() => served.address, await servedDistrict(database))

t.test(
  'a service that is killed while sixteen ask again until they are told does all of it once (R2)',
  async (t) => {
    const scenario = await plantedScenario(send, 'Once')
    const keyOf = (operation: string): string => operation.replace(' ', '-')
    const clients = retriedRuns(t, send, { scenario, clients: CLIENTS, chance, keyOf })
    const restarts = await killed(clients, KILLS)
    const { runs, strange, again } = clients
    t.strictSame(strange, [])
    t.ok(runs.length > KILLS * CLIENTS && again > KILLS, `${runs.length} runs, asked for ${again} times more`)
    t.equal(new Set(runs).size, runs.length, 'every answer is of another run')
    t.strictSame(await keptRuns(database, scenario), { runs: runs.length, audited: runs.length })
    t.strictSame(await halfWritten(database), NOTHING_IN_PART)
    t.comment(`from a kill until the service listens again: ${spread(restarts)}`)
    t.ok(percentile(restarts, 100) < MOST_MILLISECONDS)
  },
)

t.test('the control: with another key for every try, some of it is done twice', async (t) => {
  const scenario = await plantedScenario(send, 'Twice')
  const keyOf = (operation: string, tries: number): string => `twice-${operation.replace(' ', '-')}-${tries}`
  const clients = retriedRuns(t, send, { scenario, clients: CLIENTS, chance, dropped: 0.3, keyOf })
  await killed(clients, 1)
  const { runs } = await keptRuns(database, scenario)
  t.ok(runs > clients.runs.length, `${runs} runs are kept of ${clients.runs.length}`)
})

/** Kills the service so many times, each at a moment of chance, and starts it again; then lets everybody end. */
async function killed(clients: Clients, kills: number): Promise<number[]> {
  const restarts: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const before = clients.runs.length
    while (clients.runs.length < before + CLIENTS) await pause(10)
    await pause(300 * chance())
    restarts.push(await restarted())
  }
  await clients.stop()
  return restarts
}

/** It serves the second test too, and so is not the first one's. */
async function restarted(): Promise<number> {
  const before: ServedLeeway = served
  before.kill()
  await before.ended
  served = await servedLeeway(t, { dataDir })
  return served.milliseconds
}
