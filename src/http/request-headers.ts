import type { FastifyRequest } from 'fastify'

export type KeyReading =
  | { readonly kind: 'none' | 'wrong' }
  | { readonly kind: 'given'; readonly key: string }

/** The Idempotency-Key, bare or quoted; two of them are none. */
export function idempotencyKey({ headers }: Pick<FastifyRequest, 'headers'>): KeyReading {
  const text = headers['idempotency-key']?.toString().trim()
  if (text === undefined) return { kind: 'none' }
  const bare = /^"([^"]+)"$/.exec(text)?.[1] ?? text
  // Several headers of one name arrive as one, with commas between them.
  return /^[\x21\x23-\x2b\x2d-\x7e]{1,255}$/.test(bare) ? { kind: 'given', key: bare } : { kind: 'wrong' }
}

export type RevisionReading =
  | { readonly kind: 'none' | 'wrong' }
  | { readonly kind: 'given'; readonly revision: number }

/** The revision that If-Match names. A weak tag, a list and `*` name none: a change starts from one state. */
export function namedRevision({ headers }: Pick<FastifyRequest, 'headers'>): RevisionReading {
  const text = headers['if-match']
  if (text === undefined) return { kind: 'none' }
  const digits = /^"([1-9]\d{0,9})"$/.exec(text.trim())?.[1]
  return digits === undefined ? { kind: 'wrong' } : { kind: 'given', revision: Number(digits) }
}
