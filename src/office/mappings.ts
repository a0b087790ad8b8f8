import type { MAPPING_ROUTES } from '../contract/api/routes/mappings.ts'
import { findContent, listContents, type NamedContent } from '../store/contents-by-name.ts'
import { done, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'
import { keptByName, removedByName } from './kept-by-name.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** What the columns of files are, remembered by name. */
export const MAPPING_HANDLERS: Handlers<keyof typeof MAPPING_ROUTES> = {
  async mappings({ trx, query }) {
    return done(pageAnswer(await listContents(trx, 'mappings', wishOf(query)), mappingWire))
  },
  async mapping({ trx, params }) {
    const found = await findContent(trx, 'mappings', params.mapping)
    return found === undefined ? NOT_FOUND : done(mappingWire(found), { revision: found.revision })
  },
  async keepMapping(work) {
    const { params, fields } = work
    const content = JSON.stringify(fields)
    return keptByName(work, 'mappings', { name: params.mapping, content, asWire: mappingWire })
  },
  async removeMapping(work) {
    return removedByName(work, 'mappings', work.params.mapping)
  },
}

function mappingWire({ name, content, revision }: NamedContent) {
  // As it was held against the schema when it was kept.
  return { name, content: JSON.parse(content), revision }
}
