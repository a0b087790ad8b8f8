import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { percentile, spread } from '../support/percentile.ts'
import { residentMb } from '../support/process-table.ts'
import { sendRaw } from '../support/raw-http.ts'
import { type Sent, senderTo } from '../support/sent-to.ts'
import { type ServedLeeway, servedLeeway } from '../support/served-leeway.ts'
import { bystander, capacity, steadyLoad } from '../support/steady-load.ts'
import { sweptSchools } from '../support/swept-district.ts'

const isLong = process.env['LEEWAY_LONG'] === '1'
const LOAD_MILLISECONDS = isLong ? 20_000 : 2_000
/** What is promised holds for the long form; beside the other tests of the suite all takes longer. */
const [ACCEPTED, REFUSED, RECOVERED] = isLong ? [1_000, 200, 2_000] : [3_000, 1_000, 6_000]
const MOST_MB = 512
const KEY = 'key-of-the-tests-0123456789abcdef'
/** A hundred schools: some milliseconds each. */
const BODY = sweptSchools(100, 2).replace(/^vary: .*\n/m, '')
const LARGE_BODIES = isLong ? 200 : 24
const LARGE_BYTES = 16 * 1024 * 1024 - 1
const SLOW_SOCKETS = 200

async function service(t: Test, env: Readonly<Record<string, string>> = {}): Promise<ServedLeeway> {
  const dataDir = t.testdir()
  const served = await servedLeeway(t, {
    dataDir,
    words: ['--stateless'],
    env: { LEEWAY_API_KEY: KEY, ...env },
  })
  while ((await fetch(`${served.address}/readyz`)).status !== 200) await pause(20)
  return served
}

function computing({ address }: ServedLeeway): () => Promise<Sent> {
  const send = senderTo(() => address, KEY)
  return async () => send('/v1/compute', { body: BODY })
}

t.test(
  'at five times what it can do, some are served in time and the rest are told at once (R12)',
  async (t) => {
    const served = await service(t)
    const compute = computing(served)
    const alone = percentile(await times(compute, 20), 50)
    const perSecond = await capacity(compute, { clients: 4, milliseconds: LOAD_MILLISECONDS / 3 })
    const memory = watchedMemory(served)
    const answers = await steadyLoad(compute, { perSecond: 5 * perSecond, milliseconds: LOAD_MILLISECONDS })
    const accepted = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status === 503)
    t.equal(accepted.length + refused.length, answers.length, 'everybody is answered')
    t.ok(
      accepted.length > 10 && refused.length > accepted.length,
      `${accepted.length} of ${answers.length} are served`,
    )
    t.ok(refused.every(({ headers }) => headers.get('retry-after') === '1'))
    t.comment(`${perSecond.toFixed(0)} a second can be served; of five times as many`)
    t.comment(`accepted: ${spread(accepted.map(milliseconds))}`)
    t.comment(`refused: ${spread(refused.map(milliseconds))}`)
    t.ok(percentile(accepted.map(milliseconds), 99) < ACCEPTED)
    t.ok(percentile(refused.map(milliseconds), 99) < REFUSED)
    const start = performance.now()
    while (percentile(await times(compute, 5), 50) > 2 * alone + 50) await pause(20)
    const recovered = performance.now() - start
    t.ok(recovered < RECOVERED, `as fast as before after ${Math.round(recovered)} ms`)
    const most = await memory.end()
    t.ok(most < MOST_MB, `${Math.round(most)} MB at most`)
  },
)

t.test('the control: without a limit on who is here, those who are served wait for seconds', async (t) => {
  const served = await service(t, { LEEWAY_IN_FLIGHT: '10000', LEEWAY_HELD_MB: '4096' })
  const compute = computing(served)
  // What it can do is measured beside the other tests, and may be more a moment later: then it is asked for longer.
  const waits: number[] = []
  for (let span = 800; waits.length < 4 && Math.max(0, ...waits) <= 1_000; span *= 2) {
    const perSecond = await capacity(compute, { clients: 4, milliseconds: 500 })
    const answers = await steadyLoad(compute, { perSecond: 5 * perSecond, milliseconds: span })
    t.ok(answers.every(({ status }) => status === 200))
    waits.push(percentile(answers.map(milliseconds), 99))
  }
  t.ok(Math.max(...waits) > 1_000, `p99: ${waits.map(Math.round).join(', ')} ms`)
})

t.test(
  'many bodies as large as may be, and two hundred sockets that dawdle, take neither memory nor time',
  async (t) => {
    const served = await service(t)
    const memory = watchedMemory(served)
    const others = bystander(
      senderTo(() => served.address, KEY),
      '/openapi.json',
    )
    const statuses = await Promise.all(Array.from({ length: LARGE_BODIES }, async () => largeBody(served)))
    t.strictSame(new Set(statuses), new Set([400, 503]), 'they are told, and not all of them are read')
    const slow = 'POST /v1/compute HTTP/1.1\r\nHost: x\r\nX-Slow: '
    const dawdling = await Promise.all(
      Array.from({ length: SLOW_SOCKETS }, async () =>
        sendRaw(served.address, slow, { drip: 'x', most: 10_000 }),
      ),
    )
    t.ok(dawdling.every(({ status, isClosed }) => status === 408 && isClosed))
    const closed = percentile(dawdling.map(milliseconds), 100)
    t.ok(closed < 2_000 + ACCEPTED, `the last was closed after ${Math.round(closed)} ms`)
    const answers = await others.end()
    t.ok(answers.length > 10 && answers.every(({ status }) => status === 200))
    t.comment(`others meanwhile: ${spread(answers.map(milliseconds))}`)
    t.ok(percentile(answers.map(milliseconds), 99) < ACCEPTED)
    const most = await memory.end()
    t.ok(most < MOST_MB, `${Math.round(most)} MB at most`)
  },
)

const milliseconds = (each: { readonly milliseconds: number }): number => each.milliseconds

async function times(send: () => Promise<Sent>, of: number): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < of; i += 1) all.push((await send()).milliseconds)
  return all
}

/** Sends a body of spaces until it is answered, and gives the status; the code of the fault if there is no answer. */
async function largeBody({ address }: ServedLeeway): Promise<number | string> {
  const sending = request(`${address}/v1/compute`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'content-length': LARGE_BYTES,
    },
  })
  const piece = Buffer.alloc(256 * 1024, ' ')
  let left = LARGE_BYTES
  const send = (): void => {
    while (left > 0) {
      const some = piece.subarray(0, left)
      left -= some.length
      if (!sending.write(some)) return
    }
    sending.end()
  }
  sending.on('drain', send)
  send()
  return new Promise((resolve) => {
    sending.on('response', (answer) => {
      resolve(answer.statusCode ?? 0)
      sending.destroy()
    })
    sending.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? fault.message))
  })
}

/** Looks at the memory of a service ten times a second. */
function watchedMemory({ pid }: ServedLeeway): { end(): Promise<number> } {
  let most = 0
  const ending = new AbortController()
  const watching = (async () => {
    while (!ending.signal.aborted) {
      most = Math.max(most, residentMb(pid))
      await pause(100)
    }
  })()
  return {
    async end() {
      ending.abort()
      await watching
      return most
    },
  }
}
