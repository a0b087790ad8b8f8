import type { FastifyInstance } from 'fastify'
import type { Answer } from './service.ts'

type Headers = Readonly<Record<string, string>>
type Asking = (path: string, headers?: Headers) => Promise<Answer>
type Sending = (path: string, body: unknown, headers?: Headers) => Promise<Answer>

/** Sends requests to a service, always as the same one. A body that is no text or bytes is sent as JSON. */
export interface Sender {
  readonly get: Asking
  readonly delete: Asking
  readonly post: Sending
  readonly put: Sending
  readonly patch: Sending
  readonly send: (method: Method, path: string, body: unknown, headers?: Headers) => Promise<Answer>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Whoever sends these headers with each request. */
export function senderWith(app: FastifyInstance, own: Headers): Sender {
  const send = async (
    method: Method,
    path: string,
    body?: unknown,
    headers: Headers = {},
  ): Promise<Answer> => {
    const isPlain = typeof body === 'string' || Buffer.isBuffer(body)
    const answer = await app.inject({
      method,
      url: path,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...own, ...headers },
      ...(body !== undefined && { payload: isPlain ? body : JSON.stringify(body) }),
    })
    const { statusCode: status, payload: text, rawPayload: bytes } = answer
    return { status, headers: answer.headers, text, bytes, json: () => answer.json() }
  }
  return {
    send,
    get: async (path, headers) => send('GET', path, undefined, headers),
    delete: async (path, headers) => send('DELETE', path, undefined, headers),
    post: async (path, body, headers) => send('POST', path, body, headers),
    put: async (path, body, headers) => send('PUT', path, body, headers),
    patch: async (path, body, headers) => send('PATCH', path, body, headers),
  }
}

/** The header of a change that starts from this revision. */
export function from(revision: number): Headers {
  return { 'if-match': `"${revision}"` }
}
