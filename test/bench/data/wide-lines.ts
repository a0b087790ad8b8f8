import { seededChance } from './seeded-chance.ts'

/**
 * Lines that are pupils × a proportion of six decimals × a rate of six decimals, each rounded half up to the cent.
 * Four in five products, in units of 10^-12 dollars, are past 2^53. Amounts stay under a million dollars, so that a
 * product is below 10^18: 64 bits hold it, and so does what DuckDB takes for it, `DECIMAL(18, 12)`.
 */
export interface WideLines {
  readonly data: string
  readonly schools: number
  /** Whole pupils by school. */
  readonly pupils: Float64Array
  /** One for each line: millionths by school. */
  readonly proportions: readonly Float64Array[]
  /** One for each line: millionths of a dollar. */
  readonly rates: readonly bigint[]
}

export const WIDE_UNITS_PER_CENT = 10_000_000_000n

const LINES = 20
const MILLION = 1_000_000
const PUPILS = { least: 40, most: 2_000 }
const RATE = { least: 80, most: 480 }
// Some proportions end at three decimals and some rates at cents, so that half cents come up.
const THOUSANDTH = 1_000
const CENT = 10_000

export function wideLines(schools: number): WideLines {
  const chance = seededChance(53)
  const between = ({ least, most }: typeof PUPILS, drawn: number): number =>
    Math.floor(least + drawn * (most + 1 - least))
  return {
    data: `wide, ${schools} schools`,
    schools,
    pupils: Float64Array.from({ length: schools }, () => between(PUPILS, chance() ** 2)),
    proportions: Array.from({ length: LINES }, () =>
      Float64Array.from({ length: schools }, () =>
        toStep(Math.floor(chance() * (MILLION + 1)), chance() < 0.1 ? THOUSANDTH : 1),
      ),
    ),
    rates: Array.from({ length: LINES }, (_, line) => {
      const millionths = between({ least: RATE.least * MILLION, most: RATE.most * MILLION - 1 }, chance())
      return BigInt(toStep(millionths, line % 4 === 0 ? CENT : 1))
    }),
  }
}

function toStep(millionths: number, step: number): number {
  return millionths - (millionths % step)
}
