import { sql } from 'kysely'
import { withStagedRows } from './copy-rows.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { missingOf } from './schools.ts'
import { StoreFault } from './store-fault.ts'
import {
  asId,
  isSameAsBefore,
  nextVersion,
  pointAt,
  type SavedVersion,
  type Version,
  type VersionRef,
  versionOf,
} from './versions.ts'
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
  /** Rows, or the name of a table that has them staged, with schools that are there. */
  readonly rows: readonly DatasetRow[] | { readonly staged: string }
  /** What the newest version has already is made a version again, unless this says that it is taken as that one. */
  readonly sameContent?: 'taken-as-newest'
}

/**
 * Stores a dataset as the next version of its name, which then points at it. Every school has to be one of the
 * district's. A number that is NaN, or has more decimals than can be kept, refuses the whole of it.
 */
export async function saveDataset(trx: Trx, identity: Identity, dataset: NewDataset): Promise<SavedVersion> {
  const { districtId, personId = null } = identity
  const { id, version } = await nextVersion(trx, identity, 'dataset', dataset.name)
  if (
    dataset.sameContent !== undefined &&
    (await isSameAsBefore(trx, 'dataset', { id, version }, dataset.hash))
  )
    return { id, version: version - 1, isNew: false }
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
  await addRows(trx, identity, { id, version }, dataset.rows)
  await pointAt(trx, 'dataset', { id, version })
  return { id, version, isNew: true }
}

async function addRows(
  trx: Trx,
  { districtId }: Identity,
  { id, version }: VersionRef,
  rows: NewDataset['rows'],
): Promise<void> {
  const add = async (staged: string): Promise<void> => {
    await sql`insert into dataset_rows (district_id, dataset_id, version, school_id, numbers, texts)
      select ${districtId}, ${id}, ${version}, school_id, numbers, texts from ${sql.table(staged)}`.execute(
      trx,
    )
  }
  if ('staged' in rows) return add(rows.staged)
  const columns = { school_id: 'text', numbers: 'numeric[]', texts: 'text[]' }
  const cells = rows.map(({ school, numbers, texts }) => [school, numbers, texts])
  await withStagedRows(trx, { columns, rows: cells }, async (staged) => {
    if ((await missingOf(trx, staged)).length > 0)
      throw new StoreFault('reference', 'a dataset has a school that the district does not have')
    await add(staged)
  })
}

export interface DatasetVersion extends Version, VersionRef {
  /** JSON: what each column is. */
  readonly description: string
  readonly numberColumns: readonly string[]
  readonly textColumns: readonly string[]
}

export async function readDatasetVersion(
  trx: Trx,
  { id, version }: VersionRef,
): Promise<DatasetVersion | undefined> {
  const found = await trx
    .selectFrom('dataset_versions')
    .select(['dataset_id', 'version', 'hash', 'created_by', 'created_at', 'released_at'])
    .select(['description', 'number_columns', 'text_columns'])
    .where('dataset_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .executeTakeFirst()
  return (
    found && {
      id: found.dataset_id,
      ...versionOf(found),
      description: found.description,
      numberColumns: found.number_columns,
      textColumns: found.text_columns,
    }
  )
}

const bySchool = sql<string>`school_id collate "C"`

/** A page of the rows that the transaction may see, by school; the key of the page is the school. */
export async function listDatasetRows(
  trx: Trx,
  version: VersionRef,
  wish: PageWish,
): Promise<Page<DatasetRow>> {
  let query = rowsOf(trx, version).limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(bySchool, '>', wish.after)
  return pageOf((await query.execute()).map(rowOf), wish, ({ school }) => school)
}

/** All the rows that the transaction may see, by school. */
export async function readDatasetRows(trx: Trx, version: VersionRef): Promise<DatasetRow[]> {
  return (await rowsOf(trx, version).execute()).map(rowOf)
}

function rowsOf(trx: Trx, { id, version }: VersionRef) {
  return trx
    .selectFrom('dataset_rows')
    .select(['school_id', 'numbers', 'texts'])
    .where('dataset_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .orderBy(bySchool)
}

function rowOf({
  school_id,
  numbers,
  texts,
}: Omit<DatasetRow, 'school'> & { readonly school_id: string }): DatasetRow {
  return { school: school_id, numbers, texts }
}
