import { type WeightedLines, weightedLines } from '../data/weighted-lines.ts'
import { BASE_CENTS, WEIGHTS } from './realistic-parameters.ts'
import { GRADES, realisticSchools } from './realistic-schools.ts'

/**
 * The data of the realistic formula as 30 plain weighted lines, for one pass of the float loop over them: its 26
 * counts with their weights, and, where it has a concentration share, tapers and a table, a count × a weight of 1.
 */
export function realisticLines(schools: number): WeightedLines {
  const { counts, enrollment, miles } = realisticSchools(schools)
  const others = [counts[GRADES.length], enrollment, miles, enrollment]
  return weightedLines({
    data: `realistic lines, ${schools} schools`,
    counts: [...counts, ...others],
    baseCents: BASE_CENTS,
    weights: [...WEIGHTS.map(({ weight }) => Math.round(weight * 10_000)), ...others.map(() => 10_000)],
  })
}
