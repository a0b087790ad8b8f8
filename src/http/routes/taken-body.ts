import type { FastifyReply, FastifyRequest } from 'fastify'
import { readFields } from '../../contract/api/read-fields.ts'
import {
  BODY_MEDIA,
  type BodyForm,
  PATCH_MEDIA,
  type StoredRoute,
  TABLE_MEDIA,
  type TableForm,
} from '../../contract/api/route.ts'
import { headerProblem } from '../header-problem.ts'
import { answerProblem } from '../problem-answer.ts'

/** What a request says of the form of its body. */
export type BodyMedia = BodyForm | TableForm

type Taking = Pick<StoredRoute, 'takes'>

/** The media types that a route reads, with the form of each. */
function mediaOf({ takes }: Taking): Readonly<Record<string, BodyMedia>> {
  switch (takes?.kind) {
    case undefined:
    case 'fields':
      return { 'application/json': 'json' }
    case 'patch':
      return PATCH_MEDIA
    case 'document':
      return BODY_MEDIA
    case 'table':
      return TABLE_MEDIA
    default:
      return takes satisfies undefined
  }
}

/** The form that a Content-Type states, if the route reads it; its only charset is UTF-8. A table states its own. */
export function formOf(type: string | undefined, taking: Taking): BodyMedia | undefined {
  const [essence = '', ...parameters] = (type ?? '').split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length)
  if (charset !== undefined && !['utf-8', '"utf-8"', 'utf8'].includes(charset)) return undefined
  return Object.entries(mediaOf(taking)).find(([media]) => media === essence)?.[1]
}

/** Answers a request whose body has a form that the route does not read, before any of it is read. */
export function refuseMedia(
  taking: Taking,
  { headers }: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
): FastifyReply | undefined {
  const encoding = headers['content-encoding'] ?? 'identity'
  const type = headers['content-type']
  // A route that takes nothing may be asked without a word on what is not sent.
  const isUnsaid = type === undefined && (taking.takes === undefined || hasNoBody(headers))
  const isRead = isUnsaid || formOf(type, taking) !== undefined
  if (isRead && encoding === 'identity') return undefined
  const media = Object.keys(mediaOf(taking))
  const problems = [
    ...(isRead ? [] : [headerProblem('Content-Type', type ?? '', media[0] ?? '')]),
    ...(encoding === 'identity' ? [] : [headerProblem('Content-Encoding', encoding, 'identity')]),
  ]
  reply.header('accept', media.join(', '))
  const detail = `Send one of ${media.join(', ')}, in UTF-8 and not compressed.`
  return answerProblem(reply, 'media-type', { detail, problems })
}

function hasNoBody(headers: FastifyRequest['headers']): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
}

type Schema = Parameters<typeof readFields>[0]

export type FieldsTaken =
  | { readonly kind: 'read'; readonly fields: unknown }
  | { readonly kind: 'answered'; readonly reply: FastifyReply }

/** The fields of a body, or the answer that says what is wrong with them. */
export function bodyFields(schema: Schema, body: Uint8Array | undefined, reply: FastifyReply): FieldsTaken {
  const read = readFields(schema, body ?? new Uint8Array(0))
  if (read.kind === 'read') return read
  const detail = 'The body is not one that this route takes. Mend every error, and send it again.'
  return { kind: 'answered', reply: answerProblem(reply, 'request', { detail, problems: read.problems }) }
}
