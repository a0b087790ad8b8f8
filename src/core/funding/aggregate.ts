import type { Value } from '../formula/checked.ts'
import type { AggregateName } from '../formula/functions.ts'
import {
  add,
  compare,
  divide,
  greatest,
  least,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
} from '../numbers/rational.ts'

/** The values of one group of schools, by the schools' indexes; never empty. */
export type Group = ReadonlyMap<number, Value>

export interface AggregateSettings {
  readonly at?: Rational
  readonly first?: 'highest' | 'lowest'
}

/** What each school of a group is given: the same value for most functions, its own for ranks and shares. */
export type GroupResult = (school: number) => Rational | 'zero-divisor'

/** Prepares one aggregate over one group of schools. */
export function aggregateOver(name: AggregateName, group: Group, settings: AggregateSettings): GroupResult {
  const numbers = [...group.values()].filter((value) => typeof value === 'object')
  switch (name) {
    case 'count': {
      const met = whole(BigInt([...group.values()].filter((value) => value === true).length))
      return () => met
    }
    case 'total':
      return constant(sum(numbers))
    case 'mean':
      return constant(divide(sum(numbers), whole(BigInt(numbers.length))))
    case 'least':
      return constant(numbers.reduce(least))
    case 'greatest':
      return constant(numbers.reduce(greatest))
    case 'quantile':
      return constant(quantileOf(numbers, settings.at ?? whole(0n)))
    case 'rank':
      return ranks(group, settings.first ?? 'highest')
    case 'share_of_total': {
      const total = sum(numbers)
      return (school) => (total.n === 0n ? 'zero-divisor' : divide(numberOf(group, school), total))
    }
    default:
      return name satisfies never
  }
}

function constant(value: Rational): GroupResult {
  return () => value
}

/**
 * Linear interpolation between the neighbours of position `(n − 1) × at`: method 7 of Hyndman and Fan (1996),
 * which spreadsheets call PERCENTILE.INC.
 */
function quantileOf(numbers: readonly Rational[], at: Rational): Rational {
  const sorted = numbers.toSorted(compare)
  const position = multiply(at, whole(BigInt(sorted.length - 1)))
  const below = position.n / position.d
  const low = sorted[Number(below)]
  const high = sorted[Number(below) + 1]
  if (low === undefined) throw new Error('a group of schools is never empty')
  if (high === undefined) return low
  return add(low, multiply(subtract(position, whole(below)), subtract(high, low)))
}

/** Rank 1 for the first, ties sharing a place and the next place left free. */
function ranks(group: Group, first: 'highest' | 'lowest'): GroupResult {
  const direction = first === 'highest' ? -1 : 1
  const order = [...group.keys()].sort((a, b) => direction * compare(numberOf(group, a), numberOf(group, b)))
  const places = new Map<number, Rational>()
  let place = whole(1n)
  for (const [i, school] of order.entries()) {
    const before = order[i - 1]
    const isTie = before !== undefined && compare(numberOf(group, before), numberOf(group, school)) === 0
    if (!isTie) place = whole(BigInt(i + 1))
    places.set(school, place)
  }
  return (school) => places.get(school) ?? whole(0n)
}

function numberOf(group: Group, school: number): Rational {
  const value = group.get(school)
  if (typeof value !== 'object') throw new Error('an aggregate over numbers has a number for each school')
  return value
}
