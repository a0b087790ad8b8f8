import type { TypedColumn } from '../../../src/core/columns/typed-column.ts'
import type { School } from '../../../src/core/data/dataset.ts'
import type { RunData } from '../../../src/core/funding/run-data.ts'
import { fraction } from '../../../src/core/numbers/rational.ts'

/** Columns in memory as the data of a run: whole numbers over a denominator, by the name of the need. */
export interface NumberColumns {
  readonly schools: readonly School[]
  readonly columns: ReadonlyMap<string, TypedColumn>
}

/** A run's data that is typed already. Each call gives data of its own, of which no run has kept anything. */
export function columnRunData({ schools, columns }: NumberColumns): RunData {
  return {
    schools,
    datasets: new Map(),
    latest: undefined,
    typed: ({ name }) => columns.get(name),
    cell: ({ name }, school) => ({ value: cellOf(columns.get(name), school), column: name }),
  }
}

/** A column of whole floats, with the least and the greatest as a reader of files would find them. */
export function numbers(values: Float64Array, denominator: bigint): TypedColumn {
  let low = values[0]
  let high = low
  for (let i = 1; i < values.length; i++) {
    if (values[i] < low) low = values[i]
    if (values[i] > high) high = values[i]
  }
  const range = { low: BigInt(low), high: BigInt(high) }
  return { kind: 'number', numerators: values, denominator, range, missing: undefined }
}

export function schoolsNumbered(count: number): School[] {
  return Array.from({ length: count }, (_, i) => {
    const id = String(i + 1).padStart(7, '0')
    return { id, name: id, row: i + 2 }
  })
}

function cellOf(column: TypedColumn | undefined, school: number) {
  if (column?.kind === 'text') return column.texts[column.codes[school]]
  if (column?.kind !== 'number') return undefined
  return fraction(BigInt(column.numerators[school]), column.denominator)
}
