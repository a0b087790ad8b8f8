import { sql } from 'kysely'
import { asId, type Versioned, type VersionRef } from './versions.ts'
import type { Trx } from './with-district.ts'

/**
 * Shows a version of a scenario to the district, with all that it is computed from: its formula and datasets, the
 * scenarios it changes or takes up, and what those are computed from. False if there is no such draft.
 */
export async function releaseScenario(trx: Trx, { id, version }: VersionRef): Promise<boolean> {
  const draft = await trx
    .selectFrom('scenario_versions')
    .select(['scenario_id', 'version'])
    .where('scenario_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .where('released_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (draft === undefined) return false
  await releaseWithSources(trx, { id: draft.scenario_id, version })
  return true
}

/** The same for a version that may be released already, of which a run is. */
export async function releaseWithSources(trx: Trx, version: VersionRef): Promise<void> {
  const scenarios = await withItsScenarios(trx, version)
  const places = sql`select * from unnest(${idsOf(scenarios)}::uuid[], ${versionsOf(scenarios)}::int[])`
  const formulas = await sql<VersionRef>`select distinct formula_id as id, formula_version as version
    from scenario_versions where formula_id is not null and (scenario_id, version) in (${places})`.execute(
    trx,
  )
  const datasets = await sql<VersionRef>`select dataset_id as id, dataset_version as version
    from scenario_versions where dataset_id is not null and (scenario_id, version) in (${places})
    union select dataset_id, dataset_version
    from scenario_sources where dataset_id is not null and (scenario_id, version) in (${places})`.execute(trx)
  await releaseVersions(trx, 'formula', formulas.rows)
  await releaseVersions(trx, 'dataset', datasets.rows)
  await releaseVersions(trx, 'scenario', scenarios)
  await sql`update scenarios set released_at = clock_timestamp(), revision = revision + 1
    where scenario_id = any (${idsOf(scenarios)}::uuid[]) and released_at is null`.execute(trx)
}

/** The version and all the scenario versions that it is computed from. */
async function withItsScenarios(trx: Trx, { id, version }: VersionRef): Promise<readonly VersionRef[]> {
  // A version names only versions that are older than itself; `union` would end on a circle too.
  const { rows } = await sql<VersionRef>`with recursive reached (id, version) as (
      select ${id}::uuid, ${version}::int
      union
      select s.source_scenario_id, s.source_version from reached r
      join scenario_sources s on s.scenario_id = r.id and s.version = r.version
      where s.source_scenario_id is not null
    ) select id, version from reached`.execute(trx)
  return rows
}

async function releaseVersions(trx: Trx, kind: Versioned, versions: readonly VersionRef[]): Promise<void> {
  await sql`update ${sql.table(`${kind}_versions`)} set released_at = clock_timestamp()
    where released_at is null and (${sql.ref(`${kind}_id`)}, version) in (
      select * from unnest(${idsOf(versions)}::uuid[], ${versionsOf(versions)}::int[]))`.execute(trx)
}

function idsOf(versions: readonly VersionRef[]): string[] {
  return versions.map(({ id }) => id)
}

function versionsOf(versions: readonly VersionRef[]): number[] {
  return versions.map(({ version }) => version)
}
