import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import { root } from '../support/committed-scenarios.ts'
import { reachableFolder } from '../support/database.ts'
import { inProcess } from '../support/split-terminal.ts'

interface Started {
  readonly child: ChildProcess
  readonly address: string
  readonly said: string
  readonly log: () => string
}

/** `npm start` as npm runs it, in a process group of its own, until it has said that it listens. */
async function started(t: Test, folder: string, env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const { LEEWAY_API_KEY: _, DATABASE_URL: __, NODE_OPTIONS: ___, ...rest } = process.env
  const child = spawn(process.execPath, [`${root}src/cli/leeway.mjs`, 'serve'], {
    env: { ...rest, LEEWAY_PORT: '0', LEEWAY_THREADS: '1', LEEWAY_DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  t.teardown(() => child.exitCode === null && child.kill('SIGKILL'))
  let said = ''
  let log = ''
  child.stdout?.on('data', (piece: Buffer) => (said += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (log += piece.toString()))
  for (let i = 0; i < 3_000 && child.exitCode === null && !said.endsWith('\n\n'); i += 1) await setTimeout(20)
  const [, address = ''] = /listens on (\S+)/.exec(said) ?? []
  return { child, address, said, log: () => log }
}

/** What the printed command asks, asked from here. */
async function printedRequest(said: string): Promise<Response> {
  const [, address = ''] = /curl -sS (\S+\/result)/.exec(said) ?? []
  const [, key = ''] = /Bearer (leeway_key_[\w-]+)/.exec(said) ?? []
  return fetch(address, { headers: { authorization: `Bearer ${key}`, accept: 'text/csv' } })
}

async function stopped({ child }: Started, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = await ended
  return code
}

t.test(
  'a first start loads the demonstration, says how to get in, and survives stops and kills',
  async (t) => {
    const folder = join(reachableFolder(t), 'data')
    const first = await started(t, folder)
    t.match(first.said, `Documentation: ${first.address}/docs`)
    const answer = await printedRequest(first.said)
    t.equal(answer.status, 200)
    t.match(await answer.text(), /^id,name,students,line\.base,[^\n]+\n0101,Alder Basin Elementary,345,/)

    for (const role of ROLES) {
      const [, email, password] = new RegExp(`^ {2}${role} +(\\S+) +(\\S+)$`, 'm').exec(first.said) ?? []
      const session = await fetch(`${first.address}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ district: 'demonstration', email, password }),
      })
      t.match(await session.json(), { user: { role } }, role)
    }
    const [kept = ''] = readdirSync(folder).filter((name) => name.endsWith('sign-ins.json'))
    t.equal(statSync(join(folder, kept)).mode & 0o777, 0o600, 'only their owner reads the sign-ins')
    t.notMatch(first.log(), /leeway_key_|password/i)
    t.equal(await stopped(first, 'SIGTERM'), 0)

    const second = await started(t, folder)
    const withoutPort = (said: string): string => said.replaceAll(/127\.0\.0\.1:\d+/g, '')
    t.equal(
      withoutPort(second.said),
      withoutPort(first.said),
      'nothing is loaded twice, and no sign-in changes',
    )
    await stopped(second, 'SIGKILL')

    const start = performance.now()
    const third = await started(t, folder)
    t.equal((await printedRequest(third.said)).status, 200, 'it starts by itself after a kill')
    t.comment(`${Math.round(performance.now() - start)} ms from a kill to an answer`)
    t.equal(await stopped(third, 'SIGTERM'), 0)
  },
)

t.test('without the demonstration there is nothing but what people bring', async (t) => {
  const folder = join(reachableFolder(t), 'data')
  const { said, address, child } = await started(t, folder, { LEEWAY_DEMONSTRATION: 'no' })
  t.notMatch(said, /demonstration/)
  const ready = async (): Promise<number> => (await fetch(`${address}/readyz`)).status
  for (let i = 0; i < 500 && (await ready()) !== 200; i += 1) await setTimeout(20)
  t.equal(await ready(), 200)
  t.notOk(existsSync(join(folder, 'demonstration-sign-ins.json')))
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  t.equal((await ended)[0], 0, 'Ctrl-C is a stop too')
})

t.test('settings that are wrong are told all at once, and no database is started', async (t) => {
  const before = { ...process.env }
  Object.assign(process.env, {
    LEEWAY_PORT: 'http',
    LEEWAY_DEMONSTRATION: 'maybe',
    DATABASE_URL: 'mysql://a:secret@b',
  })
  const ended = await inProcess(['serve'])
  process.env = before
  t.equal(ended.code, 2)
  t.strictSame(
    ended.err.split('\n').map((line) => line.split(' ')[0]),
    ['LEEWAY_PORT', 'LEEWAY_DEMONSTRATION', 'DATABASE_URL', ''],
  )
  t.notMatch(ended.err, /secret/)
})
