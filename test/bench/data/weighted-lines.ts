/**
 * Lines that are a count of pupils × the base rate × a weight, each rounded half up to the cent.
 * Base and weight are the same for every school, so every contender multiplies them once and not per school.
 */
export interface WeightedLines {
  readonly data: string
  readonly schools: number
  /** One for each line: whole pupils by school. */
  readonly counts: readonly Float64Array[]
  /** One for each line: ten-thousandths of a cent for each pupil. Exact, and below 2^53 with every count. */
  readonly rates: readonly bigint[]
  /** One for each line: cents for each pupil, as floats have them. */
  readonly factors: Float64Array
}

export const RATE_UNITS_PER_CENT = 10_000n

export interface Weighted {
  readonly data: string
  readonly counts: readonly Float64Array[]
  readonly baseCents: number
  /** Ten-thousandths; a weight has up to 4 decimals. */
  readonly weights: readonly number[]
}

export function weightedLines({ data, counts, baseCents, weights }: Weighted): WeightedLines {
  return {
    data,
    schools: counts[0].length,
    counts,
    rates: weights.map((weight) => BigInt(baseCents) * BigInt(weight)),
    factors: Float64Array.from(weights, (weight) => (baseCents / 100) * (weight / 10_000) * 100),
  }
}
