import type { Column, Dataset, School } from '../../data/dataset.ts'
import type { Value } from '../../formula/checked.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import { type RunData, runData } from '../run-data.ts'
import { type Scope, schoolsOf } from './scope.ts'

/** Whether a cause is taken from the second run; causes that are none are not. */
export type IsNew = (cause: string) => boolean

/**
 * The data of a mixed run. A school that only one run has brings its own data with it, whatever else is mixed,
 * and a column or dataset that only one run reads is there for whichever formula asks.
 */
export function mixedData(scope: Scope, isNew: IsNew): RunData {
  const { before, after } = scope
  const schools = mixedSchools(scope, isNew)
  const names = new Set([...before.datasets.keys(), ...after.datasets.keys()])
  const datasets = new Map<string, Dataset>()
  for (const name of names) datasets.set(name, mixedDataset(scope, name, { schools, isNew }))
  return runData(datasets)
}

/** A school of a mixed run; `own` is the one run that has it. */
interface MixedSchool {
  readonly school: School
  readonly own: 'before' | 'after' | undefined
}

function mixedSchools(scope: Scope, isNew: IsNew): MixedSchool[] {
  const { both, closed, opened } = schoolsOf(scope)
  const owners = new Map<string, MixedSchool['own']>([
    ...both.map((id) => [id, undefined] as const),
    ...(isNew('schools.closed') ? [] : closed.map((id) => [id, 'before'] as const)),
    ...(isNew('schools.new') ? opened.map((id) => [id, 'after'] as const) : []),
  ])
  const known = (side: 'before' | 'after'): readonly School[] =>
    scope[side].datasets.get('now')?.schools ?? []
  const found = new Map([...known('before'), ...known('after')].map((school) => [school.id, school]))
  return [...owners]
    .flatMap(([id, own]) => {
      const school = found.get(id)
      return school === undefined ? [] : [{ school, own }]
    })
    .sort((a, b) => compareCodePoints(a.school.id, b.school.id))
}

function mixedDataset(
  { before, after, reaches, enrollment }: Scope,
  name: string,
  { schools, isNew }: { schools: readonly MixedSchool[]; isNew: IsNew },
): Dataset {
  const [old, recent] = [before.datasets.get(name), after.datasets.get(name)]
  const rows = {
    before: new Map(old?.schools.map(({ id }, i) => [id, i])),
    after: new Map(recent?.schools.map(({ id }, i) => [id, i])),
  }
  const causeOf = (column: string): string => {
    if (name !== 'now') return `dataset.${name}`
    return enrollment.has(column) ? 'enrollment' : 'need_mix'
  }
  const sideOf = (column: string, own: MixedSchool['own']): 'before' | 'after' => {
    if (own !== undefined) return own
    if (old?.columns.has(column) !== true) return 'after'
    return recent?.columns.has(column) === true && isNew(causeOf(column)) ? 'after' : 'before'
  }
  const cell = (column: string, { school, own }: MixedSchool): Value | undefined => {
    const side = sideOf(column, own)
    const row = rows[side].get(school.id)
    const dataset = side === 'before' ? old : recent
    return row === undefined ? undefined : dataset?.columns.get(column)?.values[row]
  }
  const columns = new Map<string, Column>()
  const read = [reaches.before, reaches.after].flatMap(({ inputs }) => [...(inputs.get(name) ?? [])])
  for (const column of new Set(read)) {
    const found = old?.columns.get(column) ?? recent?.columns.get(column)
    if (found !== undefined)
      columns.set(column, { ...found, values: schools.map((each) => cell(column, each)) })
  }
  return { name, schools: schools.map(({ school }) => school), columns }
}
