import { ROLES } from '../../../src/contract/api/roles.ts'
import { scenarioSchema } from '../../../src/contract/schema/scenario-schema.ts'
import { buildServer } from '../../../src/http/build-server.ts'
import { readConfig } from '../../../src/http/config.ts'
import { oneKey } from '../../../src/http/identity.ts'
import { computedBytes } from '../../../src/worker/computed-bytes.ts'
import { threadPool } from '../../../src/worker/thread-pool.ts'
import { postedDistrict } from './posted-district.ts'

// The service with one route more, `/plain`, which does what any service does: it knows who asks, reads the same body,
// holds it against the same schema, and writes an object of the same shape. Tells the parent where it listens, and on
// a message what it has used since the last.
const key = process.env['LEEWAY_API_KEY'] ?? ''
const reading = readConfig(process.env, { needsKey: true })
if (reading.kind === 'refused') throw new Error(reading.problems.join('; '))
const { config } = reading
const computing = threadPool({
  threads: config.threads,
  milliseconds: config.computeMilliseconds,
  waitMilliseconds: config.waitMilliseconds,
  heapMb: config.heapMb,
})
const identify = oneKey(key, { id: 'bench', roles: ROLES })
const { app } = await buildServer({ identify, computing, office: undefined, config, log: () => undefined })
const sample = await sampleResult()

app.route<{ Body: Buffer }>({
  method: 'POST',
  url: '/plain',
  config: { operation: 'compute' },
  handler: async (request, reply) => {
    scenarioSchema.parse(JSON.parse(request.body.toString()))
    return reply.type('application/json').send(JSON.stringify(sample))
  },
})

let used = process.cpuUsage()
process.on('message', () => {
  const { user, system } = process.cpuUsage(used)
  used = process.cpuUsage()
  process.send?.({ cpuMilliseconds: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 })
})
process.once('disconnect', () => process.exit())
process.send?.({ address: await app.listen({ host: '127.0.0.1', port: 0 }), threads: config.threads })

async function sampleResult(): Promise<unknown> {
  const bytes = new TextEncoder().encode(postedDistrict())
  const job = {
    operation: 'compute',
    bytes,
    form: 'json',
    query: {},
    answerForm: 'json',
    rowLimit: 1_000,
  } as const
  const computed = await computedBytes(job)
  if (computed.kind !== 'done') throw new Error('the district of the bench is computed')
  return JSON.parse(new TextDecoder().decode(computed.bytes))
}
