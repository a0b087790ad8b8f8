import { sql } from 'kysely'
import { withStagedRows } from './copy-rows.ts'
import type { VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

export interface RunRow {
  readonly school: string
  /** In the order of the run's lines, as decimal text. */
  readonly amounts: readonly string[]
  readonly total: string
}

export interface NewRun {
  readonly scenario: VersionRef
  /** Whose run it is; the program computes it for them. */
  readonly createdBy: string | undefined
  readonly engine: string
  readonly inputsHash: string
  readonly lineIds: readonly string[]
  readonly total: string
  readonly rows: readonly RunRow[]
  /** The whole result as JSON, kept to the byte. */
  readonly content: string
}

/** Stores a run as a draft, whole or not at all, and gives its id. */
export async function saveRun(trx: Trx, { districtId }: Identity, run: NewRun): Promise<string> {
  const { run_id: runId } = await trx
    .insertInto('runs')
    .values({
      district_id: districtId,
      scenario_id: run.scenario.id,
      version: run.scenario.version,
      engine: run.engine,
      inputs_hash: run.inputsHash,
      line_ids: run.lineIds,
      total: run.total,
      schools: run.rows.length,
      created_by: run.createdBy ?? null,
    })
    .returning('run_id')
    .executeTakeFirstOrThrow()
  const columns = { school_id: 'text', amounts: 'numeric[]', total: 'numeric' }
  const rows = run.rows.map(({ school, amounts, total }) => [school, amounts, total])
  await withStagedRows(trx, { columns, rows }, async (staged) => {
    await sql`insert into run_rows (district_id, run_id, school_id, amounts, total)
      select ${districtId}, ${runId}, school_id, amounts, total from ${sql.table(staged)}`.execute(trx)
  })
  await trx
    .insertInto('run_results')
    .values({ district_id: districtId, run_id: runId, content: run.content })
    .execute()
  return runId
}

/** The amounts that the transaction may see, by school. */
export async function readRunRows(trx: Trx, runId: string): Promise<RunRow[]> {
  const rows = await trx
    .selectFrom('run_rows')
    .select(['school_id', 'amounts', 'total'])
    .where('run_id', '=', runId)
    .orderBy('school_id')
    .execute()
  return rows.map(({ school_id, amounts, total }) => ({ school: school_id, amounts, total }))
}

/**
 * Shows a draft to the district, together with the scenario, formula and dataset it was computed from. False if there
 * is no such draft.
 */
export async function releaseRun(trx: Trx, runId: string): Promise<boolean> {
  const run = await trx
    .updateTable('runs')
    .set({ released_at: sql`clock_timestamp()` })
    .where('run_id', '=', runId)
    .where('released_at', 'is', null)
    .returning(['scenario_id', 'version'])
    .executeTakeFirst()
  if (run === undefined) return false
  const { rows } = await sql<{
    readonly formula_id: string | null
    readonly formula_version: number | null
    readonly dataset_id: string | null
    readonly dataset_version: number | null
  }>`update scenario_versions set released_at = coalesce(released_at, clock_timestamp())
    where scenario_id = ${run.scenario_id} and version = ${run.version}
    returning formula_id, formula_version, dataset_id, dataset_version`.execute(trx)
  await sql`update scenarios set released_at = coalesce(released_at, clock_timestamp())
    where scenario_id = ${run.scenario_id}`.execute(trx)
  for (const { formula_id, formula_version, dataset_id, dataset_version } of rows) {
    await sql`update formula_versions set released_at = coalesce(released_at, clock_timestamp())
      where formula_id = ${formula_id} and version = ${formula_version}`.execute(trx)
    await sql`update dataset_versions set released_at = coalesce(released_at, clock_timestamp())
      where dataset_id = ${dataset_id} and version = ${dataset_version}`.execute(trx)
  }
  return true
}
