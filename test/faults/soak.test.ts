import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { slopeOf } from '../support/least-squares.ts'
import { mixedTraffic } from '../support/mixed-traffic.ts'
import { residentMb } from '../support/process-table.ts'
import { senderTo } from '../support/sent-to.ts'
import { servedDistrict } from '../support/served-district.ts'
import { dataFolder, servedLeeway } from '../support/served-leeway.ts'

const isLong = process.env['LEEWAY_LONG'] === '1'
/** Ten minutes; in the suite long enough to see that all of it is asked and measured. */
const SECONDS = isLong ? 600 : 5
/** Caches, and code that is compiled on its way, take their room first. */
const WARM_SECONDS = isLong ? 120 : 2
/** A leak of one kilobyte a request would be more. In its first seconds every process grows, so there it is only told. */
const MOST_MB_A_MINUTE = isLong ? 3 : Number.POSITIVE_INFINITY
const MOST_MB = 768
const PEOPLE = 4

/** Megabytes a minute by which a process grows, from so many seconds on; and what it holds then. */
async function growth(pid: number): Promise<{ readonly aMinute: number; readonly mb: number }> {
  const start = performance.now()
  const points: [number, number][] = []
  for (let at = 0; at < SECONDS; at = (performance.now() - start) / 1000) {
    if (at >= WARM_SECONDS) points.push([at / 60, residentMb(pid)])
    await pause(isLong ? 1_000 : 200)
  }
  return { aMinute: slopeOf(points), mb: points.at(-1)?.[1] ?? 0 }
}

t.test(
  'a service that is asked all kinds of things goes on without a fault, and does not grow',
  async (t) => {
    const { dataDir, database } = dataFolder(t)
    const served = await servedLeeway(t, { dataDir })
    while ((await fetch(`${served.address}/readyz`)).status !== 200) await pause(20)
    const send = senderTo(() => served.address, await servedDistrict(database))
    const traffic = await mixedTraffic(send, PEOPLE, 10)
    const { aMinute, mb } = await growth(served.pid)
    await traffic.end()
    t.strictSame(traffic.wrong, [])
    t.ok(
      Object.values(traffic.answered).every((count) => count >= PEOPLE),
      JSON.stringify(traffic.answered),
    )
    t.notMatch(served.log(), /"event":"fault"/)
    t.comment(`${aMinute.toFixed(2)} MB a minute, at ${Math.round(mb)} MB`)
    t.ok(aMinute < MOST_MB_A_MINUTE && aMinute !== 0)
    t.ok(mb > 50 && mb < MOST_MB)
    served.kill('SIGTERM')
    t.equal(await served.ended, 0)
  },
)

t.test('the control: a process that keeps what it was given is seen to grow', async (t) => {
  const program = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2 ** 20, 1)), 50)'
  const leaking = spawn(process.execPath, ['--eval', program], { stdio: 'ignore' })
  t.teardown(() => leaking.kill('SIGKILL'))
  const points: [number, number][] = []
  const start = performance.now()
  for (let i = 0; i < 20; i += 1) {
    await pause(100)
    points.push([(performance.now() - start) / 60_000, residentMb(leaking.pid ?? 0)])
  }
  t.ok(slopeOf(points) > 300, `${Math.round(slopeOf(points))} MB a minute`)
})
