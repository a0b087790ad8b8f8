import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Known, Office } from '../app/service/stored-request.ts'
import type { Role, Scope } from '../contract/api/roles.ts'

/** Who sends a request. */
export interface Identity {
  /** For limits and logs; tells nothing of a person. */
  readonly id: string
  readonly roles: readonly Role[]
  readonly scopes: readonly Scope[]
  /** Missing where the service keeps nothing, and knows no people. */
  readonly known: Known | undefined
}

/** Finds out who sends a request; nobody, if it names no one who is known. */
export type Identify = (request: Pick<FastifyRequest, 'headers' | 'cookies'>) => Promise<Identity | undefined>

export const SESSION_COOKIE = 'leeway-session'

/** Knows one API key, of which only the hash is kept. */
export function oneKey(key: string, { id, roles }: Pick<Identity, 'id' | 'roles'>): Identify {
  const known = hashOf(key)
  const identity: Identity = { id, roles, scopes: ['compute', 'read'], known: undefined }
  return async ({ headers }) => {
    const given = bearerOf(headers.authorization)
    // Both are hashes of one length, so that the time says nothing of how much of a key is right.
    return given !== undefined && timingSafeEqual(hashOf(given), known) ? identity : undefined
  }
}

/** Knows the keys and sessions of an office. A request that brings a key is not looked at for a cookie. */
export function knownTo(office: Office): Identify {
  return async ({ headers, cookies }) => {
    const by = headers.authorization === undefined ? 'session' : 'key'
    const text = by === 'key' ? bearerOf(headers.authorization) : secretOf(cookies[SESSION_COOKIE])
    if (text === undefined) return undefined
    const known = await office.identify(by, text)
    if (known === undefined) return undefined
    return { id: known.secretId, roles: [known.person.role], scopes: known.scopes, known }
  }
}

function bearerOf(authorization: string | undefined): string | undefined {
  return secretOf(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1])
}

function secretOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x21-\x7e]{1,512}$/.test(text) ? text : undefined
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
