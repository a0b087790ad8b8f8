import { z } from 'zod'
import { headerRow } from '../../schema/dataset-schema.ts'
import { text } from '../../schema/fields.ts'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  id,
  NO_PARAMETERS,
  pageOnly,
  pageSchema,
  plainName,
  STAFF,
  wholeNumber,
} from '../stored-fields.ts'
import { jobSchema } from './job-schema.ts'
import { uploadKept, uploadReport } from './upload-report.ts'
import { namedSchema, versionSchema } from './version-schemas.ts'

const oneDataset = z.strictObject({ dataset: id })
const oneVersion = z.strictObject({ dataset: id, version: wholeNumber })

/** What is said of a file from outside; it goes before what the file says of itself. */
const fileQuery = {
  name: plainName,
  /** Header of the column with the ids of schools; `id` unless the file says otherwise. */
  id: text.max(200).optional(),
  /** Header of the column with their names; `name` unless the file says otherwise. */
  school_name: text.max(200).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', 'tab']).optional(),
  /** Of an XLSX file: the sheet where it has several, and the row of the header. */
  sheet: text.max(200).optional(),
  header_row: headerRow.optional(),
  vintage: text.max(200).optional(),
  source: text.max(1000).optional(),
  /** What is remembered of such files, for what neither the file nor this address says. */
  mapping: plainName.optional(),
} as const

const uploadQuery = z.strictObject({
  ...fileQuery,
  /** `hash` of the check before: other content is refused. */
  expect: text.max(200).optional(),
})

/** Tables of schools, by name and version. */
export const DATASET_ROUTES = {
  datasets: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/datasets',
    summary: 'The datasets',
    description: 'By name. Each points at the newest version that you may see.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(namedSchema),
  },
  checkDataset: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/datasets/check',
    summary: 'What an upload would do',
    description:
      'Reads a CSV or XLSX file and says what it would change, or every problem of it. Nothing is kept; `POST /v1/datasets` ' +
      'keeps it.',
    access: STAFF,
    scope: 'write',
    params: NO_PARAMETERS,
    query: z.strictObject(fileQuery),
    takes: { kind: 'table' },
    result: uploadReport,
  },
  uploadDataset: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/datasets',
    summary: 'Keep a CSV or XLSX file as the next version of a dataset',
    description:
      'One row a school. Schools that the district does not have are added. Content that is the newest version ' +
      'already makes no new one.',
    access: STAFF,
    scope: 'write',
    params: NO_PARAMETERS,
    query: uploadQuery,
    takes: { kind: 'table' },
    result: uploadKept,
    creates: true,
  },
  importDataset: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/datasets/import',
    summary: 'Keep a large file as long work',
    description:
      'The same as `POST /v1/datasets`, as a job: every problem of the file is told at once, its rows are written in ' +
      'parts, and the version is there when the job is done. Its result is what the upload would have answered.',
    access: STAFF,
    scope: 'write',
    params: NO_PARAMETERS,
    query: uploadQuery,
    takes: { kind: 'table' },
    result: jobSchema,
    creates: true,
  },
  dataset: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/datasets/{dataset}',
    summary: 'One dataset',
    description: 'Its name and its newest version.',
    access: EVERYBODY,
    scope: 'read',
    params: oneDataset,
    query: NO_PARAMETERS,
    result: namedSchema,
    revision: 'told',
  },
  changeDataset: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/datasets/{dataset}',
    summary: 'Rename a dataset',
    description: 'Its versions stay as they are.',
    access: STAFF,
    scope: 'write',
    params: oneDataset,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject({ name: plainName }) },
    result: namedSchema,
    revision: 'needed',
  },
  datasetVersions: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/datasets/{dataset}/versions',
    summary: 'The versions of a dataset',
    description: 'Newest first.',
    access: EVERYBODY,
    scope: 'read',
    params: oneDataset,
    query: pageOnly,
    result: pageSchema(versionSchema),
  },
  datasetVersion: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/datasets/{dataset}/versions/{version}',
    summary: 'One version of a dataset',
    description: 'What its columns are, and on what basis.',
    access: EVERYBODY,
    scope: 'read',
    params: oneVersion,
    query: NO_PARAMETERS,
    result: z.strictObject({
      ...versionSchema.shape,
      columns: z.array(z.strictObject({ header: z.string(), kind: z.enum(['number', 'text']) })),
      /** As the file said, in the words of scenario files. */
      mapping: z.record(z.string(), z.unknown()),
    }),
  },
  datasetRows: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/datasets/{dataset}/versions/{version}/rows',
    summary: 'The rows of a dataset',
    description:
      'By school, cell for cell as they were brought; of a principal their own schools. As CSV all of them at once.',
    access: EVERYBODY,
    scope: 'read',
    params: oneVersion,
    query: pageOnly,
    result: pageSchema(z.strictObject({ school: z.string(), cells: z.record(z.string(), z.string()) })),
    forms: ['json', 'csv'],
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
