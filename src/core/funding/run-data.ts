import { type TypedColumn, typedColumn } from '../columns/typed-column.ts'
import type { Dataset, School } from '../data/dataset.ts'
import type { Value } from '../formula/checked.ts'
import type { Type } from '../formula/types.ts'

/** The datasets of a run, seen from the schools of `now`. */
export interface RunData {
  readonly schools: readonly School[]
  readonly datasets: ReadonlyMap<string, Dataset>
  cell(input: { readonly dataset: string; readonly name: string }, school: number): Cell
  /** All cells of an input in the form that kernels read, empty ones as stated; `undefined` without the column. */
  typed(input: TypedRequest): TypedColumn | undefined
  /** What the last computation on these rows has left for the next one, for whoever left it. */
  latest: unknown
}

export interface TypedRequest {
  readonly dataset: string
  readonly name: string
  readonly type: Type
  readonly whenMissing: Value | undefined
}

/** One cell as it was read, with its place. `row` is missing when the school is not in the dataset. */
export interface Cell {
  readonly value: Value | undefined
  readonly row?: number
  readonly column: string
}

/** Puts every dataset's rows beside the schools of `now`, by id. */
export function runData(datasets: ReadonlyMap<string, Dataset>): RunData {
  const schools = datasets.get('now')?.schools ?? []
  const rows = new Map<string, readonly (number | undefined)[]>()
  for (const [name, dataset] of datasets) {
    const byId = new Map(dataset.schools.map(({ id }, i) => [id, i]))
    rows.set(
      name,
      schools.map(({ id }) => byId.get(id)),
    )
  }
  const typedColumns = new Map<string, TypedColumn>()
  return {
    schools,
    datasets,
    latest: undefined,
    typed({ dataset, name, type, whenMissing }) {
      const column = datasets.get(dataset)?.columns.get(name)
      if (column === undefined) return undefined
      const key = JSON.stringify([dataset, name, type.kind, whenMissing], (_, each) =>
        typeof each === 'bigint' ? `${each}` : each,
      )
      const known = typedColumns.get(key)
      if (known !== undefined) return known
      const cells =
        rows.get(dataset)?.map((row) => (row === undefined ? undefined : column.values[row])) ?? []
      const values = whenMissing === undefined ? cells : cells.map((cell) => cell ?? whenMissing)
      const made = typedColumn(values, type)
      typedColumns.set(key, made)
      return made
    },
    cell: ({ dataset, name }, school) => {
      const column = datasets.get(dataset)?.columns.get(name)
      const index = rows.get(dataset)?.[school]
      if (column === undefined || index === undefined)
        return { value: undefined, column: column?.header ?? name }
      const row = datasets.get(dataset)?.schools[index]?.row
      return { value: column.values[index], column: column.header, ...(row !== undefined && { row }) }
    },
  }
}
