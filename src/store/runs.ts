import { sql } from 'kysely'
import { withStagedRows } from './copy-rows.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { releaseWithSources } from './releases.ts'
import type { RunRow } from './run-rows.ts'
import { asId, type VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

export interface NewRun {
  readonly scenario: VersionRef
  /** Whose run it is; the program computes it for them. */
  readonly createdBy: string | undefined
  readonly engine: string
  readonly inputsHash: string
  readonly lineIds: readonly string[]
  readonly total: string
  readonly rows: readonly Omit<RunRow, 'name'>[]
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

export interface Run {
  readonly id: string
  readonly scenario: VersionRef
  readonly engine: string
  readonly inputsHash: string
  /** The order in which the rows hold the amounts. */
  readonly lineIds: readonly string[]
  readonly total: string
  readonly schools: number
  readonly createdBy: string | undefined
  readonly createdAt: string
  readonly releasedAt: string | undefined
}

export async function findRun(trx: Trx, runId: string): Promise<Run | undefined> {
  const found = await runsOf(trx)
    .where('run_id', '=', asId(runId) ?? null)
    .executeTakeFirst()
  return found && runOf(found)
}

export interface RunFilters {
  /** Runs of any version of this scenario. */
  readonly scenarioId?: string | undefined
  readonly isReleased?: boolean | undefined
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** A page of the runs that may be seen, newest first; the key of the page is the id. */
export async function listRuns(trx: Trx, wish: PageWish & RunFilters): Promise<Page<Run>> {
  const { after, limit, scenarioId, isReleased } = wish
  let query = runsOf(trx)
    .orderBy('run_id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) query = query.where('run_id', '<', asId(after) ?? FIRST_ID)
  if (scenarioId !== undefined) query = query.where('scenario_id', '=', asId(scenarioId) ?? null)
  if (isReleased !== undefined) query = query.where('released_at', isReleased ? 'is not' : 'is', null)
  return pageOf((await query.execute()).map(runOf), wish, ({ id }) => id)
}

function runsOf(trx: Trx) {
  return trx
    .selectFrom('runs')
    .select(['run_id', 'scenario_id', 'version', 'engine', 'inputs_hash', 'line_ids', 'total', 'schools'])
    .select(['created_by', 'created_at', 'released_at'])
}

type Found = NonNullable<Awaited<ReturnType<ReturnType<typeof runsOf>['executeTakeFirst']>>>

function runOf(found: Found): Run {
  return {
    id: found.run_id,
    scenario: { id: found.scenario_id, version: found.version },
    engine: found.engine,
    inputsHash: found.inputs_hash,
    lineIds: found.line_ids,
    total: found.total,
    schools: found.schools,
    createdBy: found.created_by ?? undefined,
    createdAt: found.created_at,
    releasedAt: found.released_at ?? undefined,
  }
}

/** The result as it was saved, for whoever may see every school of it. */
export async function readRunResult(trx: Trx, runId: string): Promise<string | undefined> {
  const found = await trx
    .selectFrom('run_results')
    .select('content')
    .where('run_id', '=', asId(runId) ?? null)
    .executeTakeFirst()
  return found?.content
}

/** Shows a draft to the district, together with all that it was computed from. False if there is no such draft. */
export async function releaseRun(trx: Trx, runId: string): Promise<boolean> {
  const run = await trx
    .updateTable('runs')
    .set({ released_at: sql`clock_timestamp()` })
    .where('run_id', '=', asId(runId) ?? null)
    .where('released_at', 'is', null)
    .returning(['scenario_id', 'version'])
    .executeTakeFirst()
  if (run === undefined) return false
  await releaseWithSources(trx, { id: run.scenario_id, version: run.version })
  return true
}
