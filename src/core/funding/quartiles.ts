import {
  add,
  compare,
  divide,
  isZero,
  multiply,
  type Rational,
  sum,
  whole,
  zero,
} from '../numbers/rational.ts'
import { compareCodePoints } from '../text/code-points.ts'

export const QUARTILES = ['Q1', 'Q2', 'Q3', 'Q4'] as const
export type Quartile = (typeof QUARTILES)[number]

/** A school in an order of schools. */
export interface RankedSchool {
  readonly id: string
  /** What the schools are in order of; ties go by id. */
  readonly number: Rational
}

/** A school in an order of students; one without students counts for nothing in it. */
export interface WeighedSchool extends RankedSchool {
  readonly pupils: Rational
}

/**
 * Quarters of the students, with their schools in order of a number, `Q1` the lowest. A school is not cut: it belongs to
 * the quarter in which the middle of its students falls. One that is not among the schools belongs where its number
 * would put it, and moves no other. Equal parts of enrollment are how NCES ranks by poverty (Status of Education in
 * Rural America, NCES 2007-040, note to figure 3.2). Gives nothing where there are no students.
 */
export function quartilesOfStudents(
  schools: readonly WeighedSchool[],
): (school: RankedSchool) => Quartile | undefined {
  const ranked = schools.filter(({ pupils }) => pupils.n > 0n).sort(compareRanked)
  const all = sum(ranked.map(({ pupils }) => pupils))
  if (isZero(all)) return () => undefined
  let before = zero
  const placed = ranked.map((school) => {
    const middle = add(before, divide(school.pupils, whole(2n)))
    const start = before
    before = add(before, school.pupils)
    return { ...school, start, middle }
  })
  return (school) => {
    const next = placed[countBelow(placed, school)]
    if (next === undefined) return 'Q4'
    return quarterAt(next.id === school.id ? next.middle : next.start, all)
  }
}

/** The quarter that so many students stand before; on the border, the upper one. */
function quarterAt(point: Rational, all: Rational): Quartile {
  const quarters = divide(multiply(point, whole(4n)), all)
  return QUARTILES[Number(quarters.n / quarters.d)] ?? 'Q4'
}

function compareRanked(a: RankedSchool, b: RankedSchool): number {
  return compare(a.number, b.number) || compareCodePoints(a.id, b.id)
}

function countBelow(ranked: readonly RankedSchool[], school: RankedSchool): number {
  let [low, high] = [0, ranked.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const other = ranked[middle]
    if (other !== undefined && compareRanked(other, school) < 0) low = middle + 1
    else high = middle
  }
  return low
}
