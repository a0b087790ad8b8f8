import type { BodyForm, TableForm } from '../../contract/api/route.ts'
import type { WireProblem } from '../../contract/api/wire-problem.ts'
import type { AccountTable } from '../../contract/ledger/account-table.ts'
import type { DatasetFile } from '../../contract/schema/dataset-schema.ts'
import type { Remembered } from '../merged-mapping.ts'
import type { NewFormula } from '../stored/formula-document.ts'
import type { PackedTable, TablePiece } from '../stored/packed-table.ts'
import type { ScenarioParts } from '../stored/take-apart.ts'
import type { Fault, Refused } from './no-result.ts'

/** What was posted for keeping, to be read in another thread. */
export type ReadingJob = ScenarioJob | FormulaJob | DatasetJob | AccountsJob

export interface ScenarioJob {
  readonly task: 'scenario'
  readonly bytes: Uint8Array
  readonly form: BodyForm
  /** As many schools as one request may bring. */
  readonly rowLimit: number
  /** Where only the counts of these schools may be changed. */
  readonly ownSchools?: readonly string[]
}

export interface FormulaJob {
  readonly task: 'formula'
  readonly bytes: Uint8Array
  readonly form: BodyForm
}

export interface DatasetJob {
  readonly task: 'dataset'
  readonly bytes: Uint8Array
  readonly form: TableForm
  readonly rowLimit: number
  /** What is said of the file from outside; it goes before what the file says of itself. */
  readonly stated: Omit<DatasetFile, 'file' | 'rows' | 'earlier'>
  /** What is known of such files from before; it comes last. */
  readonly remembered?: Remembered
  /** Where the table is sent as it is read, packed; without it that is part of what was read. */
  readonly sendTo?: { postMessage(piece: TablePiece): void }
}

export interface AccountsJob {
  readonly task: 'accounts'
  readonly bytes: Uint8Array
  readonly form: TableForm
}

interface ReadBy {
  readonly scenario: ScenarioParts
  readonly formula: NewFormula
  readonly dataset: PackedTable
  readonly accounts: { readonly accounts: AccountTable }
}

/** What was read, with the warnings met on the way. */
export interface ReadDone<Value> {
  readonly kind: 'read'
  readonly value: Value
  readonly warnings: readonly WireProblem[]
}

/** What a job comes to in whichever thread reads it. */
export type Reading<Job extends ReadingJob = ReadingJob> = ReadDone<ReadBy[Job['task']]> | Refused | Fault
