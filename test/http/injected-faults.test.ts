import t, { type Test } from 'tap'
import type { StoredId } from '../../src/contract/api/routes.ts'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { databaseError, type FaultyPool, faultyPool } from '../support/faulty-pool.ts'
import { pageHeaders } from '../support/page-headers.ts'
import { senderWith } from '../support/sender.ts'
import { type Answer, computingHere, service as serviceOf, type TestService } from '../support/service.ts'
import { headersOf, type Places, plantedPlaces, STORED_IDS, soundRequest } from '../support/sound-requests.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const MARKER = 'select ssn from pupils where name = 078-05-1120'
const MOST_QUERIES = 80

/** What breaks, and what it is answered with. */
const FAULTS = [
  { fault: () => new Error(MARKER), status: 500 },
  { fault: () => databaseError('57P01', MARKER), status: 503 },
  { fault: () => databaseError('XX000', MARKER), status: 500 },
  { fault: () => Object.assign(new Error(MARKER), { code: 'ECONNRESET' }), status: 503 },
] as const

t.test(
  'whichever query of a request fails, nothing of it gets out, and the next one is done (S16)',
  async (t) => {
    const planted = await open(t)
    const places = await plantedPlaces(planted)
    const { pool } = planted.database
    const faulty = faultyPool(pool)
    const office = openOffice({
      pool: faulty.pool,
      computing: computingHere(),
      rowLimit: 1_000,
      documentDays: 30,
    })
    const another = async (): Promise<TestService> => serviceOf(t, { office, identify: knownTo(office) })
    const one = await another()
    let tried = 0
    for (const operation of STORED_IDS) {
      const headers = await senderHeaders(planted, operation, places)
      const { method, path, payload } = soundRequest(operation, places)
      // Who tries too many passwords has to wait, on a service that has seen it.
      const built = ['signIn', 'setPassword'].includes(operation) ? another : async () => one
      const send = async (): Promise<Answer> =>
        senderWith((await built()).app, headers).send(method, path, payload)
      const queries = await eachQueryFailing(t, { operation, faulty, send, tried })
      tried += queries
    }
    t.ok(tried > 500, `${tried} faults`)
    const log = JSON.stringify(one.log)
    t.match(log, '"event":"fault"')
    t.notMatch(log, /pupils|078-05-1120/)
    t.strictSame([pool.totalCount - pool.idleCount, pool.waitingCount], [0, 0], 'every connection is back')
  },
)

interface Failing {
  readonly operation: StoredId
  readonly faulty: FaultyPool
  readonly send: () => Promise<Answer>
  /** Faults that were tried before, so that each kind meets each query. */
  readonly tried: number
}

/** Sends a request again and again, each time with the next of its queries failing, until it is done. */
async function eachQueryFailing(t: Test, { operation, faulty, send, tried }: Failing): Promise<number> {
  for (let query = 0; query < MOST_QUERIES; query += 1) {
    const { fault, status } = FAULTS[(query + tried) % FAULTS.length] ?? FAULTS[0]
    faulty.failAt(query + 1, fault())
    const answer = await send()
    if (!faulty.hasFailed()) {
      t.ok(answer.status < 300 && query > 2, `${operation} is done after ${query} faults: ${answer.status}`)
      return query
    }
    const name = `${operation}, query ${query + 1}`
    // The queue of long work asks by itself too, and asks again.
    if (['createJob', 'importDataset'].includes(operation) && answer.status === 201) continue
    t.ok([status, 503].includes(answer.status), `${name}: ${answer.status}`)
    t.match(answer.json(), {
      type: answer.status === 500 ? '/docs#problem-ours' : '/docs#problem-unavailable',
    })
    t.notMatch(answer.text, /select|pupils|078-05-1120|node_modules|\bat \w|\.ts:/, name)
  }
  t.fail(`${operation} is never done`)
  return MOST_QUERIES
}

async function senderHeaders(
  service: StoredService,
  operation: StoredId,
  places: Places,
): Promise<Readonly<Record<string, string>>> {
  const own = await headersOf(service, soundRequest(operation, places))
  if (operation !== 'signOut') return { authorization: `Bearer ${service.as('finance').key}`, ...own }
  return (await pageHeaders(service)).page
}
