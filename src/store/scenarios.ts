import { sql } from 'kysely'
import { nextVersion, type VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

interface Content {
  /** JSON, in canonical form. */
  readonly content: string
  readonly hash: string
}

/** Stores a formula as the next version of its name, which then points at it. */
export async function saveFormula(
  trx: Trx,
  identity: Identity,
  { name, content, hash }: Content & { readonly name: string },
): Promise<VersionRef> {
  const { districtId, personId } = identity
  const { id, version } = await nextVersion(trx, identity, 'formula', name)
  await trx
    .insertInto('formula_versions')
    .values({ district_id: districtId, formula_id: id, version, content, hash, created_by: personId ?? null })
    .execute()
  await trx
    .updateTable('formulas')
    .set({ current_version: version, revision: sql`revision + 1` })
    .where('formula_id', '=', id)
    .execute()
  return { id, version }
}

export interface ScenarioContent extends Content {
  readonly formula?: VersionRef
  readonly dataset?: VersionRef
}

/** Makes a scenario without versions, and gives its id. */
export async function createScenario(
  trx: Trx,
  { districtId, personId }: Identity,
  { name, year }: { readonly name: string; readonly year: string },
): Promise<string> {
  const { scenario_id: id } = await trx
    .insertInto('scenarios')
    .values({ district_id: districtId, name, year, created_by: personId ?? null })
    .returning('scenario_id')
    .executeTakeFirstOrThrow()
  return id
}

/** Adds a version, at which the scenario then points; nothing where there is no such scenario, or it is locked. */
export async function saveScenarioVersion(
  trx: Trx,
  { districtId, personId }: Identity,
  scenarioId: string,
  { content, hash, formula, dataset }: ScenarioContent,
): Promise<VersionRef | undefined> {
  const scenario = await trx
    .selectFrom('scenarios')
    .select('current_version')
    .where('scenario_id', '=', scenarioId)
    .where('locked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (scenario === undefined) return undefined
  const version = (scenario.current_version ?? 0) + 1
  await trx
    .insertInto('scenario_versions')
    .values({
      district_id: districtId,
      scenario_id: scenarioId,
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
  await trx
    .updateTable('scenarios')
    .set({ current_version: version, revision: sql`revision + 1` })
    .where('scenario_id', '=', scenarioId)
    .execute()
  return { id: scenarioId, version }
}

/** Makes this version the one that counts for a year. What counted before stays a scenario like any other. */
export async function adopt(
  trx: Trx,
  { districtId, personId }: Identity,
  year: string,
  { id, version }: VersionRef,
): Promise<void> {
  await trx
    .insertInto('adoptions')
    .values({ district_id: districtId, year, scenario_id: id, version, adopted_by: personId ?? null })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'year']).doUpdateSet({
        scenario_id: id,
        version,
        adopted_by: personId ?? null,
        adopted_at: sql`clock_timestamp()`,
        revision: sql`adoptions.revision + 1`,
      }),
    )
    .execute()
}
