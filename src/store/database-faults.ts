import pg from 'pg'
import { type FaultKind, StoreFault } from './store-fault.ts'

interface Translation {
  readonly kind: FaultKind
  readonly message: string
}

const say = (kind: FaultKind, message: string): Translation => ({ kind, message })
const unavailable = say('unavailable', 'the database cannot be reached')
const badValue = say('bad-value', 'a value cannot be stored')
const timeout = say('timeout', 'the database took longer than is allowed')
const contended = say('contended', 'others changed the same at the same moment')

/** By PostgreSQL's code, or by the first two signs of it, which are its class. */
const BY_CODE: Readonly<Record<string, Translation>> = {
  '08': unavailable,
  '22': badValue,
  '23502': badValue,
  '23503': say('reference', 'something that is named is not there, or is still named by something else'),
  '23505': say('taken', 'there is one of that name already'),
  '23514': say('against-rule', 'a value is against a rule of the schema'),
  '25006': say('forbidden', 'this is a read-only transaction'),
  '25P03': timeout,
  '28': say('unavailable', 'the database does not accept the sign-in'),
  '40001': contended,
  '40P01': contended,
  '42501': say('forbidden', 'the role may not do this'),
  '53': unavailable,
  '55P03': contended,
  '57014': timeout,
  '57P': unavailable,
}

const SOCKET = /^(?:ECONN|EPIPE|ENOENT|ENOTFOUND|EHOST|ENET|ETIMEDOUT|EAI_)/
// pg has no codes for these.
const CUT_OFF =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i
const SLOW = /query read timeout/i

/** Whether the same transaction, tried again, may well go through. */
export function isPassing(thrown: unknown): boolean {
  return thrown instanceof pg.DatabaseError && (thrown.code === '40001' || thrown.code === '40P01')
}

/**
 * What a failure of the database means, without the value or the SQL that PostgreSQL's words hold. A mistake of ours,
 * such as SQL that cannot be read, is given back as it is.
 */
export function storeFault(thrown: unknown): unknown {
  const translation = translate(thrown)
  if (translation === undefined) return thrown
  const constraint = thrown instanceof pg.DatabaseError ? thrown.constraint : undefined
  return new StoreFault(translation.kind, translation.message, { cause: thrown, constraint })
}

function translate(thrown: unknown): Translation | undefined {
  if (!(thrown instanceof Error) || thrown instanceof StoreFault) return undefined
  if (thrown instanceof pg.DatabaseError) {
    const code = thrown.code ?? ''
    return BY_CODE[code] ?? BY_CODE[code.slice(0, 3)] ?? BY_CODE[code.slice(0, 2)]
  }
  if (SLOW.test(thrown.message)) return timeout
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  return SOCKET.test(code) || CUT_OFF.test(thrown.message) ? unavailable : undefined
}
