import type { Tables } from '../tables.ts'

export type TableName = keyof Tables

/** What becomes of a table in an export. */
type Copying =
  | {
      readonly kind: 'copied'
      /** Columns that an import sets when all rows are there: they name later rows, or close the row to others. */
      readonly later?: readonly string[]
      /** Rows that can be large are read one by one. */
      readonly isLarge?: boolean
    }
  /** The reason is for people: `passwords are left out: …`. */
  | { readonly kind: 'left-out'; readonly why: string }

const COPIED: Copying = { kind: 'copied' }
const leftOut = (why: string): Copying => ({ kind: 'left-out', why })

/**
 * Every table, in an order in which rows can be added: what a row names stands before it. Without its line here a new
 * table is a fault of types.
 */
const COPYING: Readonly<Record<TableName, Copying>> = {
  districts: COPIED,
  schools: COPIED,
  portfolios: COPIED,
  portfolio_schools: COPIED,
  people: COPIED,
  person_schools: COPIED,
  mappings: COPIED,
  accounts: { kind: 'copied', isLarge: true },
  uploads: leftOut('what no version shows yet is sent again'),
  datasets: { kind: 'copied', later: ['current_version'] },
  // What is released takes no rows any more.
  dataset_versions: { kind: 'copied', later: ['released_at'], isLarge: true },
  dataset_rows: COPIED,
  formulas: { kind: 'copied', later: ['current_version'] },
  formula_versions: { kind: 'copied', isLarge: true },
  scenarios: { kind: 'copied', later: ['current_version'] },
  scenario_versions: { kind: 'copied', later: ['released_at'], isLarge: true },
  scenario_sources: COPIED,
  adoptions: COPIED,
  runs: { kind: 'copied', later: ['released_at'] },
  run_rows: COPIED,
  run_results: { kind: 'copied', isLarge: true },
  audit: COPIED,
  jobs: leftOut('long work belongs to the service that does it; the runs it made are here'),
  job_scenarios: leftOut('they say what jobs are of'),
  job_chunks: leftOut('they are parts of jobs'),
  job_results: leftOut('a sweep is repeated from its scenario, to the same bytes'),
  job_boards: leftOut('they say what jobs print'),
  job_documents: leftOut('a run is printed again, to the same bytes'),
  job_imports: leftOut('they say what jobs read'),
  job_pieces: leftOut('they are what jobs have yet to write'),
  passwords: leftOut('people get new ones after an import'),
  sessions: leftOut('people sign in again after an import'),
  api_keys: leftOut('people get new keys after an import'),
  idempotency_keys: leftOut('a request is repeated where it was made'),
}

export interface CopiedTable {
  readonly name: TableName
  readonly later: readonly string[]
  readonly isLarge: boolean
}

/** The tables that an export holds, in the order in which it holds them. */
export const COPIED_TABLES: readonly CopiedTable[] = namesOf(COPYING).flatMap((name) => {
  const copying = COPYING[name]
  if (copying.kind === 'left-out') return []
  return [{ name, later: copying.later ?? [], isLarge: copying.isLarge ?? false }]
})

/** The tables that an export leaves out, and why. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map(
  namesOf(COPYING).flatMap((name) => {
    const copying = COPYING[name]
    return copying.kind === 'left-out' ? [[name, copying.why] as const] : []
  }),
)

function namesOf(tables: Readonly<Record<TableName, unknown>>): TableName[] {
  return Object.keys(tables) as TableName[]
}
