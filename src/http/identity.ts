import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Role } from '../contract/api/roles.ts'

/** Who sends a request. */
export interface Identity {
  /** For limits and logs; tells nothing of a person. */
  readonly id: string
  readonly roles: readonly Role[]
}

/** Finds out who sends a request by its headers; nobody, if they name no one who is known. */
export type Identify = (headers: IncomingHttpHeaders) => Promise<Identity | undefined>

/** Knows one API key, of which only the hash is kept. */
export function oneKey(key: string, identity: Identity): Identify {
  const known = hashOf(key)
  return async ({ authorization }) => {
    const given = bearerOf(authorization)
    // Both are hashes of one length, so that the time says nothing of how much of a key is right.
    return given !== undefined && timingSafeEqual(hashOf(given), known) ? identity : undefined
  }
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1]
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
