/** What somebody may be in a district. */
export const ROLES = ['finance', 'analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const

export type Role = (typeof ROLES)[number]

const ROLES_OF_SCHOOLS: readonly string[] = ['budget-partner', 'principal', 'supervisor']

/** Whether who has a role sees some schools only, and it may be none: a portfolio can be empty. */
export function ofSchools(role: string): boolean {
  return ROLES_OF_SCHOOLS.includes(role)
}

/** What a key may be used for. */
export const SCOPES = ['read', 'write', 'compute'] as const

export type Scope = (typeof SCOPES)[number]

/** For how long a key is made. */
export const KEY_DAYS = { unlessStated: '90', most: 366 } as const
