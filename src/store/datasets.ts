import { sql } from 'kysely'
import { withStagedRows } from './copy-rows.ts'
import { nextVersion, type VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

export interface DatasetRow {
  readonly school: string
  /** In the order of the version's columns; null where a cell is not known. */
  readonly numbers: readonly (string | null)[]
  readonly texts: readonly (string | null)[]
}

export interface NewDataset {
  readonly name: string
  /** JSON: what each column is. */
  readonly description: string
  readonly numberColumns: readonly string[]
  readonly textColumns: readonly string[]
  readonly hash: string
  readonly rows: readonly DatasetRow[]
}

/**
 * Stores a dataset as the next version of its name, which then points at it. Every school has to be one of the
 * district's. A number that is NaN, or has more decimals than can be kept, refuses the whole of it.
 */
export async function saveDataset(trx: Trx, identity: Identity, dataset: NewDataset): Promise<VersionRef> {
  const { districtId, personId = null } = identity
  const { id, version } = await nextVersion(trx, identity, 'dataset', dataset.name)
  await trx
    .insertInto('dataset_versions')
    .values({
      district_id: districtId,
      dataset_id: id,
      version,
      description: dataset.description,
      number_columns: dataset.numberColumns,
      text_columns: dataset.textColumns,
      hash: dataset.hash,
      created_by: personId,
    })
    .execute()
  const columns = { school_id: 'text', numbers: 'numeric[]', texts: 'text[]' }
  const rows = dataset.rows.map(({ school, numbers, texts }) => [school, numbers, texts])
  await withStagedRows(trx, { columns, rows }, async (staged) => {
    await sql`insert into dataset_rows (district_id, dataset_id, version, school_id, numbers, texts)
      select ${districtId}, ${id}, ${version}, school_id, numbers, texts from ${sql.table(staged)}`.execute(
      trx,
    )
  })
  await trx
    .updateTable('datasets')
    .set({ current_version: version, revision: sql`revision + 1` })
    .where('dataset_id', '=', id)
    .execute()
  return { id, version }
}

/** The rows that the transaction may see, by school. */
export async function readDatasetRows(trx: Trx, { id, version }: VersionRef): Promise<DatasetRow[]> {
  const rows = await trx
    .selectFrom('dataset_rows')
    .select(['school_id', 'numbers', 'texts'])
    .where('dataset_id', '=', id)
    .where('version', '=', version)
    .orderBy('school_id')
    .execute()
  return rows.map(({ school_id, numbers, texts }) => ({ school: school_id, numbers, texts }))
}

/** Adds the schools that the district does not have yet; the name of one that it has stays. */
export async function addSchools(
  trx: Trx,
  { districtId }: Identity,
  schools: readonly { readonly id: string; readonly name: string }[],
): Promise<void> {
  const rows = schools.map(({ id, name }) => [id, name])
  await withStagedRows(trx, { columns: { school_id: 'text', name: 'text' }, rows }, async (staged) => {
    await sql`insert into schools (district_id, school_id, name)
      select ${districtId}, school_id, name from ${sql.table(staged)}
      on conflict (district_id, school_id) do nothing`.execute(trx)
  })
}
