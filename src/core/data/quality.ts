import { exactText } from '../numbers/decimal.ts'
import { add, compare, equal, type Rational, zero } from '../numbers/rational.ts'
import { enough, MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { Column, Dataset, School } from './dataset.ts'
import { QUALITY_DEFAULTS, type QualityCheck, type QualitySetting } from './definition.ts'
import { lostZerosOf } from './lost-zeros.ts'

export type QualitySettings = (check: QualityCheck) => QualitySetting

export function qualitySettings(
  stated: Readonly<Partial<Record<QualityCheck, QualitySetting | undefined>>> | undefined,
): QualitySettings {
  return (check) => stated?.[check] ?? QUALITY_DEFAULTS[check]
}

/**
 * Looks at the dataset of a run as a budget partner would: ids without their zeros, counts below zero or above the
 * roll, parts that do not add up, bases not stated.
 */
export function reviewQuality(
  dataset: Dataset,
  pupils: string | undefined,
  setting: QualitySettings,
): Problem[] {
  const counts = [...dataset.columns.values()].filter(isPupilCount)
  return [
    ...idsWithoutZeros(dataset, setting('lost_zeros')),
    ...[...dataset.columns.values()].flatMap((column) => negativeCells(dataset, column, setting('negative'))),
    ...counts.flatMap((column) =>
      countsAbovePupils(dataset, column, { pupils, severity: setting('need_above_pupils') }),
    ),
    ...[...dataset.columns.values()].flatMap((column) =>
      partsThatDiffer(dataset, column, setting('parts_differ')),
    ),
    ...basisNotStated(dataset, counts, setting('basis_not_stated')),
  ]
}

function isPupilCount(column: Column): boolean {
  const { type } = column
  return (
    type.kind === 'number' && type.unit !== 'bare' && type.unit.size === 1 && type.unit.get('pupil') === 1
  )
}

function idsWithoutZeros({ name, schools, warnsOfIds }: Dataset, severity: QualitySetting): Problem[] {
  if (warnsOfIds === undefined) return []
  const ids = schools.map(({ id }) => id)
  const lineOf = (school: number): number => schools[school]?.row ?? 0
  return lostZerosOf(ids, { lineOf, dataset: name, column: warnsOfIds, severity })
}

function negativeCells(dataset: Dataset, column: Column, severity: QualitySetting): Problem[] {
  if (severity === 'off' || column.mapping.may_be_negative === 'true') return []
  return atSchools(dataset, severity, (school, i) => {
    const value = numberAt(column, i)
    if (value === undefined || compare(value, zero) >= 0) return undefined
    return problem('CELL_NEGATIVE', {
      at: cellPlace(dataset, column, school),
      severity,
      message: `${column.name} is negative at school ${school.id}`,
      found: exactText(value),
      expected: 'zero or more',
      suggestion: `if it can be taken back, map it with may_be_negative: true`,
    })
  })
}

function countsAbovePupils(
  dataset: Dataset,
  column: Column,
  { pupils, severity }: { pupils: string | undefined; severity: QualitySetting },
): Problem[] {
  const roll = pupils === undefined ? undefined : dataset.columns.get(pupils)
  const isExempt = column.name === pupils || column.mapping.may_exceed_pupils === 'true'
  if (roll === undefined || severity === 'off' || isExempt) return []
  return atSchools(dataset, severity, (school, i) => {
    const count = numberAt(column, i)
    const all = numberAt(roll, i)
    if (count === undefined || all === undefined || compare(count, all) <= 0) return undefined
    return problem('NEED_ABOVE_PUPILS', {
      at: cellPlace(dataset, column, school),
      severity,
      message: `${column.name} is above ${roll.name} at school ${school.id}`,
      found: exactText(count),
      expected: `at most ${exactText(all)}`,
      suggestion: `if a pupil can count more than once, map it with may_exceed_pupils: true`,
    })
  })
}

function partsThatDiffer(dataset: Dataset, column: Column, severity: QualitySetting): Problem[] {
  const parts = (column.mapping.parts ?? []).map((name) => dataset.columns.get(name))
  const known = parts.filter((part) => part !== undefined)
  if (severity === 'off' || known.length === 0 || known.length < parts.length) return []
  return atSchools(dataset, severity, (school, i) => {
    const whole = numberAt(column, i)
    const numbers = known.map((part) => numberAt(part, i))
    if (whole === undefined || numbers.includes(undefined)) return undefined
    const sum = numbers.reduce<Rational>((total, each) => add(total, each ?? zero), zero)
    if (equal(sum, whole)) return undefined
    return problem('PARTS_DIFFER', {
      at: cellPlace(dataset, column, school),
      severity,
      message: `the parts of ${column.name} add up to ${exactText(sum)} at school ${school.id}`,
      found: exactText(whole),
      expected: exactText(sum),
    })
  })
}

/** What is odd at the schools of a dataset, in their order, up to as many as anybody looks through. */
function atSchools(
  { name, schools }: Dataset,
  severity: QualitySetting,
  oddAt: (school: School, index: number) => Problem | undefined,
): Problem[] {
  const found: Problem[] = []
  let i = -1
  for (const school of schools) {
    i += 1
    const odd = oddAt(school, i)
    if (odd === undefined) continue
    const at = { kind: 'cell', dataset: name, row: school.row } as const
    if (found.length === MOST_PROBLEMS)
      return [...found, enough(at, severity === 'error' ? 'error' : 'warning')]
    found.push(odd)
  }
  return found
}

function basisNotStated(dataset: Dataset, counts: readonly Column[], severity: QualitySetting): Problem[] {
  // By name, because the order of columns is not part of the inputs.
  const unstated = counts
    .filter((column) => column.mapping.basis === undefined)
    .map((column) => column.name)
    .sort(compareCodePoints)
  const [first] = unstated
  if (severity === 'off' || first === undefined) return []
  return [
    problem('BASIS_NOT_STATED', {
      at: { kind: 'cell', dataset: dataset.name },
      severity,
      message: `the basis of ${unstated.length} pupil count${unstated.length === 1 ? '' : 's'} is not stated`,
      found: unstated.join(', '),
      expected: 'projection, count-day, attendance, membership, annual-average or census',
      suggestion: `under data.measures: ${first}: { basis: projection, as_of: 2025-02-01 }`,
    }),
  ]
}

function cellPlace(dataset: Dataset, column: Column, school: School): Problem['at'] {
  const { name: measure, header } = column
  const { row, id } = school
  // Whoever changed the number has to look at the change, and not at the cell it was read from.
  const pointer = column.changed?.get(id)
  const cell = { dataset: dataset.name, measure, school: id }
  return pointer === undefined
    ? { kind: 'cell', ...cell, row, column: header }
    : { kind: 'document', pointer, cell }
}

function numberAt(column: Column, index: number): Rational | undefined {
  const value = column.values[index]
  return typeof value === 'object' ? value : undefined
}
