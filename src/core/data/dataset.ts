import type { Value } from '../formula/checked.ts'
import type { Type } from '../formula/types.ts'
import type { MeasureMapping } from './definition.ts'

export interface School {
  readonly id: string
  readonly name: string
  /** Line in the file, or number of the inline row, counted from 1. */
  readonly row: number
}

/** One measure over all schools of a dataset, in their order. */
export interface Column {
  readonly name: string
  /** Header of the column it was read from. */
  readonly header: string
  readonly type: Type
  readonly mapping: MeasureMapping
  /** `undefined` where a cell is empty: a missing cell is never zero. */
  readonly values: readonly (Value | undefined)[]
  /** Where numbers were changed after they were read, by school: pointers of what changed them last. */
  readonly changed?: ReadonlyMap<string, string>
}

/** An immutable table of schools and measures; schools by id in code-point order. */
export interface Dataset {
  readonly name: string
  readonly vintage?: string
  readonly source?: string
  /** Schools whose numbers are those of their predecessors added up. */
  readonly merged?: ReadonlyMap<string, readonly string[]>
  /** Header of the column of ids, as their place, where ids that may have lost their zeros are warned of. */
  readonly warnsOfIds?: string
  readonly schools: readonly School[]
  readonly columns: ReadonlyMap<string, Column>
}

/** A measure that a formula asks of a dataset. */
export interface ColumnRequest {
  readonly name: string
  readonly type: Type
  readonly oneOf?: readonly string[]
  /** A published amount, which must be a column of its own. */
  readonly isPublished?: true
}
