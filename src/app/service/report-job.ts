import type { TableForm } from '../../contract/api/route.ts'
import type { AccountTable } from '../../contract/ledger/account-table.ts'
import type { Paper } from '../../contract/report/board/board-style.ts'
import type { Fault, Refused } from './no-result.ts'

/** Something to be made of a run, which is computed again for it in another thread. */
export type ReportJob = BoardJob | JournalJob

interface OfRun {
  /** The scenario with all it names, as `POST /v1/compute` takes it. */
  readonly bytes: Uint8Array
  /** As many schools as one run may have. */
  readonly rowLimit: number
}

/** Board packs of one run. */
export interface BoardJob extends OfRun {
  readonly report: 'board'
  /** The scenario of the run before, put together as well. */
  readonly before?: Uint8Array | undefined
  /** The same for equal runs, locale and date: a thread that has computed them goes on with them. */
  readonly key?: string
  readonly form: 'html' | 'pdf'
  readonly paper: Paper
  readonly locale: string
  /** An ISO date to print. */
  readonly date?: string | undefined
  readonly documents: readonly DocumentWish[]
}

/** What is in a document: the page of the district, and the pages of some schools or of all. */
export interface DocumentWish {
  readonly hasSummary: boolean
  readonly schools: readonly string[] | 'all'
}

/** The budget journal of a run, alone or beside what a ledger has. */
export interface JournalJob extends OfRun {
  readonly report: 'journal'
  /** The table of accounts, and what the district calls it. */
  readonly accounts: AccountTable
  readonly name: string
  readonly actuals?: { readonly bytes: Uint8Array; readonly form: TableForm } | undefined
  readonly answerForm: 'json' | 'csv'
}

/** The documents in their order, and the hashes of what they were made from; or why there are none. */
export type Reported = ReportDone | Refused | Fault

export interface ReportDone {
  readonly kind: 'reported'
  readonly documents: readonly Uint8Array[]
  readonly inputs: readonly string[]
}
