import { sql } from 'kysely'
import { asId, type Version, type VersionRef, versionOf } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

/** What a version is computed from, beside its formula and its schools of now. */
export interface Source extends VersionRef {
  readonly kind: 'dataset' | 'scenario'
  /** Where the document names it; each place once. */
  readonly place: string
}

export interface ScenarioContent {
  /** JSON: the document, with addresses where a file would have paths. */
  readonly content: string
  readonly hash: string
  readonly formula?: VersionRef | undefined
  readonly dataset?: VersionRef | undefined
  readonly sources?: readonly Source[] | undefined
}

/** Writes a version with its sources. Who may, and that the scenario is not locked, is for the caller to know. */
export async function insertVersion(
  trx: Trx,
  { districtId, personId }: Identity,
  { id, version }: VersionRef,
  { content, hash, formula, dataset, sources = [] }: ScenarioContent,
): Promise<void> {
  await trx
    .insertInto('scenario_versions')
    .values({
      district_id: districtId,
      scenario_id: id,
      version,
      content,
      hash,
      formula_id: formula?.id ?? null,
      formula_version: formula?.version ?? null,
      dataset_id: dataset?.id ?? null,
      dataset_version: dataset?.version ?? null,
      created_by: personId ?? null,
    })
    .execute()
  if (sources.length === 0) return
  await trx
    .insertInto('scenario_sources')
    .values(
      sources.map((source) => ({
        district_id: districtId,
        scenario_id: id,
        version,
        place: source.place,
        dataset_id: source.kind === 'dataset' ? source.id : null,
        dataset_version: source.kind === 'dataset' ? source.version : null,
        source_scenario_id: source.kind === 'scenario' ? source.id : null,
        source_version: source.kind === 'scenario' ? source.version : null,
      })),
    )
    .execute()
}

export interface ScenarioVersion extends Version, VersionRef {
  readonly content: string
  readonly formula: VersionRef | undefined
  readonly dataset: VersionRef | undefined
  /** By place. */
  readonly sources: readonly Source[]
}

export async function readScenarioVersion(
  trx: Trx,
  { id, version }: VersionRef,
): Promise<ScenarioVersion | undefined> {
  const found = await trx
    .selectFrom('scenario_versions')
    .select(['scenario_id', 'version', 'hash', 'created_by', 'created_at', 'released_at', 'content'])
    .select(['formula_id', 'formula_version', 'dataset_id', 'dataset_version'])
    .where('scenario_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .executeTakeFirst()
  if (found === undefined) return undefined
  return {
    id: found.scenario_id,
    ...versionOf(found),
    content: found.content,
    formula: refOf(found.formula_id, found.formula_version),
    dataset: refOf(found.dataset_id, found.dataset_version),
    sources: await readSources(trx, { id: found.scenario_id, version }),
  }
}

async function readSources(trx: Trx, { id, version }: VersionRef): Promise<Source[]> {
  const rows = await trx
    .selectFrom('scenario_sources')
    .select(['place', 'dataset_id', 'dataset_version', 'source_scenario_id', 'source_version'])
    .where('scenario_id', '=', id)
    .where('version', '=', version)
    .orderBy(sql`place collate "C"`)
    .execute()
  return rows.flatMap((row): Source[] => {
    const dataset = refOf(row.dataset_id, row.dataset_version)
    if (dataset !== undefined) return [{ kind: 'dataset', place: row.place, ...dataset }]
    const scenario = refOf(row.source_scenario_id, row.source_version)
    return scenario === undefined ? [] : [{ kind: 'scenario', place: row.place, ...scenario }]
  })
}

function refOf(id: string | null, version: number | null): VersionRef | undefined {
  return id === null || version === null ? undefined : { id, version }
}
