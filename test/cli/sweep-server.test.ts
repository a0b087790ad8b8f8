import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { jobWorker } from '../support/job-worker.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'
import { sweptDistrict } from '../support/swept-district.ts'

const open = await storedServices(t)

/** A service that listens, and a folder with a what-if that varies something on a base. */
async function surroundings(t: Test) {
  const service: StoredService = await open(t)
  const server = await service.listen()
  const cwd = t.testdir({
    'base.yaml': smallDistrict({ scenario: 'scenario: { id: base, name: Adopted }' }),
    'sweep.yaml':
      'leeway: 1\nscenario: { id: what-if, name: Base from 90, budget: cut }\nbase: base.yaml\n' +
      'vary: { base: { from: "90", to: "99", step: "3" } }\n',
    'wrong.yaml': 'leeway: 1\nscenario: { id: wrong }\nbase: base.yaml\nvary: { bse: ["1"] }\n',
    'many.yaml': sweptDistrict(400),
  })
  const env = { LEEWAY_API_KEY: service.as('finance').key }
  const sweep = async (args: readonly string[], more: object = {}) =>
    leeway(['sweep', ...args], { cwd, env, ...more })
  return { service, server, cwd, sweep }
}

t.test('a service prints what would have been printed here, to the byte', async (t) => {
  const { service, server, sweep } = await surroundings(t)
  jobWorker(t, service.database)
  for (const args of [['--format', 'json'], ['--format', 'csv', '--rows'], []]) {
    const [there, here] = await Promise.all([
      sweep([...args, '--server', server, 'sweep.yaml']),
      sweep([...args, 'sweep.yaml']),
    ])
    t.strictSame(there, here, args.join(' '))
  }
  const wrong = await sweep(['--server', server, 'wrong.yaml'])
  t.strictSame(wrong, await sweep(['wrong.yaml']), 'errors too')
})

t.test('what is swept is kept under a name that says so, and once', async (t) => {
  const { service, server, cwd, sweep } = await surroundings(t)
  jobWorker(t, service.database)
  const kept = async (): Promise<string[]> => {
    const { items } = (await service.as('finance').get('/v1/scenarios')).json() as unknown as {
      items: { name: string; version: number }[]
    }
    return items.map(({ name, version }) => `${name} @${version}`).sort((a, b) => (a < b ? -1 : 1))
  }
  t.equal((await sweep(['--server', server, 'sweep.yaml'])).code, 0)
  const names = await kept()
  t.match(names, [/^base of a sweep: Adopted, [0-9a-f]{8} @1$/, /^sweep: Base from 90, [0-9a-f]{8} @1$/])
  t.equal(names.length, 2)
  t.equal((await sweep(['--server', server, 'sweep.yaml'])).code, 0)
  t.strictSame(await kept(), names, 'the same again')
  const other =
    'leeway: 1\nscenario: { id: what-if, name: Base from 90 }\nbase: base.yaml\nvary: { base: ["70"] }\n'
  writeFileSync(join(cwd, 'sweep.yaml'), other)
  t.equal((await sweep(['--server', server, 'sweep.yaml'])).code, 0)
  const more = (await kept()).filter((name) => !names.includes(name))
  t.match(more, [/^sweep: Base from 90, [0-9a-f]{8} @1$/], 'another one for another sweep, on the same base')
  t.equal(more.length, 1)
})

t.test('Ctrl-C stops the job of the service, and ends with 130', async (t) => {
  const { service, server, sweep } = await surroundings(t)
  const first = 'process.stderr.isTTY = true; process.stderr.columns = 60'
  const { code, out, err } = await sweep(['--server', server, 'many.yaml'], { first, isInterrupted: true })
  t.strictSame([code, out], [130, ''])
  t.match(err, /0 %, 0 of 400 variants/, 'under the same bar')
  const { items } = (await service.as('finance').get('/v1/jobs')).json() as unknown as {
    items: { state: string }[]
  }
  t.strictSame(
    items.map(({ state }) => state),
    ['cancelled'],
  )
})

t.test('who may not sweep is told so, and threads are those of the service', async (t) => {
  const { service, server, sweep } = await surroundings(t)
  const env = { LEEWAY_API_KEY: service.as('principal').key }
  const refused = await sweep(['--server', server, 'many.yaml'], { env })
  t.equal(refused.code, 1)
  t.match((await sweep(['--server', server, '--threads', '2', 'many.yaml'])).err, /--threads is for work/)
})
