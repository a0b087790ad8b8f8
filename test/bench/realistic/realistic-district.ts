import { floatLines, formulaColumns, type Limits, limitChanges, NOT_VARIED } from './float-formula.ts'
import { POOL_SHARE } from './realistic-parameters.ts'
import { GRADES, GROUPS, type RealisticSchools, realisticSchools } from './realistic-schools.ts'

/** Schools with last year's money and a pool, such that floor, cap and pool all bind somewhere. */
export type RealisticDistrict = RealisticSchools & Limits

/** Counts, and enrollment, miles, level and last year's money. */
export const INPUT_COLUMNS = GRADES.length + Object.keys(GROUPS).length + 4

export function realisticDistrict(schools: number): RealisticDistrict {
  const given = realisticSchools(schools)
  const columns = formulaColumns(schools)
  floatLines(given, columns, NOT_VARIED)
  const priorCents = columns.totals.map((cents, i) => Math.round(cents * given.priorShares[i]))
  limitChanges({ priorCents }, columns)
  const unscaled = columns.totals.reduce((sum, cents) => sum + cents, 0)
  return { ...given, priorCents, poolCents: Math.floor((unscaled * POOL_SHARE) / 100) * 100 }
}
