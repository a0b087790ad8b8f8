import { z } from 'zod'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  FINANCE,
  id,
  NO_PARAMETERS,
  pageOnly,
  pageSchema,
  plainName,
  revision,
  schoolIds,
} from '../stored-fields.ts'

const portfolio = z.strictObject({
  id,
  name: z.string(),
  /** Ids, sorted. */
  schools: z.array(z.string()),
  revision,
})
const onePortfolio = z.strictObject({ portfolio: id })
const content = z.strictObject({ name: plainName, schools: schoolIds })

/** Schools that supervisors look after. */
export const PORTFOLIO_ROUTES = {
  portfolios: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/portfolios',
    summary: 'The portfolios',
    description: 'By name, each with its schools: whoever is its supervisor sees those.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(portfolio),
  },
  addPortfolio: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/portfolios',
    summary: 'Add a portfolio',
    description: 'It may be without schools. A school may be in several.',
    access: FINANCE,
    scope: 'write',
    params: NO_PARAMETERS,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: content },
    result: portfolio,
    creates: true,
  },
  portfolio: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/portfolios/{portfolio}',
    summary: 'One portfolio',
    description: 'Its name and its schools.',
    access: EVERYBODY,
    scope: 'read',
    params: onePortfolio,
    query: NO_PARAMETERS,
    result: portfolio,
    revision: 'told',
  },
  changePortfolio: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/portfolios/{portfolio}',
    summary: 'Give a portfolio another name or other schools',
    description: 'Both are sent, and take the place of what was. What its supervisors see changes at once.',
    access: FINANCE,
    scope: 'write',
    params: onePortfolio,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: content },
    result: portfolio,
    revision: 'needed',
  },
  removePortfolio: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/portfolios/{portfolio}',
    summary: 'Remove a portfolio',
    description: 'Not while a supervisor has it.',
    access: FINANCE,
    scope: 'write',
    params: onePortfolio,
    query: NO_PARAMETERS,
    revision: 'needed',
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
