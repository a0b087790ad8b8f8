import { compare, type Rational, sum } from '../numbers/rational.ts'
import { compareCodePoints } from '../text/code-points.ts'
import {
  type AmountChange,
  amountChange,
  type Change,
  changeOf,
  type RateChange,
  rate,
  rateChange,
  type SchoolChange,
} from './compare-runs.ts'

/** What changes in a group of schools. */
export interface GroupChange {
  /** Missing for the schools of which nobody says to which group they belong. */
  readonly group?: string
  readonly schools: number
  readonly pupils: Change
  readonly total: AmountChange
  readonly perPupil: RateChange
}

/** Adds up changes by group: first the groups of `order` that there are, then others by code point. */
export function groupChanges(
  schools: readonly SchoolChange[],
  groupOf: (school: string) => string | undefined,
  order: readonly string[],
): GroupChange[] {
  const members = new Map<string | undefined, SchoolChange[]>()
  for (const school of schools) {
    const group = groupOf(school.id)
    const own = members.get(group)
    if (own === undefined) members.set(group, [school])
    else own.push(school)
  }
  const found = [...members.keys()].filter((group) => group !== undefined)
  const others = found.filter((group) => !order.includes(group)).sort(compareCodePoints)
  const named = [...order.filter((group) => members.has(group)), ...others]
  return [...named, undefined].flatMap((group) => {
    const own = members.get(group)
    return own === undefined ? [] : [{ ...(group !== undefined && { group }), ...changeOfGroup(own) }]
  })
}

function changeOfGroup(schools: readonly SchoolChange[]): Omit<GroupChange, 'group'> {
  const pupils = changeOf(
    sum(schools.map((school) => school.pupils.before)),
    sum(schools.map((school) => school.pupils.after)),
  )
  const total = amountChange(
    sum(schools.map((school) => school.total.before)),
    sum(schools.map((school) => school.total.after)),
  )
  const perPupil = rateChange(rate(total.before, pupils.before), rate(total.after, pupils.after))
  return { schools: schools.length, pupils, total, perPupil }
}

export const QUARTILES = ['Q1', 'Q2', 'Q3', 'Q4'] as const
export type Quartile = (typeof QUARTILES)[number]

interface Ranked {
  readonly id: string
  readonly number: Rational
}

/**
 * Quarters of the schools in order of a number, `Q1` the lowest, ties by id, as even as whole schools allow. A
 * school that is not one of them belongs where its number would put it.
 */
export function quartilesOf(
  numbers: ReadonlyMap<string, Rational>,
): (school: string, number: Rational) => Quartile {
  const ranked = [...numbers].map(([id, number]): Ranked => ({ id, number })).sort(compareRanked)
  return (id, number) => {
    const rank = Math.min(countBelow(ranked, { id, number }), ranked.length - 1)
    return QUARTILES[Math.floor((rank * 4) / ranked.length)] ?? 'Q1'
  }
}

function compareRanked(a: Ranked, b: Ranked): number {
  return compare(a.number, b.number) || compareCodePoints(a.id, b.id)
}

function countBelow(ranked: readonly Ranked[], school: Ranked): number {
  let [low, high] = [0, ranked.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const other = ranked[middle]
    if (other !== undefined && compareRanked(other, school) < 0) low = middle + 1
    else high = middle
  }
  return low
}
