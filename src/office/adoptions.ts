import type { ADOPTION_ROUTES } from '../contract/api/routes/adoptions.ts'
import { type Adoption, adopt, findAdoption, listAdoptions } from '../store/adoptions.ts'
import { changed, done, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'
import { versionOf } from './scenario-answers.ts'

/** The scenario that counts for a year. */
export const ADOPTION_HANDLERS: Handlers<keyof typeof ADOPTION_ROUTES> = {
  async adoptions({ trx, query }) {
    return done(pageAnswer(await listAdoptions(trx, wishOf(query)), adoptionWire))
  },
  async adoption({ trx, params }) {
    const found = await findAdoption(trx, params.year)
    return found === undefined ? NOT_FOUND : done(adoptionWire(found), { revision: found.revision })
  },
  async adopt({ trx, who, params: { year }, fields, ifMatch }) {
    const scenario = await versionOf(trx, fields.scenario, fields.version)
    if (scenario === undefined) return NOT_FOUND
    const revision = ifMatch === 0 ? undefined : ifMatch
    const outcome = await adopt(trx, who, { year, scenario, revision })
    if (outcome.kind === 'stale' && revision === undefined)
      return {
        kind: 'refused',
        type: 'revision-needed',
        detail: `Another scenario counts for the year already. Send If-Match: "${outcome.revision}" to adopt this one.`,
      }
    return outcome.kind === 'unknown-scenario' ? NOT_FOUND : changed(outcome, adoptionWire)
  },
}

function adoptionWire({ year, scenario, adoptedBy, adoptedAt, revision }: Adoption) {
  return { year, scenario: { ...scenario }, by: adoptedBy ?? null, at: adoptedAt, revision }
}
