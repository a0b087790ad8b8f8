import { type NumberOperand, rationalAt } from '../../../columns/operand.ts'
import { fraction, type Rational, zero } from '../../../numbers/rational.ts'
import type { Where } from './cents.ts'
import { isIn } from './column-adjusting.ts'
import { NotForColumns } from './not-for-columns.ts'
import type { Weights } from './pool-parts.ts'

interface Members {
  readonly members: Int32Array
  readonly where: Where
}

/** The weights of a pool's members, nothing for those it does not apply to; a negative one is an error. */
export function poolWeights(of: NumberOperand, { members, where }: Members): Weights {
  const { numerator, denominator } = of
  if (denominator.kind === 'constant' && numerator.kind === 'constant') {
    const [value, unit] = [signOf(numerator.value), magnitude(fraction(numerator.value, denominator.value))]
    return { kind: 'whole', values: weightsFrom({ members, where }, () => value), unit }
  }
  if (denominator.kind === 'constant' && numerator.kind === 'narrow' && numerator.slot.isColumn) {
    const { slot, times } = numerator
    const sign = signOf(times)
    const values = weightsFrom({ members, where }, (school) => sign * (slot.values[school] ?? 0))
    return { kind: 'whole', values, unit: magnitude(fraction(times, denominator.value)) }
  }
  const values = Array.from(members, (school) => (isIn(where, school) ? rationalAt(of, school) : zero))
  if (values.some(({ n }) => n < 0n)) throw new NotForColumns('a negative share')
  return { kind: 'any', values }
}

function weightsFrom({ members, where }: Members, weightAt: (school: number) => number): Float64Array {
  const weights = new Float64Array(members.length)
  for (const [i, school] of members.entries()) {
    if (!isIn(where, school)) continue
    const weight = weightAt(school)
    if (weight < 0) throw new NotForColumns('a negative share')
    weights[i] = weight
  }
  return weights
}

function signOf(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0
}

/** What one whole weight stands for; where there is no weight it may be anything. */
function magnitude({ n, d }: Rational): Rational {
  return n === 0n ? { n: 1n, d: 1n } : { n: n < 0n ? -n : n, d }
}
