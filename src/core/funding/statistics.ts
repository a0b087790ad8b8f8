import {
  absolute,
  add,
  compare,
  divide,
  isZero,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../numbers/rational.ts'
import { compareCodePoints } from '../text/code-points.ts'

/** A school with its money, as far as statistics look at it. */
export interface FundedSchool {
  readonly id: string
  readonly pupils: Rational
  readonly total: Rational
}

/** How many schools move one way, and by how much in all. */
interface Move {
  readonly schools: number
  readonly amount: Rational
}

export interface Moves {
  readonly increases: Move
  readonly decreases: Move
  readonly unchanged: number
}

/**
 * Increases and decreases from one set of totals by school to another; the amounts are not negative, and their
 * difference is the change in all. A school that only one side has moves by all its money.
 */
export function movesBetween(
  before: ReadonlyMap<string, Rational>,
  after: ReadonlyMap<string, Rational>,
): Moves {
  const ids = new Set([...before.keys(), ...after.keys()])
  const changes = [...ids].map((id) => subtract(after.get(id) ?? zero, before.get(id) ?? zero))
  const rising = changes.filter(({ n }) => n > 0n)
  const falling = changes.filter(({ n }) => n < 0n)
  return {
    increases: { schools: rising.length, amount: sum(rising) },
    decreases: { schools: falling.length, amount: absolute(sum(falling)) },
    unchanged: changes.length - rising.length - falling.length,
  }
}

/** Dollars per student over schools. The median is the median student's: half are at schools with less or as much. */
export interface PerStudent {
  readonly least: Rational
  readonly median: Rational
  readonly greatest: Rational
}

/** Exact, not rounded; nothing where no school has students. */
export function perStudent(schools: readonly FundedSchool[]): PerStudent | undefined {
  const rates = withPupils(schools)
    .map(({ pupils, total }) => ({ pupils, rate: divide(total, pupils) }))
    .sort((a, b) => compare(a.rate, b.rate))
  const [first] = rates
  const last = rates.at(-1)
  if (first === undefined || last === undefined) return undefined
  const half = divide(sum(rates.map(({ pupils }) => pupils)), whole(2n))
  let counted = zero
  let median = last.rate
  for (const [i, { pupils, rate }] of rates.entries()) {
    counted = add(counted, pupils)
    const order = compare(counted, half)
    if (order < 0) continue
    // Exactly half the students are below the gap: its middle, as for any median.
    median = order > 0 ? rate : divide(add(rate, rates[i + 1]?.rate ?? rate), whole(2n))
    break
  }
  return { least: first.rate, median, greatest: last.rate }
}

/** A quarter of the students, by the need of their schools; the first has the least need. */
export interface Quartile {
  readonly schools: number
  readonly pupils: Rational
  /** Dollars per student, not rounded; missing where no school falls into the quarter. */
  readonly perStudent: Rational | undefined
}

/**
 * Dollars per student by quartile of need. Schools stand in order of their share, ties by id, and each belongs
 * to the quarter of all students in which the middle of its own falls.
 */
export function byNeedQuartile(
  schools: readonly FundedSchool[],
  shares: ReadonlyMap<string, Rational>,
): readonly Quartile[] {
  const shareOf = ({ id }: FundedSchool): Rational => shares.get(id) ?? zero
  const ordered = withPupils(schools)
    .filter(({ id }) => shares.has(id))
    .sort((a, b) => compare(shareOf(a), shareOf(b)) || compareCodePoints(a.id, b.id))
  const all = sum(ordered.map(({ pupils }) => pupils))
  let before = zero
  const placed = ordered.map((school) => {
    const middle = add(before, divide(school.pupils, whole(2n)))
    before = add(before, school.pupils)
    const quarters = divide(multiply(middle, whole(4n)), all)
    return { school, quarter: Number(quarters.n / quarters.d) }
  })
  return [0, 1, 2, 3].map((quarter) => {
    const members = placed.filter((each) => each.quarter === quarter).map(({ school }) => school)
    const pupils = sum(members.map((school) => school.pupils))
    const total = sum(members.map((school) => school.total))
    return {
      schools: members.length,
      pupils,
      perStudent: isZero(pupils) ? undefined : divide(total, pupils),
    }
  })
}

function withPupils(schools: readonly FundedSchool[]): FundedSchool[] {
  return schools.filter(({ pupils }) => pupils.n > 0n)
}
