import type { MAPPING_ROUTES } from '../contract/api/routes/mappings.ts'
import { findMapping, keepMapping, listMappings, type Mapping, removeMapping } from '../store/mappings.ts'
import { changed, done, NOT_FOUND, stale } from './answers.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** What the columns of files are, remembered by name. */
export const MAPPING_HANDLERS: Handlers<keyof typeof MAPPING_ROUTES> = {
  async mappings({ trx, query }) {
    return done(pageAnswer(await listMappings(trx, wishOf(query)), mappingWire))
  },
  async mapping({ trx, params }) {
    const found = await findMapping(trx, params.mapping)
    return found === undefined ? NOT_FOUND : done(mappingWire(found), { revision: found.revision })
  },
  async keepMapping({ trx, who, params: { mapping: name }, fields, ifMatch }) {
    const revision = ifMatch === 0 ? undefined : ifMatch
    const outcome = await keepMapping(trx, who, { name, content: JSON.stringify(fields) }, revision)
    if (outcome.kind === 'stale' && revision === undefined)
      return {
        kind: 'refused',
        type: 'revision-needed',
        detail: `There is a mapping of this name already. Send If-Match: "${outcome.revision}" to change it.`,
      }
    return changed(outcome, mappingWire)
  },
  async removeMapping({ trx, params, ifMatch }) {
    const outcome = await removeMapping(trx, params.mapping, ifMatch)
    switch (outcome.kind) {
      case 'removed':
        return done(undefined)
      case 'stale':
        return stale(outcome.revision)
      case 'absent':
        return NOT_FOUND
      default:
        return outcome satisfies never
    }
  },
}

function mappingWire({ name, content, revision }: Mapping) {
  // As it was held against the schema when it was kept.
  return { name, content: JSON.parse(content), revision }
}
