import type { Role } from '../contract/api/roles.ts'
import { StoreFault } from './store-fault.ts'

/** What a role has to have, so that it sees something and not too much. */
const SEES: Readonly<Record<Role, 'all' | 'schools' | 'portfolio'>> = {
  finance: 'all',
  analyst: 'all',
  viewer: 'all',
  'budget-partner': 'schools',
  principal: 'schools',
  supervisor: 'portfolio',
}

export const hasSchools = (role: Role): boolean => SEES[role] === 'schools'
export const hasPortfolio = (role: Role): boolean => SEES[role] === 'portfolio'

interface Charge {
  readonly role: Role
  readonly schools: readonly string[]
  readonly portfolioId: string | undefined
}

/** Throws unless somebody of this role has schools or a portfolio exactly where the role has them. */
export function assertFitsRole({ role, schools, portfolioId }: Charge): void {
  if (hasSchools(role) && schools.length === 0) throw against(`a ${role} has one school at least`)
  if (!hasSchools(role) && schools.length > 0) throw against(`a ${role} has no schools of their own`)
  if (hasPortfolio(role) && portfolioId === undefined) throw against(`a ${role} has a portfolio`)
  if (!hasPortfolio(role) && portfolioId !== undefined) throw against(`a ${role} has no portfolio`)
}

function against(message: string): StoreFault {
  return new StoreFault('against-rule', message, { constraint: 'people_fit_their_role' })
}
