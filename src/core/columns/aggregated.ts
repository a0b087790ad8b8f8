import {
  add,
  compare,
  equal,
  fraction,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
} from '../numbers/rational.ts'
import { constantOf, constantOperand, type NumberOperand, rationalAt } from './operand.ts'
import { codeAt } from './texts.ts'
import { commonDivisor, constantWhole, hull, rangeOf, reach, type Whole } from './whole.ts'
import type { Settings, Slot } from './workshop.ts'

/** The schools by group: the place of each school's group, and how many schools each has. */
export interface Groups {
  readonly of: Int32Array
  readonly sizes: readonly number[]
}

/** All schools in one group, or one group for each code. */
export function groupsBy(codes: Slot | number | undefined, schools: number): Groups {
  const of = new Int32Array(schools)
  if (codes === undefined || typeof codes === 'number') return { of, sizes: [schools] }
  const places = new Map<number, number>()
  const sizes: number[] = []
  for (let school = 0; school < schools; school += 1) {
    const code = codeAt(codes, school, 0)
    const group = places.get(code) ?? places.size
    places.set(code, group)
    of[school] = group
    sizes[group] = (sizes[group] ?? 0) + 1
  }
  return { of, sizes }
}

/** The numbers of all schools as floats over one denominator, where they are. */
interface Floats {
  readonly values: Float64Array
  readonly times: bigint
  readonly denominator: bigint
  /** The greatest magnitude, before `times`. */
  readonly most: bigint
}

function floatsOf({ numerator, denominator }: NumberOperand): Floats | undefined {
  if (numerator.kind !== 'narrow' || denominator.kind !== 'constant' || !numerator.slot.isColumn)
    return undefined
  const { slot, times, low, high } = numerator
  return { values: slot.values, times, denominator: denominator.value, most: reach({ low, high }) }
}

/** The sum of each group. */
export function totals(of: NumberOperand, groups: Groups, { narrowLimit }: Settings): Rational[] {
  const floats = floatsOf(of)
  if (floats === undefined) return rationalTotals(of, groups)
  const { values, times, denominator, most } = floats
  // As many schools at a time as cannot carry the sum beyond a float.
  const run = Number(narrowLimit / (most + 1n))
  const sums = groups.sizes.map(() => 0n)
  const part = new Float64Array(groups.sizes.length)
  for (let start = 0; start < values.length; start += Math.max(1, run)) {
    const end = Math.min(values.length, start + Math.max(1, run))
    part.fill(0)
    addUp(part, { values, groups: groups.of }, [start, end])
    for (const [group, each] of part.entries()) sums[group] = (sums[group] ?? 0n) + BigInt(each)
  }
  return sums.map((each) => fraction(each * times, denominator))
}

function addUp(
  part: Float64Array,
  { values, groups }: { values: Float64Array; groups: Int32Array },
  [start, end]: readonly [number, number],
): void {
  if (part.length === 1) {
    let sumSoFar = 0
    for (let i = start; i < end; i += 1) sumSoFar += values[i] ?? 0
    part[0] = sumSoFar
    return
  }
  for (let i = start; i < end; i += 1) {
    const group = groups[i] ?? 0
    part[group] = (part[group] ?? 0) + (values[i] ?? 0)
  }
}

function rationalTotals(of: NumberOperand, groups: Groups): Rational[] {
  const constant = constantOf(of)
  if (constant !== undefined) return groups.sizes.map((size) => multiply(constant, whole(BigInt(size))))
  return rationalGroups(of, groups).map(sum)
}

/** The schools at which a condition holds, by group. */
export function counts(holds: (school: number) => boolean, { of, sizes }: Groups): Rational[] {
  const met = sizes.map(() => 0)
  for (let school = 0; school < of.length; school += 1) {
    const group = of[school] ?? 0
    if (holds(school)) met[group] = (met[group] ?? 0) + 1
  }
  return met.map((each) => whole(BigInt(each)))
}

/** A group's numbers in rising order. */
export interface Rising {
  readonly length: number
  at(place: number): Rational | undefined
}

/** Every group's numbers in rising order. */
export function risingGroups(of: NumberOperand, groups: Groups): Rising[] {
  const floats = floatsOf(of)
  if (floats === undefined) return rationalGroups(of, groups).map((each) => listed(each.sort(compare)))
  const { values, times, denominator } = floats
  const members = groups.sizes.map((size) => new Float64Array(size))
  const filled = groups.sizes.map(() => 0)
  for (let school = 0; school < groups.of.length; school += 1) {
    const group = groups.of[school] ?? 0
    const at = filled[group] ?? 0
    const member = members[group]
    if (member !== undefined) member[at] = values[school] ?? 0
    filled[group] = at + 1
  }
  return members.map((each) => {
    const sorted = times < 0n ? each.sort().reverse() : each.sort()
    const at = (place: number): Rational | undefined => {
      const value = sorted[place]
      return value === undefined ? undefined : fraction(BigInt(value) * times, denominator)
    }
    return { length: sorted.length, at }
  })
}

