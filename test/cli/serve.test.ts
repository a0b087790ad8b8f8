import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'

interface Started {
  readonly child: ChildProcess
  readonly address: string
  readonly written: () => string
}

/** `leeway serve` in a process of its own, on a port that is free. */
async function started(t: Test, env: Readonly<Record<string, string>>): Promise<Started> {
  const { LEEWAY_API_KEY: _, NODE_OPTIONS: __, ...rest } = process.env
  const child = spawn(process.execPath, [`${root}src/cli/leeway.mjs`, 'serve', '--stateless'], {
    env: { ...rest, LEEWAY_PORT: '0', LEEWAY_THREADS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let written = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (written += piece.toString()))
  for (let i = 0; i < 1_000 && child.exitCode === null && !written.includes('Try:'); i += 1)
    await setTimeout(20)
  const [, address = ''] = /listens on (\S+)/.exec(written) ?? []
  return { child, address, written: () => written }
}

t.test(
  'without a key it makes one, says it once, computes with it, and stops when it is told to',
  async (t) => {
    const { child, address, written } = await started(t, {})
    const [, key = ''] = /LEEWAY_API_KEY=(\w{64})/.exec(written()) ?? []
    t.match(written(), `Documentation: ${address}/docs`)
    for (let i = 0; i < 500 && (await fetch(`${address}/readyz`)).status !== 200; i += 1) await setTimeout(20)
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/yaml', accept: 'text/csv' }
    const answer = await fetch(`${address}/v1/compute`, { method: 'POST', headers, body: smallDistrict() })
    t.equal(
      await answer.text(),
      'id,name,students,line.base,total,per_student\r\n1,1,10,1000.00,1000.00,100.00\r\n2,2,20,2000.00,2000.00,100.00\r\n',
    )
    t.equal(
      (
        await fetch(`${address}/v1/compute`, {
          method: 'POST',
          headers: { ...headers, authorization: 'Bearer x' },
          body: '',
        })
      ).status,
      401,
    )
    const start = performance.now()
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    t.equal(code, 0)
    t.ok(performance.now() - start < 5_000)
    t.equal(written().split(key).length, 2, 'the key stands there once, in the greeting')
    t.match(written(), /"event":"stopping","signal":"SIGTERM"[\s\S]*"event":"stopped","cut":0/)
  },
)

t.test('a key that is given is never written, and a port that is taken is said', async (t) => {
  const key = 'canary-0123456789-0123456789-abcdef'
  const { address, written } = await started(t, { LEEWAY_API_KEY: key })
  t.match(address, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.notMatch(written(), key)
  const taken = await started(t, { LEEWAY_API_KEY: key, LEEWAY_PORT: new URL(address).port }).then(
    async ({ child, written: said }) => {
      if (child.exitCode === null) await once(child, 'exit')
      return { code: child.exitCode, err: said() }
    },
  )
  t.match(taken, { code: 1, err: /cannot be listened on/ })
})

t.test('settings that are wrong are told all at once, and nothing is started', async (t) => {
  const before = { ...process.env }
  Object.assign(process.env, { LEEWAY_PORT: 'http', LEEWAY_HOST: '0.0.0.0', LEEWAY_API_KEY: 'short' })
  const ended = await inProcess(['serve', '--stateless'])
  process.env = before
  t.equal(ended.code, 2)
  t.strictSame(
    ended.err.split('\n').map((line) => line.split(' ')[0]),
    ['LEEWAY_PORT', 'LEEWAY_API_KEY', ''],
  )
  t.match(await inProcess(['serve', 'a.yaml']), { code: 2, err: /no FILE is taken/ })
})
