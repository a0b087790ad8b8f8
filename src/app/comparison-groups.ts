import type { RunComparison } from '../core/funding/compare-runs.ts'
import { type GroupChange, groupChanges, QUARTILES, quartilesOf } from '../core/funding/school-groups.ts'
import { type SchoolValues, schoolValues, type ValuedRun, valueNames } from '../core/funding/school-values.ts'
import type { Rational } from '../core/numbers/rational.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import { nearest } from '../core/text/nearest.ts'

/** A way of putting schools into groups, as the baseline has them; a school it does not have, as its own run has it. */
export interface Grouping {
  readonly by: string
  readonly changes: (comparison: RunComparison, other: ValuedRun) => GroupChange[]
}

const QUARTILE = 'quartile:'

/** Reads `level` and `quartile:frl`, or reports names that the baseline has no such values of. */
export function readGroupings(
  wanted: readonly string[],
  baseline: ValuedRun,
): { readonly value: readonly Grouping[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const value = wanted.flatMap((by) => {
    const isQuartile = by.startsWith(QUARTILE)
    const name = (isQuartile ? by.slice(QUARTILE.length) : by).normalize('NFC')
    const values = schoolValues(name, baseline)
    if (values === undefined || (values.kind === 'number') !== isQuartile) {
      problems.push(noGroup(by, { name, values, baseline }))
      return []
    }
    return [isQuartile ? byQuartile(by, name, values) : byText(by, name, values)]
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

function byQuartile(by: string, name: string, own: SchoolValues): Grouping {
  const numbers = new Map([...own.values].filter((entry): entry is [string, Rational] => isNumber(entry[1])))
  const quartileOf = quartilesOf(numbers)
  return {
    by,
    changes(comparison, other) {
      const others = schoolValues(name, other)?.values
      const groupOf = (school: string): string | undefined => {
        const value = numbers.get(school) ?? others?.get(school)
        return isNumber(value) && numbers.size > 0 ? quartileOf(school, value) : undefined
      }
      return groupChanges(comparison.schools, groupOf, QUARTILES)
    },
  }
}

function isNumber(value: unknown): value is Rational {
  return typeof value === 'object' && value !== null
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
  const isNumeric = values.kind === 'number'
  return problem('COMPARE_GROUP', {
    at,
    message: isNumeric ? `${name} is a number, not a text` : `${name} is a text, not a number`,
    found: by,
    suggestion: isNumeric ? `${QUARTILE}${name}` : name,
  })
}
