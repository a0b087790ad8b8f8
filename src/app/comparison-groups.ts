import type { RunComparison } from '../core/funding/compare-runs.ts'
import {
  type FinishedValues,
  type NeedOrder,
  needOrder,
  needsInOrder,
  noStudents,
} from '../core/funding/need-order.ts'
import { QUARTILES, quartilesOfStudents, type WeighedSchool } from '../core/funding/quartiles.ts'
import { type GroupChange, groupChanges } from '../core/funding/school-groups.ts'
import { type SchoolValues, schoolValues, type ValuedRun, valueNames } from '../core/funding/school-values.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import { nearest } from '../core/text/nearest.ts'

/** A way of putting schools into groups, as the baseline has them; a school it does not have, as its own run has it. */
export interface Grouping {
  readonly by: string
  /** Of quartiles, what the schools are in order of. */
  readonly order?: NeedOrder
  readonly changes: (comparison: RunComparison, other: FinishedValues) => GroupChange[]
}

const QUARTILE = 'quartile:'

/** Reads `level` and `quartile:frl`, or reports names that the baseline has no such values of. */
export function readGroupings(
  wanted: readonly string[],
  baseline: FinishedValues,
): { readonly value: readonly Grouping[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const value = wanted.flatMap((by) => {
    const isQuartile = by.startsWith(QUARTILE)
    const name = (isQuartile ? by.slice(QUARTILE.length) : by).normalize('NFC')
    const values = schoolValues(name, baseline)
    if (values === undefined || (values.type.kind === 'number') !== isQuartile) {
      problems.push(noGroup(by, { name, values, baseline }))
      return []
    }
    if (!isQuartile) return [byText(by, name, values)]
    if (baseline.formula.pupils === undefined) {
      problems.push(noStudents({ kind: 'cell', dataset: 'now', measure: name }))
      return []
    }
    return [byQuartile(by, needOrder(name, values.type, baseline.formula), baseline)]
  })
  return { value, problems }
}

function byText(by: string, name: string, own: SchoolValues): Grouping {
  return {
    by,
    changes(comparison, other) {
      const others = schoolValues(name, other)?.values
      const groupOf = (school: string): string | undefined => {
        const value = own.values.get(school) ?? others?.get(school)
        return typeof value === 'object' ? undefined : value?.toString()
      }
      return groupChanges(comparison.schools, groupOf, own.order)
    },
  }
}

function byQuartile(by: string, order: NeedOrder, baseline: FinishedValues): Grouping {
  const numbers = needsInOrder(order, baseline)
  const weighed = baseline.allocation.schools.flatMap(({ id, pupils }): WeighedSchool[] => {
    const number = numbers.get(id)
    return number === undefined || pupils === undefined ? [] : [{ id, number, pupils }]
  })
  const quartileOf = quartilesOfStudents(weighed)
  return {
    by,
    order,
    changes(comparison, other) {
      const type = schoolValues(order.name, other)?.type
      const others = type && needsInOrder(needOrder(order.name, type, other.formula), other)
      const groupOf = (id: string): string | undefined => {
        const number = numbers.get(id) ?? others?.get(id)
        return number && quartileOf({ id, number })
      }
      return groupChanges(comparison.schools, groupOf, QUARTILES)
    },
  }
}

function noGroup(
  by: string,
  { name, values, baseline }: { name: string; values: SchoolValues | undefined; baseline: ValuedRun },
): Problem {
  const at = { kind: 'cell', dataset: 'now', measure: name } as const
  if (values === undefined) {
    const names = valueNames(baseline)
    const meant = nearest(name, names)
    const message = `the baseline has no need, measure or column called "${name}"`
    const suggestion = meant === undefined ? undefined : `did you mean ${by.replace(name, () => meant)}?`
    return problem('COMPARE_GROUP', { at, message, found: by, expected: names.join(', '), suggestion })
  }
  const isNumeric = values.type.kind === 'number'
  return problem('COMPARE_GROUP', {
    at,
    message: isNumeric ? `${name} is a number, not a text` : `${name} is a text, not a number`,
    found: by,
    suggestion: isNumeric ? `${QUARTILE}${name}` : name,
  })
}
