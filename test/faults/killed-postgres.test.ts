import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { notedPostmaster } from '../../src/store/embedded/postmaster.ts'
import { lost, type Writers, writers } from '../support/acknowledged-writes.ts'
import { halfWritten, NOTHING_IN_PART } from '../support/half-written.ts'
import { percentile, spread } from '../support/percentile.ts'
import { senderTo } from '../support/sent-to.ts'
import { asked, servedDistrict } from '../support/served-district.ts'
import { dataFolder, killGroup, servedLeeway } from '../support/served-leeway.ts'
import { postmasterOf } from '../support/server-process.ts'

/** Three kills in the suite, and a hundred with LEEWAY_LONG=1. */
const KILLS = process.env['LEEWAY_LONG'] === '1' ? 100 : 3
const WRITERS = 8
/** What people are promised is 5 s; a machine that runs other tests meanwhile takes longer. */
const MOST_MILLISECONDS = 20_000

t.test(
  'of a service whose PostgreSQL is killed while eight write, nothing acknowledged is lost (R1)',
  async (t) => {
    const { dataDir, database } = dataFolder(t)
    const served = await servedLeeway(t, { dataDir })
    const send = senderTo(() => served.address, await servedDistrict(database))
    const written = await writers(t, send, { of: WRITERS, name: 'kept' })
    const outages: number[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      await written.next()
      await pause(50 + 500 * Math.random())
      outages.push(await outage(written, database))
    }
    await written.next()
    await written.stop()
    t.strictSame(written.strange, [], 'whoever was not served was told 503')
    t.ok(written.acknowledged.length > KILLS * WRITERS, `${written.acknowledged.length} were acknowledged`)
    t.strictSame(await lost(database, written.acknowledged), [])
    t.strictSame(await halfWritten(database), NOTHING_IN_PART)
    t.comment(`from a kill to the next acknowledgement: ${spread(outages)}`)
    t.ok(percentile(outages, 100) < MOST_MILLISECONDS, 'it starts again by itself')

    await t.test(
      'the control: one that acknowledges before it writes loses some, and that is seen',
      async (t) => {
        for (const setting of [
          "synchronous_commit = 'off'",
          "wal_writer_delay = '10s'",
          "wal_writer_flush_after = '100MB'",
        ])
          await asked(database, `alter system set ${setting}`)
        await asked(database, 'select pg_reload_conf()')
        const hasty = await writers(t, send, { of: WRITERS, name: 'hasty' })
        await pause(500)
        await outage(hasty, database)
        await hasty.stop()
        const missing = await lost(database, hasty.acknowledged)
        t.ok(missing.length > 0, `${missing.length} of ${hasty.acknowledged.length} are lost`)
      },
    )
  },
)

/** Kills all of PostgreSQL, and waits until something is acknowledged by the one that comes after it. */
async function outage(written: Writers, database: string): Promise<number> {
  const killed = postmasterOf(database)
  const start = performance.now()
  killGroup(database)
  // What the killed one still acknowledged may arrive after its death.
  while ([killed, undefined].includes(notedPostmaster(join(database, 'data'))?.pid)) {
    if (performance.now() - start > MOST_MILLISECONDS) throw new Error('PostgreSQL does not come back')
    await pause(10)
  }
  await written.next()
  return performance.now() - start
}
