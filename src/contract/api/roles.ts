/** What somebody may be in a district; each may be several. */
export const ROLES = ['finance', 'budget-partner', 'principal', 'analyst', 'supervisor', 'viewer'] as const

export type Role = (typeof ROLES)[number]