function listed(numbers: readonly Rational[]): Rising {
  return { length: numbers.length, at: (place) => numbers[place] }
}

function rationalGroups(of: NumberOperand, { of: groups, sizes }: Groups): Rational[][] {
  const members = sizes.map((): Rational[] => [])
  for (let school = 0; school < groups.length; school += 1)
    members[groups[school] ?? 0]?.push(rationalAt(of, school))
  return members
}

/** Each school's place in its group, 1 for the first; ties share a place and the next is left free. */
export function ranks(of: NumberOperand, groups: Groups, first: 'highest' | 'lowest'): Float64Array {
  const order = schoolsInOrder(of, first, groups.of.length)
  const seen = groups.sizes.map(() => 0)
  const places = groups.sizes.map(() => 0)
  const before = groups.sizes.map(() => -1)
  const result = new Float64Array(groups.of.length)
  const isSame = sameAs(of)
  for (const school of order) {
    const group = groups.of[school] ?? 0
    const earlier = before[group] ?? -1
    seen[group] = (seen[group] ?? 0) + 1
    if (earlier < 0 || !isSame(earlier, school)) places[group] = seen[group] ?? 0
    result[school] = places[group] ?? 0
    before[group] = school
  }
  return result
}

function schoolsInOrder(of: NumberOperand, first: 'highest' | 'lowest', count: number): Int32Array {
  const schools = Int32Array.from({ length: count }, (_, school) => school)
  const floats = floatsOf(of)
  const isDown = first === 'highest'
  if (floats !== undefined) {
    const { values, times } = floats
    const sign = isDown === times > 0n ? -1 : 1
    return schools.sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)))
  }
  const numbers = Array.from(schools, (school) => rationalAt(of, school))
  const sign = isDown ? -1 : 1
  return schools.sort((a, b) => sign * compare(numbers[a] ?? ZERO, numbers[b] ?? ZERO))
}

function sameAs(of: NumberOperand): (a: number, b: number) => boolean {
  const floats = floatsOf(of)
  if (floats !== undefined) return (a, b) => floats.values[a] === floats.values[b]
  return (a, b) => equal(rationalAt(of, a), rationalAt(of, b))
}

const ZERO = whole(0n)

/** Interpolates between the neighbours of position `(n − 1) × at`: method 7 of Hyndman and Fan (1996). */
export function quantileOf(rising: Rising, at: Rational): Rational {
  const position = multiply(at, whole(BigInt(rising.length - 1)))
  const below = position.n / position.d
  const low = rising.at(Number(below))
  const high = rising.at(Number(below) + 1)
  if (low === undefined) throw new Error('a group of schools is never empty')
  if (high === undefined) return low
  return add(low, multiply(subtract(position, whole(below)), subtract(high, low)))
}

/** One number for each group, as each school's own. */
export function spreadOver(byGroup: readonly Rational[], groups: Groups, settings: Settings): NumberOperand {
  const [first] = byGroup
  if (first === undefined) return constantOperand(whole(0n))
  if (byGroup.length === 1) return constantOperand(first)
  const shared = byGroup.reduce((all, { d }) => (all / commonDivisor(all, d)) * d, 1n)
  const numerators = byGroup.map(({ n, d }) => n * (shared / d))
  if (isNarrowList([...numerators, shared], settings)) {
    const numerator = wholesOf(numerators, groups, settings)
    return { kind: 'number', numerator, denominator: constantWhole(shared), failed: false }
  }
  const numerator = wholesOf(
    byGroup.map(({ n }) => n),
    groups,
    settings,
  )
  const denominator = wholesOf(
    byGroup.map(({ d }) => d),
    groups,
    settings,
  )
  return { kind: 'number', numerator, denominator, failed: false }
}

function wholesOf(byGroup: readonly bigint[], { of }: Groups, settings: Settings): Whole {
  const range = hull(...byGroup.map((each) => rangeOf(constantWhole(each))))
  if (range.low === range.high) return constantWhole(range.low)
  if (!isNarrowList(byGroup, settings)) {
    const values = Array.from(of, (group) => byGroup[group] ?? 0n)
    return { kind: 'big', slot: { values, isColumn: true }, ...range }
  }
  const floats = byGroup.map(Number)
  const values = Float64Array.from(of, (group) => floats[group] ?? 0)
  return { kind: 'narrow', slot: { values, isColumn: true }, times: 1n, ...range }
}

function isNarrowList(numbers: readonly bigint[], { narrowLimit }: Settings): boolean {
  return numbers.every((each) => each <= narrowLimit && -each <= narrowLimit)
}
