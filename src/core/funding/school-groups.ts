import { type Rational, sum } from '../numbers/rational.ts'
import { compareCodePoints } from '../text/code-points.ts'
import {
  type AmountChange,
  amountChange,
  type PartialChange,
  partialChange,
  rate,
  type SchoolChange,
} from './compare-runs.ts'

/** What changes in a group of schools. */
export interface GroupChange {
  /** Missing for the schools of which nobody says to which group they belong. */
  readonly group?: string
  readonly schools: number
  readonly pupils: PartialChange
  readonly total: AmountChange
  readonly perPupil: PartialChange
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
  const pupils = partialChange(
    sumOfKnown(schools.map((school) => school.pupils.before)),
    sumOfKnown(schools.map((school) => school.pupils.after)),
  )
  const total = amountChange(
    sum(schools.map((school) => school.total.before)),
    sum(schools.map((school) => school.total.after)),
  )
  const perPupil = partialChange(rate(total.before, pupils.before), rate(total.after, pupils.after))
  return { schools: schools.length, pupils, total, perPupil }
}

/** The sum of counts that a run has of all its schools, or of none. */
function sumOfKnown(counts: readonly (Rational | undefined)[]): Rational | undefined {
  const known = counts.filter((count) => count !== undefined)
  return known.length < counts.length ? undefined : sum(known)
}
