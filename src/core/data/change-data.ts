import type { DataChange } from '../formula/change.ts'
import { readNumberAt } from '../formula/read-number.ts'
import { isPlain } from '../numbers/decimal.ts'
import { add, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { nearest } from '../text/nearest.ts'
import type { Column, Dataset } from './dataset.ts'

export interface PlacedDataChange {
  readonly change: DataChange
  readonly pointer: string
}

/** Applies changes of counts and schools to the datasets of a run; what is only shown or not is left alone. */
export function changeData(
  datasets: ReadonlyMap<string, Dataset>,
  changes: readonly PlacedDataChange[],
  problems: Problem[],
): ReadonlyMap<string, Dataset> {
  let changed = datasets
  for (const { change, pointer } of changes) {
    if ('change_counts' in change) {
      const name = change.dataset ?? 'now'
      const dataset = changed.get(name)
      if (dataset !== undefined)
        changed = new Map(changed).set(name, changeCounts(dataset, change, { pointer, problems }))
    }
    if ('drop_schools' in change) changed = dropSchools(changed, change.drop_schools, { pointer, problems })
  }
  return changed
}

interface Changing {
  readonly pointer: string
  readonly problems: Problem[]
}

function changeCounts(
  dataset: Dataset,
  change: Extract<DataChange, { change_counts: string }>,
  changing: Changing,
): Dataset {
  const column = dataset.columns.get(change.change_counts)
  if (column === undefined || column.type.kind !== 'number') {
    const names = [...dataset.columns.values()]
      .filter(({ type }) => type.kind === 'number')
      .map(({ name }) => name)
    reportNone(change.change_counts, {
      ...changing,
      pointer: `${changing.pointer}/change_counts`,
      names,
      what: 'number of the dataset',
    })
    return dataset
  }
  const values = [...column.values]
  const changed = new Map(column.changed)
  for (const field of ['set', 'add'] as const) {
    for (const [school, text] of Object.entries(change[field] ?? {})) {
      const pointer = `${changing.pointer}/${field}/${escapePointer(school)}`
      const index = dataset.schools.findIndex(({ id }) => id === school)
      if (index < 0)
        reportNone(school, {
          ...changing,
          pointer,
          names: dataset.schools.map(({ id }) => id),
          what: 'school',
        })
      const number = readNumberAt(text, pointer, changing.problems)
      if (index < 0 || number === undefined) continue
      const count = field === 'set' ? number : added(values[index], number)
      if (!isPlain(count)) reportTooLarge(school, { ...changing, pointer, column: column.name })
      values[index] = count
      changed.set(school, pointer)
    }
  }
  const columns = new Map(dataset.columns).set(column.name, { ...column, values, changed })
  return { ...dataset, columns }
}

function added(value: Column['values'][number], change: Rational): Rational {
  return typeof value === 'object' ? add(value, change) : change
}

function reportTooLarge(
  school: string,
  { pointer, problems, column }: Changing & { readonly column: string },
): void {
  const at = { kind: 'document', pointer } as const
  const message = `${column} of ${school} grows to more than the 18 digits that a number of the data may have`
  problems.push(problem('NUMBER_TOO_LARGE', { at, message }))
}

/** Takes schools out of the run and out of everything that is counted over all schools. */
function dropSchools(
  datasets: ReadonlyMap<string, Dataset>,
  ids: readonly string[],
  changing: Changing,
): ReadonlyMap<string, Dataset> {
  const now = datasets.get('now')
  for (const [i, id] of ids.entries()) {
    if (now === undefined || now.schools.some((school) => school.id === id)) continue
    const names = now.schools.map((school) => school.id)
    reportNone(id, { ...changing, pointer: `${changing.pointer}/drop_schools/${i}`, names, what: 'school' })
  }
  const left = new Map([...datasets].map(([name, dataset]) => [name, without(dataset, new Set(ids))]))
  if (left.get('now')?.schools.length === 0) {
    const at = { kind: 'document', pointer: `${changing.pointer}/drop_schools` } as const
    changing.problems.push(problem('DATA_MISSING', { at, message: 'no school is left to run on' }))
  }
  return left
}

function without(dataset: Dataset, ids: ReadonlySet<string>): Dataset {
  const isKept = dataset.schools.map(({ id }) => !ids.has(id))
  const kept = <T>(items: readonly T[]): T[] => items.filter((_, i) => isKept[i])
  const columns = new Map(
    [...dataset.columns].map(([name, column]) => [name, { ...column, values: kept(column.values) }]),
  )
  const { merged = [], ...others } = dataset
  const merges = [...merged].filter(([id]) => !ids.has(id))
  return {
    ...others,
    schools: kept(dataset.schools),
    columns,
    ...(merges.length > 0 && { merged: new Map(merges) }),
  }
}

function reportNone(
  found: string,
  { pointer, problems, names, what }: Changing & { names: readonly string[]; what: string },
): void {
  const meant = nearest(found, names)
  problems.push(
    problem('CHANGE_TARGET', {
      at: { kind: 'document', pointer },
      message: `no ${what} is called "${found}"`,
      found,
      expected: names.slice(0, 12).join(', '),
      suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
    }),
  )
}
