import type { FastifyInstance } from 'fastify'
import { BODY_MEDIA, PATCH_MEDIA, TABLE_MEDIA } from '../../contract/api/route.ts'

/** Every body is handed on as bytes: who reads it, reads it with the limits and the words of the contract. */
export function addBodies(app: FastifyInstance): void {
  const media = Object.keys({ ...BODY_MEDIA, ...TABLE_MEDIA, ...PATCH_MEDIA })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(media, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
}
