import { scaled } from './scaled.ts'

const ONE = scaled('1')

/** The quotient of two scaled numbers, half away from zero at the given place and scaled again; exact before that. */
export function roundedRatio(numerator: bigint, denominator: bigint, places: number): bigint {
  const [over, under] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator]
  const units = 10n ** BigInt(places)
  const size = over < 0n ? -over : over
  const rounded = ((2n * size * units + under) / (2n * under)) * (ONE / units)
  return over < 0n ? -rounded : rounded
}
