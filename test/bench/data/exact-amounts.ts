import { RATE_UNITS_PER_CENT, type WeightedLines } from './weighted-lines.ts'
import { WIDE_UNITS_PER_CENT, type WideLines } from './wide-lines.ts'

/** Cents of one weighted line at one school. */
export function exactCents({ counts, rates }: WeightedLines, line: number, school: number): bigint {
  return (BigInt(counts[line][school]) * rates[line] + RATE_UNITS_PER_CENT / 2n) / RATE_UNITS_PER_CENT
}

/** The same of a wide line. */
export function exactWideCents(
  { pupils, proportions, rates }: WideLines,
  line: number,
  school: number,
): bigint {
  const product = BigInt(pupils[school]) * BigInt(proportions[line][school]) * rates[line]
  return (product + WIDE_UNITS_PER_CENT / 2n) / WIDE_UNITS_PER_CENT
}
