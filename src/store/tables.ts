import type { ColumnType, Generated } from 'kysely'
import type { Role, Scope } from '../contract/api/roles.ts'

/** Exact numbers, counts of eight bytes and moments come as text: a JavaScript number or Date would round them. */
type Moment = string
type Exact = string

/** Written once and never changed: the application role has no right to. */
type Fixed<Value> = ColumnType<Value, Value, never>
type FixedDefault<Value> = ColumnType<Value, Value | undefined, never>
/** Absent when a row is made, and set later. */
type Later<Value> = ColumnType<Value | null, never, Value | null>

/** The tables of `migrations/`; a test compares the two. */
export interface Tables {
  districts: {
    district_id: Fixed<string>
    code: Fixed<string>
    name: string
    created_at: FixedDefault<Moment>
    revision: Generated<number>
  }
  audit: {
    district_id: Fixed<string>
    entry_id: FixedDefault<string>
    at: FixedDefault<Moment>
    person_id: Fixed<string | null>
    role: Fixed<string>
    action: Fixed<string>
    subject: Fixed<string>
    subject_key: Fixed<string>
    changed: FixedDefault<readonly string[]>
  }
  schools: { district_id: Fixed<string>; school_id: Fixed<string>; name: string; revision: Generated<number> }
  portfolios: {
    district_id: Fixed<string>
    portfolio_id: FixedDefault<string>
    name: string
    revision: Generated<number>
  }
  portfolio_schools: { district_id: Fixed<string>; portfolio_id: Fixed<string>; school_id: Fixed<string> }
  people: {
    district_id: Fixed<string>
    person_id: FixedDefault<string>
    email: string
    name: string
    role: Role
    portfolio_id: ColumnType<string | null, string | null | undefined, string | null>
    disabled_at: Later<Moment>
    created_at: FixedDefault<Moment>
    revision: Generated<number>
  }
  person_schools: { district_id: Fixed<string>; person_id: Fixed<string>; school_id: Fixed<string> }
  passwords: {
    district_id: Fixed<string>
    person_id: Fixed<string>
    hash: string
    set_at: Generated<Moment>
  }
  sessions: {
    district_id: Fixed<string>
    session_id: FixedDefault<string>
    person_id: Fixed<string>
    hash: Fixed<Buffer>
    created_at: FixedDefault<Moment>
    expires_at: Fixed<Moment>
    ended_at: Later<Moment>
  }
  api_keys: {
    district_id: Fixed<string>
    key_id: FixedDefault<string>
    person_id: Fixed<string>
    name: Fixed<string>
    hash: Fixed<Buffer>
    scopes: Fixed<readonly Scope[]>
    created_at: FixedDefault<Moment>
    expires_at: Fixed<Moment>
    revoked_at: Later<Moment>
  }
  accounts: { district_id: Fixed<string>; name: Fixed<string>; content: string; revision: Generated<number> }
  mappings: { district_id: Fixed<string>; name: Fixed<string>; content: string; revision: Generated<number> }
  datasets: Named & { dataset_id: FixedDefault<string> }
  uploads: {
    district_id: Fixed<string>
    upload_id: FixedDefault<string>
    begun_at: FixedDefault<Moment>
    job_id: string | null
  }
  dataset_versions: Version & {
    dataset_id: Fixed<string>
    upload_id: Fixed<string>
    description: Fixed<string>
    number_columns: Fixed<readonly string[]>
    text_columns: Fixed<readonly string[]>
  }
  dataset_rows: {
    district_id: Fixed<string>
    upload_id: Fixed<string>
    school_id: Fixed<string>
    numbers: Fixed<readonly (Exact | null)[]>
    texts: Fixed<readonly (string | null)[]>
  }
  formulas: Named & { formula_id: FixedDefault<string> }
  formula_versions: Version & { formula_id: Fixed<string>; content: Fixed<string> }
  scenarios: Named & {
    scenario_id: FixedDefault<string>
    year: string
    created_by: Fixed<string | null>
    locked_at: Later<Moment>
    released_at: Later<Moment>
  }
  scenario_versions: Version & {
    scenario_id: Fixed<string>
    content: Fixed<string>
    formula_id: FixedDefault<string | null>
    formula_version: FixedDefault<number | null>
    dataset_id: FixedDefault<string | null>
    dataset_version: FixedDefault<number | null>
  }
  scenario_sources: {
    district_id: Fixed<string>
    scenario_id: Fixed<string>
    version: Fixed<number>
    place: Fixed<string>
    dataset_id: FixedDefault<string | null>
    dataset_version: FixedDefault<number | null>
    source_scenario_id: FixedDefault<string | null>
    source_version: FixedDefault<number | null>
  }
  adoptions: {
    district_id: Fixed<string>
    year: Fixed<string>
    scenario_id: string
    version: number
    adopted_by: string | null
    adopted_at: Generated<Moment>
    revision: Generated<number>
  }
  runs: {
    district_id: Fixed<string>
    run_id: FixedDefault<string>
    scenario_id: Fixed<string>
    version: Fixed<number>
    engine: Fixed<string>
    inputs_hash: Fixed<string>
    line_ids: Fixed<readonly string[]>
    total: Fixed<Exact>
    schools: Fixed<number>
    created_by: Fixed<string | null>
    created_at: FixedDefault<Moment>
    released_at: Later<Moment>
  }
  run_rows: {
    district_id: Fixed<string>
    run_id: Fixed<string>
    school_id: Fixed<string>
    amounts: Fixed<readonly Exact[]>
    total: Fixed<Exact>
  }
  run_results: { district_id: Fixed<string>; run_id: Fixed<string>; content: Fixed<string> }
  jobs: {
    district_id: Fixed<string>
    job_id: FixedDefault<string>
    kind: Fixed<'sweep' | 'batch' | 'boards' | 'import'>
    state: Generated<'waiting' | 'running' | 'done' | 'failed' | 'cancelled'>
    with_rows: FixedDefault<boolean>
    units: Fixed<number>
    chunk_units: Fixed<number>
    chunks: Fixed<number>
    chunks_done: Generated<number>
    refused: Generated<number>
    attempt: Generated<number>
    first_turn: number
    problem: Later<string>
    created_by: Fixed<string | null>
    created_at: FixedDefault<Moment>
    started_at: Later<Moment>
    ended_at: Later<Moment>
    revision: Generated<number>
  }
  job_scenarios: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    chunk: Fixed<number>
    scenario_id: Fixed<string>
    version: Fixed<number>
  }
  job_chunks: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    chunk: Fixed<number>
    place: Fixed<number>
    outcomes: Fixed<string | null>
    run_id: Fixed<string | null>
    problem: Fixed<string | null>
    done_at: FixedDefault<Moment>
  }
  job_results: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    content: Fixed<string>
    csv: Fixed<string>
  }
  job_boards: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    run_id: Fixed<string>
    before_id: Fixed<string | null>
    paper: Fixed<'letter' | 'a4'>
    locale: Fixed<string>
    day: Fixed<string | null>
    days_kept: FixedDefault<number>
    removed_at: Moment | null
  }
  job_documents: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    place: Fixed<number>
    school_id: Fixed<string | null>
    content: Fixed<Buffer>
  }
  job_imports: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    name: Fixed<string>
    upload_id: Fixed<string>
  }
  job_pieces: {
    district_id: Fixed<string>
    job_id: Fixed<string>
    chunk: Fixed<number>
    place: number
    content: Fixed<Buffer>
  }
  idempotency_keys: {
    district_id: Fixed<string>
    person_id: Fixed<string>
    operation: Fixed<string>
    key: Fixed<string>
    request_hash: Fixed<Buffer>
    status: Fixed<number>
    headers: Fixed<string>
    body: Fixed<string>
    created_at: FixedDefault<Moment>
    expires_at: Fixed<Moment>
  }
}

/** A name that points at its newest version. */
interface Named {
  district_id: Fixed<string>
  name: string
  current_version: ColumnType<number | null, number | null | undefined, number>
  created_at: FixedDefault<Moment>
  revision: Generated<number>
}

interface Version {
  district_id: Fixed<string>
  version: Fixed<number>
  hash: Fixed<string>
  created_by: Fixed<string | null>
  created_at: FixedDefault<Moment>
  released_at: Later<Moment>
}
