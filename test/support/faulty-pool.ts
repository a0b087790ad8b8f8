import { Writable } from 'node:stream'
import pg from 'pg'

/** Connections of which one query of a request fails. */
export interface FaultyPool {
  readonly pool: pg.Pool
  /** From now on the query with this number fails, 1 being the next one. */
  failAt(query: number, fault: Error): void
  /** Whether that query was asked. */
  hasFailed(): boolean
}

/** The connections of a pool, each of whose queries can be made to fail before PostgreSQL hears of it. */
export function faultyPool(sound: pg.Pool): FaultyPool {
  let left = 0
  let planned: Error | undefined
  const faultNow: FaultNow = () => {
    left -= 1
    return left === 0 ? planned : undefined
  }
  const pool = withFaults(sound, faultNow, async () => withFaults(await sound.connect(), faultNow))
  return {
    pool,
    failAt(query, fault) {
      left = query
      planned = fault
    },
    hasFailed: () => left <= 0,
  }
}

/** The fault of the query that is asked now, if it has one. */
type FaultNow = () => Error | undefined

function withFaults<Asked extends pg.Pool | pg.PoolClient>(
  asked: Asked,
  faultNow: FaultNow,
  connect?: () => Promise<pg.PoolClient>,
): Asked {
  return new Proxy(asked, {
    get(target, name) {
      if (name === 'connect' && connect !== undefined) return connect
      const part: unknown = Reflect.get(target, name, target)
      if (typeof part !== 'function') return part
      if (name !== 'query') return part.bind(target)
      return (...said: unknown[]) => {
        const fault = faultNow()
        if (fault === undefined) return part.apply(target, said)
        const [first] = said
        if (!(first instanceof Writable)) return Promise.reject(fault)
        // Rows that are copied are a stream, which fails while they flow.
        return new Writable({ write: (_rows, _encoding, done) => done(fault), final: (done) => done(fault) })
      }
    },
  })
}

/** As PostgreSQL says it: with the values in it. */
export function databaseError(code: string, words: string): Error {
  const error = new pg.DatabaseError(words, words.length, 'error')
  return Object.assign(error, { severity: 'ERROR', code, detail: words, hint: words, where: words })
}
