import {
  absolute,
  add,
  compare,
  divide,
  isZero,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../numbers/rational.ts'
import { QUARTILES, quartilesOfStudents } from './quartiles.ts'

/** A school with its money, as far as statistics look at it. */
export interface FundedSchool {
  readonly id: string
  /** Missing where the formula counts no students. */
  readonly pupils?: Rational | undefined
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
export interface NeedQuartile {
  readonly schools: number
  readonly pupils: Rational
  /** Dollars per student, not rounded; missing where no school falls into the quarter. */
  readonly perStudent: Rational | undefined
}

/** Dollars per student by quartile of students; `needs` has what the schools are in order of. */
export function byNeedQuartile(
  schools: readonly FundedSchool[],
  needs: ReadonlyMap<string, Rational>,
): readonly NeedQuartile[] {
  const ranked = withPupils(schools).flatMap((school) => {
    const number = needs.get(school.id)
    return number === undefined ? [] : [{ ...school, number }]
  })
  const quartileOf = quartilesOfStudents(ranked)
  const placed = ranked.map((school) => ({ ...school, quartile: quartileOf(school) }))
  return QUARTILES.map((quartile) => {
    const members = placed.filter((each) => each.quartile === quartile)
    const pupils = sum(members.map((school) => school.pupils))
    const total = sum(members.map((school) => school.total))
    return {
      schools: members.length,
      pupils,
      perStudent: isZero(pupils) ? undefined : divide(total, pupils),
    }
  })
}

function withPupils(schools: readonly FundedSchool[]): (FundedSchool & { readonly pupils: Rational })[] {
  return schools.flatMap(({ id, pupils, total }) =>
    pupils !== undefined && pupils.n > 0n ? [{ id, pupils, total }] : [],
  )
}
