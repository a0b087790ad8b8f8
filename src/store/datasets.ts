import { sql } from 'kysely'
import { copyRow } from '../app/stored/copy-text.ts'

import { type Page, type PageWish, pageOf } from './pages.ts'
import { addToUpload, beginUpload, dropUpload, endUpload } from './uploads.ts'
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
  /** Rows, or the upload that has them. */
  readonly rows: readonly DatasetRow[] | { readonly uploadId: string }
  /** What the newest version has already is made a version again, unless this says that it is taken as that one. */
  readonly sameContent?: 'taken-as-newest'
}

/**
 * Stores a dataset as the next version of its name, which then points at it. Every school has to be one of the
 * district's. A number that is NaN, or has more decimals than can be kept, refuses the whole of it.
 */
export async function saveDataset(trx: Trx, identity: Identity, dataset: NewDataset): Promise<SavedVersion> {
  const { rows } = dataset
  const { id, version } = await nextVersion(trx, identity, 'dataset', dataset.name)
  if (
    dataset.sameContent !== undefined &&
    (await isSameAsBefore(trx, 'dataset', { id, version }, dataset.hash))
  ) {
    if ('uploadId' in rows) await dropUpload(trx, rows.uploadId)
    return { id, version: version - 1, isNew: false }
  }
  const uploadId = 'uploadId' in rows ? rows.uploadId : await uploadOf(trx, identity, rows)
  await trx
    .insertInto('dataset_versions')
    .values({
      district_id: identity.districtId,
      dataset_id: id,
      version,
      upload_id: uploadId,
      description: dataset.description,
      number_columns: dataset.numberColumns,
      text_columns: dataset.textColumns,
      hash: dataset.hash,
      created_by: identity.personId ?? null,
    })
    .execute()
  await pointAt(trx, 'dataset', { id, version })
  // Last: whoever takes an upload away that comes to nothing does not wait for one that is held.
  await endUpload(trx, uploadId)
  return { id, version, isNew: true }
}

async function uploadOf(trx: Trx, identity: Identity, rows: readonly DatasetRow[]): Promise<string> {
  const uploadId = await beginUpload(trx, identity)
  const pieces = rows.map(({ school, numbers, texts }) => copyRow([school, numbers, texts]))
  await addToUpload(trx, identity, uploadId, pieces)
  return uploadId
}

export interface DatasetVersion extends Version, VersionRef {
  /** Of its rows. */
  readonly uploadId: string
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
    .select(['upload_id', 'description', 'number_columns', 'text_columns'])
    .where('dataset_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .executeTakeFirst()
  return (
    found && {
      id: found.dataset_id,
      ...versionOf(found),
      uploadId: found.upload_id,
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
    .where('upload_id', '=', (versions) =>
      versions
        .selectFrom('dataset_versions')
        .select('upload_id')
        .where('dataset_id', '=', asId(id) ?? null)
        .where('version', '=', version),
    )
    .orderBy(bySchool)
}

function rowOf({
  school_id,
  numbers,
  texts,
}: Omit<DatasetRow, 'school'> & { readonly school_id: string }): DatasetRow {
  return { school: school_id, numbers, texts }
}
