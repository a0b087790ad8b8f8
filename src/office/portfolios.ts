import type { PORTFOLIO_ROUTES } from '../contract/api/routes/portfolios.ts'
import {
  addPortfolio,
  changePortfolio,
  findPortfolio,
  listPortfolios,
  type Portfolio,
  removePortfolio,
} from '../store/portfolios.ts'
import { changed, conflict, done, NOT_FOUND, removed } from './answers.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** Schools that supervisors look after. */
export const PORTFOLIO_HANDLERS: Handlers<keyof typeof PORTFOLIO_ROUTES> = {
  async portfolios({ trx, query }) {
    return done(pageAnswer(await listPortfolios(trx, wishOf(query)), asWire))
  },
  async addPortfolio({ trx, who, fields }) {
    const id = await addPortfolio(trx, who, fields)
    const portfolio = await findPortfolio(trx, id)
    if (portfolio === undefined) throw new Error('a portfolio that was just added cannot be seen')
    return done(asWire(portfolio), { revision: portfolio.revision, location: `/v1/portfolios/${id}` })
  },
  async portfolio({ trx, params }) {
    const portfolio = await findPortfolio(trx, params.portfolio)
    return portfolio === undefined ? NOT_FOUND : done(asWire(portfolio), { revision: portfolio.revision })
  },
  async changePortfolio({ trx, who, params, ifMatch, fields }) {
    return changed(await changePortfolio(trx, who, params.portfolio, ifMatch, fields), asWire)
  },
  async removePortfolio({ trx, params, ifMatch }) {
    const outcome = await removePortfolio(trx, params.portfolio, ifMatch)
    if (outcome.kind === 'in-use')
      return conflict('Somebody has this portfolio. Give them another one first.')
    return removed(outcome)
  },
}

function asWire({ portfolioId: id, name, schools, revision }: Portfolio) {
  return { id, name, schools: [...schools], revision }
}
