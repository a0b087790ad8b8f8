import { columnsOf, mappingOf } from '../app/stored/dataset-table.ts'
import type { DATASET_ROUTES } from '../contract/api/routes/datasets.ts'
import { csvText } from '../contract/report/run-csv.ts'
import { listDatasetRows, readDatasetRows, readDatasetVersion } from '../store/datasets.ts'
import { changeName, findName, listNames } from '../store/names.ts'
import { listVersions, type VersionRef } from '../store/versions.ts'
import { changed, done, NOT_FOUND } from './answers.ts'
import { beginImport } from './begin-import.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'
import { checkUpload, keepUpload } from './upload.ts'
import { namedWire, versionWire } from './version-answers.ts'

/** Tables of schools. */
export const DATASET_HANDLERS: Handlers<keyof typeof DATASET_ROUTES> = {
  async datasets({ trx, query }) {
    return done(pageAnswer(await listNames(trx, 'dataset', wishOf(query)), namedWire))
  },
  checkDataset: checkUpload,
  uploadDataset: keepUpload,
  importDataset: beginImport,
  async dataset({ trx, params }) {
    const found = await findName(trx, 'dataset', params.dataset)
    return found === undefined ? NOT_FOUND : done(namedWire(found), { revision: found.revision })
  },
  async changeDataset({ trx, params, ifMatch, fields }) {
    return changed(await changeName(trx, 'dataset', params.dataset, ifMatch, fields), namedWire)
  },
  async datasetVersions({ trx, params, query }) {
    if ((await findName(trx, 'dataset', params.dataset)) === undefined) return NOT_FOUND
    const page = await listVersions(trx, 'dataset', params.dataset, wishOf(query))
    return done(pageAnswer(page, versionWire))
  },
  async datasetVersion({ trx, params }) {
    const found = await readDatasetVersion(trx, refOf(params))
    if (found === undefined) return NOT_FOUND
    const columns = columnsOf({ ...found, rows: [] }).map(({ header, isNumber }) => {
      return { header, kind: isNumber ? ('number' as const) : ('text' as const) }
    })
    return done({ ...versionWire(found), columns, mapping: { ...mappingOf(found) } })
  },
  async datasetRows({ trx, params, query, form }) {
    const ref = refOf(params)
    const found = await readDatasetVersion(trx, ref)
    if (found === undefined) return NOT_FOUND
    const columns = columnsOf({ ...found, rows: [] })
    if (form === 'csv') {
      const rows = await readDatasetRows(trx, ref)
      const text = csvText([
        columns.map(({ header }) => header),
        ...rows.map((row) => columns.map((column) => column.cellOf(row))),
      ])
      return done({ items: [], next: null }, { text })
    }
    const page = await listDatasetRows(trx, ref, wishOf(query))
    return done(
      pageAnswer(page, (row) => ({
        school: row.school,
        cells: Object.fromEntries(columns.map((column) => [column.header, column.cellOf(row)])),
      })),
    )
  },
}

function refOf({ dataset, version }: { readonly dataset: string; readonly version: string }): VersionRef {
  return { id: dataset, version: Number(version) }
}
