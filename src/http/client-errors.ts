import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { PROBLEM_MEDIA, PROBLEM_TYPES, type ProblemType } from '../contract/api/problem-types.ts'
import { problemDocument } from './problem-answer.ts'

/** Answers what is no HTTP, or came too slowly to become a request, and closes the connection. */
export function answerClientError(thrown: { readonly code?: string }, socket: Socket): void {
  if (thrown.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const [type, detail] = SAID[thrown.code ?? ''] ?? ['request', 'This is not a request of HTTP/1.1.']
  const body = `${JSON.stringify(problemDocument(type, randomUUID(), { detail }))}\n`
  const { status } = PROBLEM_TYPES[type]
  socket.end(
    [
      `HTTP/1.1 ${status} ${REASONS[status] ?? 'Bad Request'}`,
      `Content-Type: ${PROBLEM_MEDIA}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

const SAID: Readonly<Record<string, readonly [ProblemType, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'Address and headers have at most 16 KB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['timeout', 'Send headers and body faster.'],
}

const REASONS: Readonly<Record<number, string>> = {
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}
