import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { START_FLAGS } from '../../support/start-flags.ts'
import { postedDistrict } from './posted-district.ts'

const HELP = `npm run bench:api -- [options]

POST /v1/compute for 165 schools and 20 lines, against a route that knows, reads and writes as much and computes
nothing. No two bodies are the same, and nothing is compressed.

  --seconds N   of each route in each round, 4 unless stated
  --rounds N    3 unless stated
  --at-once N   requests that are here at a time, 4 unless stated
`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
})
const KEY = 'key-of-the-bench-0123456789abcdef'
const [BEFORE = '', BEHIND = ''] = postedDistrict().split('4500.25')

let sent = 0

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Processor time of the whole service, threads too, for one request. */
  readonly cpuMilliseconds: number
  readonly rssMb: number
}

if (values.help) process.stdout.write(HELP)
else await measureAll()

async function measureAll(): Promise<void> {
  const child = fork(new URL('./serve-both.ts', import.meta.url), {
    execArgv: [...START_FLAGS],
    env: { ...process.env, LEEWAY_API_KEY: KEY, LEEWAY_RATE: '1000000' },
  })
  const [{ address, threads }] = await once(child, 'message')
  const rounds: { plain: Measured; compute: Measured }[] = []
  // A service runs for days: what the engine compiles at first is neither's to pay.
  for (const path of ['/plain', '/v1/compute'])
    await measured(child, `${address}${path}`, Number(values.seconds))
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const plain = await measured(child, `${address}/plain`, Number(values.seconds))
    rounds.push({ plain, compute: await measured(child, `${address}/v1/compute`, Number(values.seconds)) })
  }
  child.disconnect()
  const medianOf = (pick: (round: (typeof rounds)[number]) => number): number =>
    rounds.map(pick).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0
  const row = (name: 'plain' | 'compute'): string =>
    [
      name.padEnd(8),
      ...(['perSecond', 'p50', 'p99', 'cpuMilliseconds', 'rssMb'] as const).map((field) =>
        medianOf((each) => each[name][field])
          .toFixed(1)
          .padStart(10),
      ),
    ].join('')
  console.log(
    `${BEFORE.length + BEHIND.length} bytes in; ${threads} thread(s) that compute; medians of ${rounds.length} rounds`,
  )
  console.log(
    `route     per second    p50 ms    p99 ms    cpu ms    rss MB\n${row('plain')}\n${row('compute')}`,
  )
  const throughput = medianOf(({ plain, compute }) => compute.perSecond / plain.perSecond)
  const work = medianOf(({ plain, compute }) => plain.cpuMilliseconds / compute.cpuMilliseconds)
  console.log(
    `throughput ${throughput.toFixed(2)} of the plain route (goal 0.5); by processor time ${work.toFixed(2)}`,
  )
}

async function measured(child: ChildProcess, address: string, seconds: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  await usage(child)
  const start = performance.now()
  const client = async (): Promise<void> => {
    while (performance.now() - start < seconds * 1000) times.push(await post(address, agent))
  }
  await Promise.all(Array.from({ length: Number(values['at-once']) }, client))
  const took = (performance.now() - start) / 1000
  const { cpuMilliseconds, rssMb } = await usage(child)
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0
  const [perSecond, p50, p99] = [times.length / took, at(0.5), at(0.99)]
  return { perSecond, p50, p99, cpuMilliseconds: cpuMilliseconds / times.length, rssMb }
}

async function usage(child: ChildProcess): Promise<Pick<Measured, 'cpuMilliseconds' | 'rssMb'>> {
  child.send('usage')
  const [told] = await once(child, 'message')
  return told
}

/** Sends one body that was never sent before, and gives the milliseconds until all of its answer is here. */
async function post(address: string, agent: Agent): Promise<number> {
  sent += 1
  const body = `${BEFORE}${4000 + (sent % 1000)}.${String(sent % 100).padStart(2, '0')}${BEHIND}`
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(address, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - start)
        else reject(new Error(`${address} answered ${answer.statusCode}`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
